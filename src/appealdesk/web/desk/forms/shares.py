"""A list of shares as somebody types or pastes it: one donation a line, the amount and whose it is."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from pydantic import ValidationError

from appealdesk.core.money import MoneyError
from appealdesk.core.typed_money import parse_typed
from appealdesk.donations.inputs import PartInput
from appealdesk.donations.queries.shares import pledges_by_code
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.ids import is_ref
from appealdesk.people.inputs import IdentityInput

__all__ = ["MOST_TYPED", "TypedPart", "read_amount", "read_parts"]

MOST_TYPED: Final = 60_000
_CODE: Final = re.compile(r"[0-9]{5,10}")
_KANA: Final = re.compile(r"[\u30a0-\u30ff\uff66-\uff9f\s・]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedPart:
    """One line of the list: `kind` is pledge, donor, name or unknown; without a part there is a problem."""

    number: int
    typed: str
    who: str
    kind: str
    amount_minor: int
    part: PartInput | None
    problem: str


def read_amount(text: str, currency: str) -> int | None:
    """The minor units of an amount as people and spreadsheets write it; nothing for anything else, or for none."""
    try:
        amount = parse_typed(text, currency)
    except MoneyError:
        return None
    return amount if amount > 0 else None


def read_parts(actor: Actor, text: str, currency: str, language: str) -> tuple[TypedPart, ...]:
    """Every line that is not blank, with what it means or what is wrong with it."""
    rows = [(number, row.strip()) for number, row in enumerate(text.splitlines(), start=1) if row.strip()]
    cells = [(number, row, _cells(row, currency)) for number, row in rows]
    codes = [who for _number, _row, (_amount, who, _mail) in cells if _CODE.fullmatch(who)]
    pledges = pledges_by_code(actor=actor, codes=codes, currency=currency) if codes else {}
    return tuple(_part(number, row, *found, pledges, language) for number, row, found in cells)


def _cells(row: str, currency: str) -> tuple[int | None, str, str]:
    """Amount, whose it is, and an e-mail address; a list of a company may have the name in front."""
    mark = next((mark for mark in ("\t", ";") if mark in row), None)
    cells = [cell.strip() for cell in row.split(mark)] if mark else row.split(None, 1)
    amounts = [place for place, cell in enumerate(cells) if read_amount(cell, currency) is not None]
    if not amounts:
        return None, row, ""
    words = [cell for place, cell in enumerate(cells) if place != amounts[0] and cell]
    words = words if mark else (words[0].split() if words else [])
    mail = next((word for word in reversed(words) if "@" in word), "")
    who = " ".join(word for word in words if word != mail)
    return read_amount(cells[amounts[0]], currency), who, mail


def _part(
    number: int,
    row: str,
    amount: int | None,
    who: str,
    mail: str,
    pledges: Mapping[str, str],
    language: str,
) -> TypedPart:
    def made(kind: str, part: PartInput | None = None, problem: str = "") -> TypedPart:
        return TypedPart(
            number=number, typed=row, who=who, kind=kind, amount_minor=amount or 0, part=part, problem=problem
        )

    if amount is None:
        return made("", problem=_("There is no amount in this line. Begin with it, for example 10000."))
    if not who and not mail:
        return made("unknown", PartInput(amount_minor=amount))
    if _CODE.fullmatch(who):
        if who not in pledges:
            return made("pledge", problem=_("No pledge has this code."))
        return made("pledge", PartInput(amount_minor=amount, target_ref=pledges[who]))
    if is_ref(who.upper(), "P") or is_ref(who.upper(), "K"):
        return made("donor", PartInput(amount_minor=amount, target_ref=who.upper()))
    reading = unicodedata.normalize("NFKC", who) if _KANA.fullmatch(who) else ""
    try:
        identity = IdentityInput(written=who, reading=reading, emails=(mail,) if mail else (), language=language)
    except ValidationError:
        return made("name", problem=_("This is no name, or no e-mail address. Check the line."))
    return made("name", PartInput(amount_minor=amount, identity=identity))

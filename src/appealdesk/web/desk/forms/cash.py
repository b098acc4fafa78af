"""The form of a count of cash: pieces by denomination, and who gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from appealdesk.core.cash import DENOMINATIONS, total_minor
from appealdesk.core.money import Money
from appealdesk.people.inputs import IdentityInput
from appealdesk.web.desk.forms.identity import read_identity

__all__ = ["CashForm", "PieceField", "currency_of", "in_currency", "read_cash", "read_pieces"]

_LONGEST = 6


@dataclass(frozen=True, slots=True)
class PieceField:
    """One denomination and how many pieces of it were typed."""

    value: int
    money: Money
    typed: str
    wrong: bool = False

    @property
    def name(self) -> str:
        """The name of the field."""
        return f"p{self.value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CashForm:
    """What was typed, so that nothing is lost, and what is wrong with it by field."""

    currency: str
    fields: tuple[PieceField, ...]
    fund: str = ""
    written: str = ""
    reading: str = ""
    email: str = ""
    person: str = ""
    language: str = "ja"
    problems: Mapping[str, str] = field(default_factory=dict)
    identity: IdentityInput | None = None

    @property
    def pieces(self) -> dict[int, int]:
        """The pieces that were typed as numbers."""
        return {item.value: int(item.typed) for item in self.fields if item.typed and not item.wrong}

    @property
    def total(self) -> Money:
        """What they come to."""
        return Money(total_minor(self.pieces), self.currency)


def currency_of(text: str) -> str:
    """A currency in which cash is counted, yen unless another is asked for."""
    return text if text in DENOMINATIONS else "JPY"


def in_currency(form: CashForm, currency: str) -> CashForm:
    """The same giver and purpose with the notes and coins of another currency, of which none is counted yet."""
    pieces = tuple(PieceField(value, Money(value, currency), "") for value in DENOMINATIONS[currency])
    return replace(form, currency=currency, fields=pieces, problems={})


def read_pieces(data: QueryDict, currency: str) -> tuple[PieceField, ...]:
    """Every denomination of the currency with what was typed for it."""
    fields = []
    for value in DENOMINATIONS[currency]:
        typed = data.get(f"p{value}", "").strip()
        wrong = bool(typed) and not (typed.isascii() and typed.isdigit() and len(typed) <= _LONGEST)
        fields.append(PieceField(value, Money(value, currency), typed[:20], wrong))
    return tuple(fields)


def read_cash(data: QueryDict) -> CashForm:
    """The whole form of the first count."""
    currency = currency_of(data.get("currency", ""))
    fields = read_pieces(data, currency)
    typed = {name: data.get(name, "").strip()[:400] for name in ("written", "reading", "email", "person", "fund")}
    language = data.get("language", "ja")
    problems: dict[str, str] = {}
    if any(item.wrong for item in fields):
        problems["pieces"] = _("Write whole numbers of notes and coins, in digits.")
    identity = None
    if typed["written"] or typed["reading"]:
        identity = read_identity(typed | {"language": language}, problems)
    elif typed["email"]:
        problems["written"] = _("Write the name too, or leave out the e-mail address.")
    return CashForm(
        currency=currency,
        fields=fields,
        language=language if language in ("ja", "en", "uk") else "ja",
        problems=problems,
        identity=identity,
        **typed,
    )

"""How like two statements about a person are: what they share, and what speaks against one person.

The rule, as it is published: the same e-mail address or phone number **and** the same name, with no birth date, kanji
or kana that differ, is the same person; a birth date with one slip of the pen does not differ. A shared address with
another name is often a household, and a shared name with a shared birth date may be chance: either is a question for an
officer, never a link.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from appealdesk.core.names.keys import kanji_form
from appealdesk.core.names.placeholders import is_placeholder_birth_date
from appealdesk.core.text.kana import to_katakana
from appealdesk.core.text.normalise import fold, without_spaces
from appealdesk.people.inputs import IdentityInput
from appealdesk.people.models import KeyKind
from appealdesk.people.queries.keys import Key

__all__ = ["Likeness", "Outcome", "compare"]

_NAMES = frozenset({KeyKind.KANJI, KeyKind.JAPANESE, KeyKind.EUROPEAN})
_SHARED = {KeyKind.PHONE: "contact.phone", KeyKind.MAIL: "contact.mail"}


class Outcome(StrEnum):
    """What the rule makes of a pair."""

    SAME = "same"
    QUESTION = "question"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Likeness:
    """The outcome, and its reasons in code words that the desk turns into sentences."""

    outcome: Outcome
    reasons: tuple[str, ...]


def compare(one: IdentityInput, one_keys: frozenset[Key], other: IdentityInput, other_keys: frozenset[Key]) -> Likeness:
    """Weigh two statements by their keys and by the facts that speak against them."""
    shared = {KeyKind(key.kind) for key in one_keys & other_keys}
    contact = sorted(_SHARED[kind] for kind in shared if kind in _SHARED)
    name = bool(shared & _NAMES)
    against = _against(one, other)
    reasons = (*contact, *(("name.same",) if name else ("name.other",)), *against)
    born_alike = one.birth_date is not None and one.birth_date == other.birth_date
    if contact and name and not against:
        return Likeness(Outcome.SAME, reasons)
    if contact or (name and born_alike):
        return Likeness(Outcome.QUESTION, (*reasons, *(("birth.same",) if born_alike else ())))
    return Likeness(Outcome.NOTHING, reasons)


def _against(one: IdentityInput, other: IdentityInput) -> tuple[str, ...]:
    """Vetoes: facts that both gave and that differ, in any order of family and given name."""
    vetoes = []
    if _birth_dates_differ(one, other):
        vetoes.append("birth.other")
    if _letters_differ(kanji_form(one.written), kanji_form(other.written)):
        vetoes.append("kanji.other")
    if _letters_differ(_kana(one.reading), _kana(other.reading)):
        vetoes.append("kana.other")
    return tuple(vetoes)


def _birth_dates_differ(one: IdentityInput, other: IdentityInput) -> bool:
    if one.birth_date is None or other.birth_date is None or one.birth_date == other.birth_date:
        return False
    if is_placeholder_birth_date(one.birth_date) or is_placeholder_birth_date(other.birth_date):
        return False
    return not _slip_of_the_pen(one.birth_date, other.birth_date)


def _slip_of_the_pen(one: date, other: date) -> bool:
    """One digit is another, two neighbours changed places, or day and month did."""
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return True
    pairs = list(zip(f"{one:%Y%m%d}", f"{other:%Y%m%d}", strict=True))
    places = [place for place, (left, right) in enumerate(pairs) if left != right]
    if len(places) == 2 and places[1] == places[0] + 1:
        first, second = pairs[places[0]], pairs[places[1]]
        return first == second[::-1]
    return len(places) == 1


def _kana(text: str) -> str:
    return without_spaces(to_katakana(fold(text)))


def _letters_differ(one: str, other: str) -> bool:
    return bool(one and other) and Counter(one) != Counter(other)

"""Where each fact lies in a screening profile: typed columns that the fact dictionary assigns.

A choice is its place in the dictionary's list, from 1; a set is a mask with the same numbers as bits. A validity has
two dates, empty where that end is open. How well each fact is shown is two bits: 0 unknown, 1 claimed, 2 documented,
3 verified. The date of birth is a count of days from a day that only the site's key tells, so that a stolen table
holds nobody's birthday.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

from appealdesk.appeals.queries.pages import FactPage
from appealdesk.core.criteria.facts import Absence, Absent, Facts, FactValue, Validity, parse_fact
from appealdesk.core.criteria.leaf_sql import FactColumn
from appealdesk.core.criteria.tree import Evidence, FactKind, FactType
from appealdesk.foundation.crypto import derive_key

__all__ = [
    "COLUMNS",
    "SLOTS",
    "birth_date_of",
    "codes_of",
    "fact_columns",
    "fact_type",
    "pack_facts",
    "typed_facts",
    "unpack_facts",
]


def _numbered(letter: str, count: int) -> tuple[str, ...]:
    return tuple(f"{letter}{number:02}" for number in range(1, count + 1))


BIRTH_SLOT: Final = "birth_day"
# A slot's place in this list is the place of its two bits of evidence, so the order is kept for ever.
SLOTS: Final = (
    *_numbered("c", 12),
    *_numbered("n", 10),
    *_numbered("b", 12),
    *_numbered("d", 4),
    *_numbered("s", 6),
    *_numbered("v", 4),
    BIRTH_SLOT,
)
_PLACE: Final = {slot: place for place, slot in enumerate(SLOTS)}
# Two bits each: 31 slots fill the positive part of a bigint.
_PER_EVIDENCE_COLUMN: Final = 31
_EVIDENCE: Final = ("evidence_1", "evidence_2")


def _columns_of(slot: str) -> tuple[str, ...]:
    return (f"{slot}_from", f"{slot}_until") if slot.startswith("v") else (slot,)


COLUMNS: Final = (*_EVIDENCE, *(column for slot in SLOTS for column in _columns_of(slot)))
"""The columns of a profile that hold facts, in no promised order."""


def fact_type(page: FactPage) -> FactType:
    """The type of a fact as the core of the criteria knows it."""
    return FactType(FactKind(page.type), tuple(choice.key for choice in page.choices))


def codes_of(page: FactPage) -> dict[str, int]:
    """The stored number of each answer of a choice or a set."""
    return {choice.key: code for code, choice in enumerate(page.choices, start=1)}


def typed_facts(dictionary: Mapping[str, FactPage], answers: Mapping[str, object]) -> Facts:
    """Every fact of the dictionary, read from answers as the facts file writes them.

    An answer that does not fit its type any more counts as unverified: nobody is judged by it, and an officer asks.
    """
    facts: dict[str, FactValue | Absent] = {}
    for key, page in dictionary.items():
        try:
            facts[key] = parse_fact(answers.get(key), fact_type(page))
        except ValueError:
            facts[key] = Absent(Absence.UNVERIFIED)
    return facts


def pack_facts(dictionary: Mapping[str, FactPage], facts: Facts) -> dict[str, Any]:
    """The value of every column in COLUMNS; what is unknown is None."""
    row: dict[str, Any] = dict.fromkeys(COLUMNS)
    evidence = [0, 0]
    for key, page in dictionary.items():
        fact = facts.get(key)
        if isinstance(fact, FactValue):
            which, shift = divmod(_PLACE[page.slot], _PER_EVIDENCE_COLUMN)
            evidence[which] |= fact.evidence.value << (2 * shift)
            row.update(_packed(page, fact.value))
    return row | dict(zip(_EVIDENCE, evidence, strict=True))


def _packed(page: FactPage, value: Any) -> dict[str, Any]:
    if page.slot == BIRTH_SLOT:
        return {BIRTH_SLOT: (value - _birth_origin()).days}
    match FactKind(page.type):
        case FactKind.CHOICE:
            return {page.slot: codes_of(page)[value]}
        case FactKind.SET:
            codes = codes_of(page)
            return {page.slot: sum(1 << codes[choice] for choice in value)}
        case FactKind.VALIDITY:
            return {f"{page.slot}_from": value.start, f"{page.slot}_until": value.until}
        case FactKind.NUMBER:
            return {page.slot: float(value)}
        case _:
            return {page.slot: value}


def unpack_facts(dictionary: Mapping[str, FactPage], row: Mapping[str, Any]) -> Facts:
    """The facts again, from a row with the columns in COLUMNS."""
    facts: dict[str, FactValue | Absent] = {}
    for key, page in dictionary.items():
        which, shift = divmod(_PLACE[page.slot], _PER_EVIDENCE_COLUMN)
        grade = (row[_EVIDENCE[which]] >> (2 * shift)) & 3
        facts[key] = FactValue(_unpacked(page, row), Evidence(grade)) if grade else Absent()
    return facts


def _unpacked(page: FactPage, row: Mapping[str, Any]) -> Any:
    if page.slot == BIRTH_SLOT:
        return birth_date_of(row[BIRTH_SLOT])
    match FactKind(page.type):
        case FactKind.CHOICE:
            return page.choices[row[page.slot] - 1].key
        case FactKind.SET:
            return frozenset(choice for choice, code in codes_of(page).items() if row[page.slot] >> code & 1)
        case FactKind.VALIDITY:
            return Validity(row[f"{page.slot}_from"], row[f"{page.slot}_until"])
        case _:
            return row[page.slot]


def birth_date_of(birth_day: int) -> date:
    """The date of birth that a profile's count of days stands for."""
    return _birth_origin() + timedelta(days=birth_day)


def fact_columns(dictionary: Mapping[str, FactPage]) -> dict[str, FactColumn]:
    """Each fact as SQL over the columns of a profile, for the compiler of the criteria."""
    return {key: _fact_column(page) for key, page in dictionary.items()}


def _fact_column(page: FactPage) -> FactColumn:
    which, shift = divmod(_PLACE[page.slot], _PER_EVIDENCE_COLUMN)
    first, *rest = _columns_of(page.slot)
    return FactColumn(
        value=first,
        day_zero=_birth_origin() if page.slot == BIRTH_SLOT else None,
        until=rest[0] if rest else "",
        grade=f"({_EVIDENCE[which]} >> {2 * shift}) & 3",
        codes=codes_of(page),
    )


@lru_cache(maxsize=4)
def _origin_of(key: bytes) -> date:
    # Up to 1,900 years before 2000, so that the origin is a date that both Python and PostgreSQL can write.
    return date(2000, 1, 1) - timedelta(days=int.from_bytes(key[:8], "big") % 693_000)


def _birth_origin() -> date:
    """The day from which birth days are counted; the site's key alone tells it."""
    return _origin_of(derive_key("screening/birth-day/1"))

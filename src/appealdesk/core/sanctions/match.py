"""Whether somebody may be a listed person or company: evidence in bits, or nothing that is worth a person's time.

One bit doubles the odds, as in `core.names`, whose features compare the names. A match never decides anything; it asks
a person. Blank and default values say nothing on either side.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from appealdesk.core.names.compare import Evidence, IdentityRecord, compare
from appealdesk.core.names.compare import birth_date as compare_birth_dates
from appealdesk.core.names.person_name import PersonName
from appealdesk.core.names.placeholders import is_placeholder_birth_date, is_placeholder_name
from appealdesk.core.names.skeleton import words
from appealdesk.core.sanctions.companies import company_likeness, company_words
from appealdesk.core.sanctions.dates import Born
from appealdesk.core.sanctions.entries import EntryKind, ListedName, SanctionsEntry

__all__ = ["HIT_AT", "MATCH_VERSION", "Match", "Subject", "match"]

HIT_AT: Final = 5.0
"""Bits from which on a person is asked. A name that is equal in Latin letters has 8, one in katakana about 6."""

MATCH_VERSION: Final = 1
"""Of features, weights and threshold together; stored with every check."""

_WEAK_ALIAS: Final = -2.0
_WITHIN: Final = 4.0
_COMPANY_EQUAL: Final = 10.0
_COMPANY_ALIKE: Final = 6.0
_COMPANY_AT: Final = 0.9
_LEAST_COMPANY: Final = 4
_BORN_DAY: Final = 12.0
_BORN_YEAR: Final = 4.0
_BORN_SPAN: Final = 2.0
_BORN_NEAR: Final = -2.0
_BORN_OTHER: Final = -10.0
_SAME_COUNTRY: Final = 2.0
_OTHER_COUNTRY: Final = -1.0
_NEAR_DAYS: Final = 366
_YEAR_DAYS: Final = 366
_LEAST_WORD: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Who is checked: every form of the name that is known; `countries` are ISO alpha-2 and may be empty."""

    names: tuple[PersonName, ...]
    born_on: date | None = None
    countries: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Match:
    """`name` is the listed name that is most alike; `reasons` have the weightiest first."""

    name: ListedName
    bits: float
    reasons: tuple[Evidence, ...]

    @property
    def strongest_counter_evidence(self) -> Evidence | None:
        """The weightiest reason against."""
        return next((reason for reason in self.reasons if reason.bits < 0), None)


def match(subject: Subject, entry: SanctionsEntry) -> Match | None:
    """The evidence that the two are one, or None where it does not reach HIT_AT."""
    if entry.kind not in (EntryKind.PERSON, EntryKind.ENTITY):
        return None
    best: tuple[float, ListedName, tuple[Evidence, ...]] | None = None
    for listed in entry.names:
        for name in subject.names:
            said = _said_of_names(name, listed, entry.kind)
            bits = sum(reason.bits for reason in said)
            if said and (best is None or bits > best[0]):
                best = bits, listed, said
    if best is None or best[0] <= 0.0:
        return None
    others = [birth(subject.born_on, entry.births), country(subject.countries, entry.countries)]
    reasons = (*best[2], *(reason for reason in others if reason is not None))
    total = round(sum(reason.bits for reason in reasons), 2)
    if total < HIT_AT:
        return None
    return Match(best[1], total, tuple(sorted(reasons, key=lambda reason: -abs(reason.bits))))


def _said_of_names(name: PersonName, listed: ListedName, kind: EntryKind) -> tuple[Evidence, ...]:
    said: tuple[Evidence, ...]
    if kind is EntryKind.ENTITY:
        found = company_name(name, listed)
        said = () if found is None else (found,)
    else:
        said = _person_name(name, listed)
    if said and listed.weak:
        said = (
            *said,
            Evidence("alias", "weak", _WEAK_ALIAS, "The publisher calls this alias a weak one to recognise by."),
        )
    return said


def _person_name(name: PersonName, listed: ListedName) -> tuple[Evidence, ...]:
    whole = compare(IdentityRecord(name=name), IdentityRecord(name=PersonName(listed.text)))
    if sum(reason.bits for reason in whole) < _WITHIN and (part := within_listed_name(name, listed)) is not None:
        return (part,)
    return whole


def within_listed_name(name: PersonName, listed: ListedName) -> Evidence | None:
    """Every word of the name, two or more, stands in a listed name that has more words, as grandfathers' names and
    second family names come and go. Alone it asks nobody."""
    theirs = words(listed.text)
    for text in (name.written, name.latin):
        for rules, mine in words(text).items():
            telling = [word for word in mine if len(word) >= _LEAST_WORD]
            if len(telling) >= 2 and len(theirs.get(rules, ())) > len(mine) and set(mine) <= set(theirs[rules]):
                return Evidence("within_listed_name", "within", _WITHIN, "The name is a part of a longer listed name.")
    return None


def company_name(name: PersonName, listed: ListedName) -> Evidence | None:
    """The names of two companies by their telling words, in any order, without legal forms such as Ltd or 株式会社."""
    forms = [text for text in (name.written, name.reading, name.latin) if not is_placeholder_name(text)]
    # One short word is everybody's: a family name is a company's name too often.
    telling = [text for text in forms if sum(map(len, company_words(text))) >= _LEAST_COMPANY]
    value = max((company_likeness(text, listed.text) for text in telling), default=0.0)
    if value >= 0.999:
        return Evidence("company_name", "equal", _COMPANY_EQUAL, "The names agree, legal forms apart.")
    if value >= _COMPANY_AT:
        return Evidence("company_name", "alike", _COMPANY_ALIKE, f"The names are alike (likeness {value:.2f}).")
    return None


def birth(born_on: date | None, listed: Iterable[Born]) -> Evidence | None:
    """The date of birth against the listed ones: the day, the year or the span of years fits; or it is a slip away;
    or it is another. Default dates such as 1 January 1970 are left out."""
    if born_on is None or is_placeholder_birth_date(born_on):
        return None
    found = [
        _one_birth(born_on, born) for born in listed if not is_placeholder_birth_date(born.earliest) or not born.is_day
    ]
    return max(found, key=lambda reason: reason.bits, default=None)


def _one_birth(born_on: date, born: Born) -> Evidence:
    if born.is_day:
        known = compare_birth_dates(
            IdentityRecord(name=PersonName(""), born_on=born_on),
            IdentityRecord(name=PersonName(""), born_on=born.earliest),
        )
        if known is not None and known.bits > 0:
            return known._replace(bits=min(known.bits, _BORN_DAY))
    elif born.earliest <= born_on <= born.latest:
        year = (born.latest - born.earliest).days <= _YEAR_DAYS
        bits = _BORN_YEAR if year else _BORN_SPAN
        return Evidence("birth_date", "year" if year else "span", bits, "The birth date lies in the listed years.")
    apart = max((born.earliest - born_on).days, (born_on - born.latest).days)
    if apart <= _NEAR_DAYS:
        return Evidence("birth_date", "near", _BORN_NEAR, "The birth dates are less than a year apart.")
    return Evidence("birth_date", "different", _BORN_OTHER, "The birth dates are different.")


def country(mine: frozenset[str], listed: Iterable[str]) -> Evidence | None:
    """A country that both are linked to, or that there is none."""
    theirs = frozenset(listed)
    if not mine or not theirs:
        return None
    if mine & theirs:
        return Evidence("country", "equal", _SAME_COUNTRY, "Both are linked to one country.")
    return Evidence("country", "different", _OTHER_COUNTRY, "They are linked to different countries.")

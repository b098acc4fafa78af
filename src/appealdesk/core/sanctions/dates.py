"""Birth dates as sanctions lists give them: a day, a month, a year, about a year, or a span of years.

A date that says too little to be read is left out, because it then speaks neither for nor against anybody.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Final

__all__ = ["Born", "read_born", "read_iso_born", "read_slashed_born", "year_span"]

_MONTHS: Final = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_ABOUT: Final = re.compile(r"^(?:circa|ca\.?|c\.|approximately|about)\s+", re.IGNORECASE)
_SPAN: Final = re.compile(r"\s+(?:to|-|–)\s+|(?<=\d{4})\s*[-–]\s*(?=\d{4}$)")
_WRITTEN: Final = re.compile(r"^(?:(\d{1,2})\s+)?(?:([A-Za-z]{3,9})\.?\s+)?(\d{4})$")
_ISO: Final = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?:[T ].*|[+-]\d{2}:\d{2}|Z)?$")
_SLASHED: Final = re.compile(r"^([0-9d]{1,2})/([0-9m]{1,2})/(\d{4})$", re.IGNORECASE)
_EITHER_SIDE: Final = 2
_EARLIEST_YEAR: Final = 1850
_LATEST_YEAR: Final = 2100


@dataclass(frozen=True, slots=True)
class Born:
    """The days between which somebody was born, both included; one day where the list knows it."""

    earliest: date
    latest: date

    @property
    def is_day(self) -> bool:
        """Whether the list gives the very day."""
        return self.earliest == self.latest


def read_born(text: str) -> Born | None:
    """OFAC's words: "10 Dec 1948", "Dec 1948", "1948", "circa 1948", "1957 to 1960"."""
    said = text.strip()
    about = _ABOUT.match(said)
    parts = [_written(part) for part in _SPAN.split(said[about.end() :] if about else said)]
    if not 1 <= len(parts) <= 2 or any(part is None for part in parts):
        return None
    known = [part for part in parts if part is not None]
    if known[0].earliest > known[-1].latest:
        return None
    return _widened(known[0].earliest.year, known[-1].latest.year) if about else _between(known[0], known[-1])


def read_iso_born(text: str) -> Born | None:
    """A day as XML writes it: 1966-05-04, perhaps with a time or a zone after it."""
    found = _ISO.match(text.strip())
    return _day(int(found[1]), int(found[2]), int(found[3])) if found else None


def read_slashed_born(text: str) -> Born | None:
    """The United Kingdom's days, 13/05/1969, in which unknown parts stand as letters or noughts: dd/mm/1972."""
    found = _SLASHED.match(text.strip())
    if found is None:
        return None
    day, month = (int(part) if part.isdigit() else 0 for part in (found[1], found[2]))
    return _month(int(found[3]), month) if day == 0 else _day(int(found[3]), month, day)


def year_span(first: str, last: str = "", *, about: bool = False) -> Born | None:
    """The whole of one year, or of the years from the first to the last."""
    years = [int(year) for year in (first.strip(), (last or first).strip()) if year.isdigit()]
    if len(years) != 2 or not _EARLIEST_YEAR <= years[0] <= years[1] <= _LATEST_YEAR:
        return None
    return _widened(*years) if about else Born(date(years[0], 1, 1), date(years[1], 12, 31))


def _written(text: str) -> Born | None:
    found = _WRITTEN.match(text.strip())
    if found is None:
        return None
    day, month, year = found.groups()
    if month is None:
        return year_span(year) if day is None else None
    number = _MONTHS.get(month[:3].lower(), 0)
    return _month(int(year), number) if day is None else _day(int(year), number, int(day))


def _month(year: int, month: int) -> Born | None:
    if month == 0:
        return year_span(str(year))
    if not (1 <= month <= 12 and _EARLIEST_YEAR <= year <= _LATEST_YEAR):
        return None
    return Born(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def _day(year: int, month: int, day: int) -> Born | None:
    if month == 0 or not _EARLIEST_YEAR <= year <= _LATEST_YEAR:
        return None
    try:
        known = date(year, month, day)
    except ValueError:
        return None
    return Born(known, known)


def _between(one: Born, other: Born) -> Born:
    return Born(one.earliest, other.latest)


def _widened(first: int, last: int) -> Born:
    """About a year is that year and two on either side."""
    return Born(date(first - _EITHER_SIDE, 1, 1), date(last + _EITHER_SIDE, 12, 31))

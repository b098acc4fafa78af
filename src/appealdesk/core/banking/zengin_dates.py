"""Decides what the six-digit dates of a Zengin file mean: years of the Japanese era or western ones."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from appealdesk.core.banking.shapes import StatementRefused
from appealdesk.core.sentences import told

__all__ = ["decide_dates"]

_ERAS: Final = (
    (2018, date(2019, 5, 1), date.max),
    (1988, date(1989, 1, 8), date(2019, 4, 30)),
)
"""The year before each era's first, and its first and last day: Reiwa and Heisei."""


def decide_dates(texts: Mapping[str, int], today: date) -> Mapping[str, date]:
    """What the six digits (YYMMDD) of a whole file mean: Japanese era or western years, text → date.

    `texts` gives for each six digits the first line that holds them.

    A reading fits if every date exists and lies at most ten years back and a month ahead of `today`. Exactly one
    of the two has to fit, or StatementRefused: 040302 is 2 March 2022 by the era and 2004 by western years.
    """
    wanted = list(texts)
    earliest, latest = _years_before(today, 10), today + timedelta(days=31)
    readings = [
        {text: day for text in wanted for day in read(text) if earliest <= day <= latest}
        for read in (_era_dates, _western_dates)
    ]
    fitting = [reading for reading in readings if len(reading) == len(wanted)]
    if len(fitting) == 1 or not wanted:
        return fitting[0]
    if fitting:
        raise StatementRefused.of_file(
            told(
                "The dates, such as %(text)s, could be Japanese or western years; ask the bank which it writes.",
                text=wanted[0],
            )
        )
    nearest = max(readings, key=len)
    odd = next(text for text in wanted if text not in nearest)
    raise StatementRefused.of_file(
        told(
            "The date %(odd)s is neither by the Japanese era nor by western years a day between "
            "%(earliest)s and %(latest)s, as every date of the file has to be.",
            odd=odd,
            earliest=earliest.isoformat(),
            latest=latest.isoformat(),
        ),
        line=texts[odd],
        field="date",
    )


def _era_dates(text: str) -> list[date]:
    """The day in each era that was that long; thirty years part the eras, so that one at most is near today."""
    days = [(_date(before + int(text[:2]), text), first, last) for before, first, last in _ERAS]
    return [day for day, first, last in days if day is not None and first <= day <= last]


def _western_dates(text: str) -> list[date]:
    day = _date(2000 + int(text[:2]), text)
    return [] if day is None else [day]


def _date(year: int, text: str) -> date | None:
    try:
        return date(year, int(text[2:4]), int(text[4:6]))
    except ValueError:
        return None


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)

"""Ages in completed years, once as a count and once as bounds on the date of birth.

Somebody born on 29 February has the birthday on 1 March in other years: that is the criteria format's rule
and differs from what PostgreSQL's `age()` answers, which is why the database never computes an age here.
"""

from __future__ import annotations

from datetime import date, timedelta


def age_on(birth: date, day: date) -> int:
    """Completed years on a day; negative before birth."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def birthday(birth: date, years: int) -> date | None:
    """The first day on which `age_on(birth, day) >= years`; None after the year 9999."""
    try:
        return birth.replace(year=birth.year + years)
    except ValueError:
        # Either 29 February in a year that has none, or a year that the calendar does not know.
        return date(birth.year + years, 3, 1) if birth.year + years <= date.max.year else None


def latest_birth(years: int, day: date) -> date | None:
    """The last date of birth with which somebody has completed `years` on the day; None if there is none."""
    if day.year - years < date.min.year:
        return None
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        # The day is 29 February and the year of birth had none: 1 March is still to come.
        return date(day.year - years, 2, 28)


def birth_bounds(youngest: int, oldest: int, day: date) -> tuple[date, date] | None:
    """First and last date of birth, both included, of those aged `youngest` to `oldest`; None if nobody."""
    last = latest_birth(youngest, day)
    if last is None:
        return None
    too_old = latest_birth(oldest + 1, day)
    return (date.min if too_old is None else too_old + timedelta(days=1)), last

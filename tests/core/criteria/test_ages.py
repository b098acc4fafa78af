"""Birthdays, above all those of people born on 29 February."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appealdesk.core.criteria.ages import age_on, birth_bounds, birthday, latest_birth

LEAP_DAY = date(2004, 2, 29)
days = st.dates(date(1890, 1, 1), date(2100, 12, 31))
ages = st.integers(0, 150)


@pytest.mark.parametrize(
    ("day", "age"),
    [
        (date(2022, 2, 28), 17),
        (date(2022, 3, 1), 18),
        (date(2024, 2, 28), 19),
        (date(2024, 2, 29), 20),
        (date(2004, 2, 28), -1),
    ],
)
def test_the_age_of_somebody_born_on_29_february(day: date, age: int) -> None:
    assert age_on(LEAP_DAY, day) == age


@pytest.mark.parametrize(("years", "day"), [(18, date(2022, 3, 1)), (20, date(2024, 2, 29)), (0, LEAP_DAY)])
def test_the_birthday_of_somebody_born_on_29_february(years: int, day: date) -> None:
    assert birthday(LEAP_DAY, years) == day


def test_no_birthday_after_the_last_year() -> None:
    assert birthday(date(9990, 5, 1), 10) is None
    assert birthday(date(9988, 2, 29), 12) is None


def test_nobody_is_that_old_in_the_first_years() -> None:
    assert latest_birth(100, date(50, 1, 1)) is None
    assert birth_bounds(100, 120, date(50, 1, 1)) is None
    assert birth_bounds(0, 120, date(50, 1, 1)) == (date.min, date(50, 1, 1))


@given(birth=days, day=days, low=ages, high=ages)
def test_bounds_on_the_birth_date_ask_the_same_as_the_age(birth: date, day: date, low: int, high: int) -> None:
    bounds = birth_bounds(low, high, day)

    assert bounds is not None
    assert (bounds[0] <= birth <= bounds[1]) is (low <= age_on(birth, day) <= high)


@given(birth=days, years=ages)
def test_the_birthday_is_the_first_day_of_an_age(birth: date, years: int) -> None:
    day = birthday(birth, years)

    assert day is not None
    assert (age_on(birth, day - timedelta(days=1)), age_on(birth, day)) == (years - 1, years)

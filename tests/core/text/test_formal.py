"""Dates and amounts on official papers."""

from datetime import date

import pytest

from appealdesk.core.money import Money
from appealdesk.core.text.formal import formal_amount, formal_date


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2022, 3, 2), "令和4年(2022年)3月2日"),
        (date(2019, 5, 1), "令和元年(2019年)5月1日"),
        (date(2019, 4, 30), "平成31年(2019年)4月30日"),
        (date(1989, 1, 8), "平成元年(1989年)1月8日"),
        (date(1989, 1, 7), "昭和64年(1989年)1月7日"),
        (date(1926, 12, 24), "1926年12月24日"),
    ],
)
def test_a_japanese_date_has_its_era(day: date, written: str) -> None:
    assert formal_date(day, "ja") == written


def test_other_languages_write_the_day_out() -> None:
    day = date(2022, 3, 2)

    assert formal_date(day, "en") == "2 March 2022"
    assert formal_date(day, "en", locale="en_US") == "March 2, 2022"
    assert formal_date(day, "uk") == "2 березня 2022\u202fр."


def test_a_japanese_sum_is_closed_on_both_sides() -> None:
    assert formal_amount(Money(100_000, "JPY"), "ja") == "金 ¥100,000 也"
    assert formal_amount(Money(86_800, "USD"), "ja") == "金 US$868.00 也"


def test_elsewhere_the_exact_sum_stands() -> None:
    assert formal_amount(Money(86_800, "USD"), "en") == "US$868.00"
    assert formal_amount(Money(100_000, "JPY"), "uk") == "100\u00a0000\u00a0¥"

"""Amounts as people type them: every culture's marks, and nothing that can be read in two ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appealdesk.core.money import LARGEST_MINOR, Money, MoneyError, format_money, parse_minor
from appealdesk.core.typed_money import parse_typed


@pytest.mark.parametrize(
    ("typed", "currency", "minor"),
    [
        ("10000", "JPY", 10_000),
        (" 10,000 ", "JPY", 10_000),
        ("１０，０００", "JPY", 10_000),
        ("１０　０００円", "JPY", 10_000),
        ("￥10,000", "JPY", 10_000),
        ("10000.00", "JPY", 10_000),
        ("1.234.567", "JPY", 1_234_567),
        ("12,50", "EUR", 1_250),
        ("12.5", "EUR", 1_250),
        ("１２．５０", "EUR", 1_250),
        ("1.234,50 €", "EUR", 123_450),
        ("1,234.50", "EUR", 123_450),
        ("12,500", "EUR", 1_250_000),
        ("1'234’567.89", "EUR", 123_456_789),
        ("10 000 грн.", "UAH", 1_000_000),
        ("10\u00a0000,50₴", "UAH", 1_000_050),
        ("US$868", "USD", 86_800),
        ("868 usd", "USD", 86_800),
        ("1.234", "KWD", 1_234),
        ("١٢٣", "JPY", 123),
    ],
)
def test_an_amount_is_read_as_its_culture_writes_it(typed: str, currency: str, minor: int) -> None:
    assert parse_typed(typed, currency) == minor


@pytest.mark.parametrize(
    ("typed", "currency"),
    [
        ("", "JPY"),
        ("a lot", "JPY"),
        ("1万", "JPY"),
        ("-100", "JPY"),
        ("10.000", "JPY"),
        ("12,50", "JPY"),
        ("12.500", "EUR"),
        ("12 50", "EUR"),
        ("1,0000", "JPY"),
        ("1,234,56", "EUR"),
        ("1,234,567,89", "EUR"),
        ("1.2.3", "EUR"),
        ("€12", "USD"),
        (".50", "EUR"),
        ("½", "EUR"),
        ("1e5", "JPY"),
        ("9" * 61, "JPY"),
        ("1" + "0" * 18, "JPY"),
    ],
)
def test_what_can_be_read_in_two_ways_or_in_none_is_refused(typed: str, currency: str) -> None:
    with pytest.raises(MoneyError):
        parse_typed(typed, currency)


@given(
    st.integers(0, LARGEST_MINOR),
    st.sampled_from(["JPY", "USD", "EUR", "GBP", "UAH"]),
    st.sampled_from(["en", "uk"]),
)
def test_whatever_we_show_is_read_back(minor: int, currency: str, language: str) -> None:
    assert parse_typed(format_money(Money(minor, currency), language), currency) == minor


@given(st.text("0123456789., '０９，．￥¥円", max_size=14))
def test_nothing_is_read_that_was_not_typed(typed: str) -> None:
    try:
        minor = parse_typed(typed, "JPY")
    except MoneyError:
        return
    digits = "".join(str(int(letter)) for letter in typed if letter.isdecimal())
    assert minor in {parse_minor(digits, "JPY"), parse_minor(digits, "JPY") // 10, parse_minor(digits, "JPY") // 100}

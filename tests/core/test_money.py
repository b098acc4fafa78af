"""Money: exponents, exact parsing, no mixing, and how three cultures write a sum."""

import operator
from collections.abc import Callable
from decimal import ROUND_DOWN, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appealdesk.core.money import (
    CURRENCIES,
    LARGEST_MINOR,
    Money,
    MoneyError,
    exponent_of,
    format_money,
    format_money_round,
    money_from_decimal,
    parse_minor,
    parse_money,
)

amounts = st.integers(-LARGEST_MINOR, LARGEST_MINOR)
currencies = st.sampled_from(sorted(CURRENCIES))


@pytest.mark.parametrize(
    ("currency", "places"),
    [("JPY", 0), ("USD", 2), ("UAH", 2), ("HUF", 2), ("KWD", 3), ("CLF", 4), ("IQD", 3)],
)
def test_exponents_follow_iso_4217(currency: str, places: int) -> None:
    assert exponent_of(currency) == places


@pytest.mark.parametrize("code", ["", "jpy", "XXX", "EURO", "¥"])
def test_an_unknown_currency_is_refused(code: str) -> None:
    with pytest.raises(MoneyError, match="ISO 4217"):
        Money(1, code)


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("868.00", "USD", 86800),
        ("868", "USD", 86800),
        ("-15.5", "USD", -1550),
        ("+0.01", "EUR", 1),
        ("100000", "JPY", 100000),
        ("100000.00", "JPY", 100000),
        ("1.234", "KWD", 1234),
        ("7.", "EUR", 700),
    ],
)
def test_decimal_text_becomes_minor_units(text: str, currency: str, minor: int) -> None:
    assert parse_money(text, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 1",
        "1 ",
        "1,000",
        "1e3",
        "１００",
        "NaN",
        "0.001",
        ".5",
        "--1",
        "1.0.0",
        "1_000",
        "9" * 19,
        "9" * 50,
    ],
)
def test_text_that_is_no_exact_amount_is_refused(text: str) -> None:
    with pytest.raises(MoneyError):
        parse_money(text, "USD")


def test_marks_are_read_only_as_named() -> None:
    assert parse_minor("1.234.567,5", "EUR", decimal_mark=",", group_mark=".") == 123456750
    assert parse_minor("100,000", "JPY", group_mark=",") == 100000


@pytest.mark.parametrize("text", ["1,00", "10,0000", ",100", "1,,000"])
def test_a_group_mark_in_the_wrong_place_is_refused(text: str) -> None:
    with pytest.raises(MoneyError):
        parse_minor(text, "JPY", group_mark=",")


@given(minor=amounts, currency=currencies)
def test_the_decimal_text_of_money_reads_back_as_itself(minor: int, currency: str) -> None:
    money = Money(minor, currency)

    assert parse_money(f"{money.decimal:f}", currency) == money
    assert money_from_decimal(money.decimal, currency) == money


@pytest.mark.parametrize(
    "combine",
    [operator.add, operator.sub, operator.lt, operator.le, operator.gt, operator.ge],
)
def test_two_currencies_never_mix(combine: Callable[[Money, Money], object]) -> None:
    with pytest.raises(MoneyError, match="cannot be mixed"):
        combine(Money(1, "JPY"), Money(1, "USD"))


def test_arithmetic_within_one_currency() -> None:
    ten, three = Money(10, "JPY"), Money(3, "JPY")

    assert (ten + three, ten - three, -three, three * 4) == (
        Money(13, "JPY"),
        Money(7, "JPY"),
        Money(-3, "JPY"),
        Money(12, "JPY"),
    )
    assert (three < ten, three <= three, three > ten, ten >= three) == (True, True, False, True)
    assert (bool(ten), bool(Money(0, "JPY"))) == (True, False)


def test_a_sum_that_the_database_cannot_hold_is_refused() -> None:
    with pytest.raises(MoneyError, match="too large"):
        Money(LARGEST_MINOR, "JPY") + Money(1, "JPY")


def test_decimals_are_rounded_by_the_named_rule() -> None:
    assert money_from_decimal(Decimal("1.005"), "USD") == Money(100, "USD")
    assert money_from_decimal(Decimal("1.009"), "USD", ROUND_DOWN) == Money(100, "USD")
    with pytest.raises(MoneyError):
        money_from_decimal(Decimal("Infinity"), "USD")


@pytest.mark.parametrize(
    ("money", "language", "text"),
    [
        (Money(100_000, "JPY"), "ja", "100,000円"),
        (Money(100_000, "JPY"), "en", "¥100,000"),
        (Money(100_000, "JPY"), "uk", "100\u00a0000\u00a0¥"),
        (Money(86_800, "USD"), "ja", "868.00米ドル"),
        (Money(86_800, "USD"), "en", "US$868.00"),
        (Money(86_800, "USD"), "uk", "868,00\u00a0$"),
        (Money(123_450, "EUR"), "ja", "1,234.50ユーロ"),
        (Money(123_450, "UAH"), "uk", "1\u00a0234,50\u00a0₴"),
        (Money(123_450, "UAH"), "en", "UAH\u00a01,234.50"),
        (Money(-1500, "USD"), "en", "−US$15.00"),
        (Money(100, "HUF"), "en", "HUF\u00a01.00"),
        (Money(0, "JPY"), "ja", "0円"),
    ],
)
def test_exact_sums_are_written_as_the_culture_writes_them(money: Money, language: str, text: str) -> None:
    assert format_money(money, language) == text


@pytest.mark.parametrize(
    ("money", "language", "text"),
    [
        (Money(1_960_000_000, "JPY"), "en", "1,960\u00a0million yen"),
        (Money(1_960_000_000, "JPY"), "ja", "19億6,000万円"),
        (Money(1_960_000_000, "JPY"), "uk", "1\u00a0960\u00a0мільйонів єн"),
        (Money(1_699_532_001, "USD"), "en", "17.0\u00a0million US dollars"),
        (Money(1_699_532_001, "USD"), "ja", "1,700万米ドル"),
        (Money(1_699_532_001, "USD"), "uk", "17,0\u00a0мільйона доларів США"),
        (Money(121_000_000, "JPY"), "uk", "121\u00a0мільйон єн"),
        (Money(122_000_000, "JPY"), "uk", "122\u00a0мільйони єн"),
        (Money(112_000_000, "JPY"), "uk", "112\u00a0мільйонів єн"),
        (Money(111_000_000, "JPY"), "uk", "111\u00a0мільйонів єн"),
        (Money(1_200_000_000_000, "JPY"), "ja", "1兆2,000億円"),
        (Money(999_999, "JPY"), "en", "1.0\u00a0million yen"),
        (Money(900_000, "JPY"), "en", "¥900,000"),
        (Money(-250_000_000, "JPY"), "ja", "−2億5,000万円"),
    ],
)
def test_big_sums_are_rounded_into_words(money: Money, language: str, text: str) -> None:
    assert format_money_round(money, language) == text


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(MoneyError, match="'fr'"):
        format_money(Money(1, "JPY"), "fr")


@given(
    minor=amounts,
    currency=st.sampled_from(["JPY", "USD", "EUR", "UAH", "KWD", "HUF"]),
    language=st.sampled_from(["ja", "en", "uk"]),
)
def test_an_exact_sum_keeps_every_digit_and_never_breaks(minor: int, currency: str, language: str) -> None:
    text = format_money(Money(minor, currency), language)

    digits = "".join(letter for letter in text if letter.isdigit())
    assert int(digits) == abs(minor)
    if language != "ja":
        assert " " not in text

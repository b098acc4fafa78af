"""Exchange rates: the published files, cross rates, and conversions that can be repeated."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appealdesk.core.exchange import (
    BOJ,
    ECB,
    NBU,
    CrossRate,
    ExchangeRate,
    RateMissing,
    RatesRefused,
    RateTable,
    convert,
    cross_rate,
    rate_sentence,
    read_boj_json,
    read_ecb_csv,
    read_ecb_xml,
    read_nbu_json,
)
from appealdesk.core.money import Money

FX = Path(__file__).parents[1] / "data" / "fx"
ECB_CSV = (FX / "ecb_eurofxref-hist_2022-02-14_2022-04-01.csv").read_bytes()
ECB_XML = (FX / "ecb_eurofxref_2022-03-02_RECONSTRUCTED.xml").read_bytes()
BOJ_JSON = (FX / "boj_FM08_FXERD04_202603.json").read_bytes()
SECOND_OF_MARCH = date(2022, 3, 2)

readers = pytest.mark.parametrize("reader", [read_ecb_csv, read_ecb_xml, read_boj_json, read_nbu_json])


@pytest.fixture(scope="module")
def table() -> RateTable:
    return RateTable((*read_ecb_csv(ECB_CSV), *read_boj_json(BOJ_JSON)))


def test_the_csv_and_the_envelope_of_one_day_agree() -> None:
    of_the_day = {rate for rate in read_ecb_csv(ECB_CSV) if rate.on == SECOND_OF_MARCH}

    from_xml = {rate for rate in read_ecb_xml(ECB_XML) if rate.on == SECOND_OF_MARCH}

    assert from_xml == of_the_day
    assert ExchangeRate(source=ECB, on=SECOND_OF_MARCH, base="EUR", quote="JPY", value=Decimal("128.08")) in from_xml


def test_the_bank_of_japan_publishes_yen_per_dollar_and_null_on_days_off() -> None:
    rates = read_boj_json(BOJ_JSON)

    assert rates[0] == ExchangeRate(source=BOJ, on=date(2026, 3, 2), base="USD", quote="JPY", value=Decimal("156.99"))
    assert len(rates) == 19


def test_the_national_bank_of_ukraine_publishes_hryvnias() -> None:
    answer = (
        b'[{"r030":840,"txt":"\xd0\x94\xd0\xbe\xd0\xbb\xd0\xb0\xd1\x80",'
        b'"rate":29.2549,"cc":"USD","exchangedate":"02.03.2022"}]'
    )

    assert read_nbu_json(answer) == (
        ExchangeRate(source=NBU, on=SECOND_OF_MARCH, base="USD", quote="UAH", value=Decimal("29.2549")),
    )


def test_the_total_of_the_appeal_is_about_seventeen_million_dollars(table: RateTable) -> None:
    total = Money(1_960_000_000, "JPY")

    conversion = convert(total, "USD", table, SECOND_OF_MARCH)

    # 1.1106 / 128.08 to twelve digits, and the product rounded to cents.
    assert conversion.rate == Decimal("0.00867114303560")
    assert conversion.amount == Money(1_699_544_035, "USD")
    assert (conversion.source, conversion.rate_on, conversion.days_earlier) == (ECB, SECOND_OF_MARCH, 0)
    assert conversion.rounding == "half-even to the minor unit"
    assert rate_sentence(conversion, "en") == "1 USD = 115.33 JPY (European Central Bank, 2 March 2022)."


def test_a_weekend_takes_the_last_earlier_fix_and_says_so(table: RateTable) -> None:
    sunday = date(2022, 3, 6)

    conversion = convert(Money(100_000, "JPY"), "EUR", table, sunday)

    assert (conversion.rate_on, conversion.asked_on, conversion.days_earlier) == (date(2022, 3, 4), sunday, 2)
    assert rate_sentence(conversion, "en").endswith(
        "No rate was fixed on 6 March 2022, so the last one before it is used."
    )
    assert "2022年3月6日の相場はないため" in rate_sentence(conversion, "ja")
    assert "На 6 березня 2022" in rate_sentence(conversion, "uk")


def test_a_later_fix_is_never_used(table: RateTable) -> None:
    with pytest.raises(RateMissing, match="2022-02-13"):
        convert(Money(1, "EUR"), "USD", table, date(2022, 2, 13))


def test_the_rouble_has_no_rate_once_its_last_fix_is_old(table: RateTable) -> None:
    assert convert(Money(100, "EUR"), "RUB", table, date(2022, 3, 10)).rate_on == date(2022, 3, 1)
    with pytest.raises(RateMissing, match="from EUR to RUB"):
        convert(Money(100, "EUR"), "RUB", table, date(2022, 3, 31))


def test_the_hryvnia_is_not_among_the_ecb_rates(table: RateTable) -> None:
    with pytest.raises(RateMissing, match="JPY to UAH"):
        convert(Money(1, "JPY"), "UAH", table, SECOND_OF_MARCH)


def test_the_next_source_is_asked_where_the_first_knows_nothing(table: RateTable) -> None:
    conversion = convert(Money(15_699, "JPY"), "USD", table, date(2026, 3, 2))

    assert (conversion.source, conversion.amount) == (BOJ, Money(10_000, "USD"))


def test_the_same_currency_is_left_alone(table: RateTable) -> None:
    conversion = convert(Money(5, "JPY"), "JPY", table, SECOND_OF_MARCH)

    assert (conversion.amount, conversion.rate, rate_sentence(conversion, "en")) == (
        Money(5, "JPY"),
        Decimal(1),
        "",
    )


def test_a_straight_rate_is_kept_digit_by_digit(table: RateTable) -> None:
    assert cross_rate(table, "EUR", "JPY", SECOND_OF_MARCH, ECB) == CrossRate(
        source=ECB, on=SECOND_OF_MARCH, base="EUR", quote="JPY", value=Decimal("128.08")
    )


@given(minor=st.integers(-(10**12), 10**12), pair=st.permutations(["JPY", "USD", "EUR", "GBP", "UAH"]))
def test_there_and_back_loses_no_more_than_the_rounding(minor: int, pair: list[str]) -> None:
    fixes = {"JPY": "128.08", "USD": "1.1106", "GBP": "0.83316", "UAH": "33.1"}
    rates = RateTable(
        ExchangeRate(source=ECB, on=SECOND_OF_MARCH, base="EUR", quote=code, value=Decimal(fix))
        for code, fix in fixes.items()
    )
    money = Money(minor, pair[0])

    away = convert(money, pair[1], rates, SECOND_OF_MARCH)
    back = convert(away.amount, pair[0], rates, SECOND_OF_MARCH)

    # Half a minor unit each way, and twelve digits of rate on sums of up to ten thousand million.
    tolerance = back.rate * Decimal(10) ** (-2 if pair[1] != "JPY" else 0) + abs(money.decimal) / 10**11
    assert abs(back.amount.decimal - money.decimal) <= tolerance + Decimal(1)


@pytest.mark.parametrize(
    ("reader", "data", "reason"),
    [
        (read_ecb_csv, b"", "begins with the heading Date"),
        (read_ecb_csv, b"<html>", "begins with the heading Date"),
        (read_ecb_csv, b"Date,USD\n", "no rate at all"),
        (read_ecb_csv, b"Date,USD,JPY\n2022-03-02,1.1", "Line 2: 2 columns"),
        (read_ecb_csv, b"Date,USD\n2022-13-02,1.1", "Line 2: '2022-13-02' is not a date"),
        (read_ecb_csv, b"Date,USD\n2022-03-02,-1.1", "Line 2: '-1.1' is not a rate for EUR/USD"),
        (read_ecb_csv, b"Date,USD\n2022-03-02,NaN", "is not a rate"),
        (read_ecb_csv, b"Date,USD\n2022-03-02,1\n2022-03-02,2", "EUR/USD of 2022-03-02 occurs twice"),
        (read_ecb_csv, b"Date,usd\n2022-03-02,1", "not a currency code"),
        (read_ecb_csv, "Date,USD\n２".encode(), "not the comma-separated text"),
        (read_ecb_xml, b"<a", "not a whole XML document"),
        (read_ecb_xml, b"<a/>", "no rate at all"),
        (read_ecb_xml, b'<a><Cube time="x"/></a>', "Line 1: 'x' is not a date"),
        (read_boj_json, b"<html>maintenance</html>", "not JSON"),
        (read_boj_json, b'{"STATUS":500}', "no STATUS 200"),
        (read_boj_json, BOJ_JSON.replace(b'NEXTPOSITION":null', b'NEXTPOSITION":9'), "not complete"),
        (read_boj_json, BOJ_JSON.replace(b"Yen per", b"Won per"), "not in yen per"),
        (read_boj_json, BOJ_JSON.replace(b"[null,156.99,", b"[156.99,"), "31 days but 30 values"),
        (read_boj_json, BOJ_JSON.replace(b"156.99", b'"156.99"'), "is not a rate"),
        (read_nbu_json, b"{}", "not a list"),
        (read_nbu_json, b"[[]]", "Item 1: not an object"),
        (read_nbu_json, b"[" * 100_000, "not JSON"),
    ],
)
def test_a_file_that_is_not_as_published_is_refused(
    reader: Callable[[bytes], object], data: bytes, reason: str
) -> None:
    with pytest.raises(RatesRefused, match=reason):
        reader(data)


def test_an_entity_is_never_read_from_the_disk() -> None:
    hostile = ECB_XML.replace(
        b"<gesmes:Envelope", b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]><gesmes:Envelope', 1
    ).replace(b"<gesmes:name>European", b"<gesmes:name>&f;European")

    assert read_ecb_xml(hostile) == read_ecb_xml(ECB_XML)


@readers
@given(data=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(reader: Callable[[bytes], object], data: bytes) -> None:
    try:
        reader(data)
    except RatesRefused:
        return
    pytest.fail("Three hundred random bytes are no rates.")


@given(cut=st.integers(0, len(BOJ_JSON) - 5))
def test_a_cut_answer_is_refused(cut: int) -> None:
    with pytest.raises(RatesRefused):
        read_boj_json(BOJ_JSON[:cut])

"""Loading a central bank's rates."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from appealdesk.appeals.actions.load import load_rates
from appealdesk.appeals.models import ExchangeRate
from appealdesk.appeals.queries.rates import rate_table
from appealdesk.core.exchange import ECB, RateMissing, convert
from appealdesk.core.money import Money
from appealdesk.foundation.refusals import Refusal
from tests.people.cast import SYSTEM, audited

RATES = Path(__file__).parents[2] / "data" / "fx"
HISTORY = (RATES / "ecb_eurofxref-hist_2022-02-14_2022-04-01.csv").read_bytes()
NOW = datetime(2022, 4, 2, 9, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def test_rates_are_loaded_once() -> None:
    first = load_rates(actor=SYSTEM, now=NOW, data=HISTORY, format="ecb-csv")

    again = load_rates(actor=SYSTEM, now=NOW, data=HISTORY, format="ecb-csv")

    assert (first.new, again.read, again.new) == (first.read, first.read, 0)
    assert ExchangeRate.objects.count() == first.read
    assert audited("rates.loaded") == [("system:system", "ecb-csv")] * 2


def test_a_published_rate_is_found_by_source_and_day() -> None:
    load_rates(actor=SYSTEM, now=NOW, data=HISTORY, format="ecb-csv")

    converted = convert(
        Money(1_960_000_000, "JPY"), "USD", rate_table(source=ECB, upto=date(2022, 3, 2)), date(2022, 3, 2)
    )

    assert (converted.rate_on, converted.source) == (date(2022, 3, 2), ECB)
    assert 16_900_000_00 < converted.amount.amount_minor < 17_100_000_00


def test_a_weekend_takes_the_last_fix_before_it() -> None:
    load_rates(actor=SYSTEM, now=NOW, data=HISTORY, format="ecb-csv")
    sunday = date(2022, 3, 6)

    converted = convert(Money(100_000, "JPY"), "USD", rate_table(source=ECB, upto=sunday), sunday)

    assert (converted.asked_on, converted.rate_on) == (sunday, date(2022, 3, 4))


def test_later_rates_are_not_known_earlier() -> None:
    load_rates(actor=SYSTEM, now=NOW, data=HISTORY, format="ecb-csv")
    early = date(2022, 2, 1)

    with pytest.raises(RateMissing):
        convert(Money(100_000, "JPY"), "USD", rate_table(source=ECB, upto=early), early)


def test_the_bank_of_japan_is_read_too() -> None:
    data = (RATES / "boj_FM08_FXERD04_202603.json").read_bytes()

    loaded = load_rates(actor=SYSTEM, now=NOW, data=data, format="boj-json")

    row = ExchangeRate.objects.filter(base="USD", quote="JPY").order_by("on").first()
    assert loaded.new == ExchangeRate.objects.count() > 0
    assert row is not None
    assert Decimal(80) < row.value < Decimal(250)


@pytest.mark.parametrize(
    ("data", "format", "code"),
    [
        (b"", "ecb-csv", "appeals.rates_refused"),
        (b"<html>", "ecb-xml", "appeals.rates_refused"),
        (HISTORY, "ecb-xml", "appeals.rates_refused"),
        (HISTORY, "ods", "appeals.rates_format"),
    ],
)
def test_what_is_no_file_of_rates_is_refused(data: bytes, format: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        load_rates(actor=SYSTEM, now=NOW, data=data, format=format)

    assert refused.value.code == code
    assert ExchangeRate.objects.count() == 0

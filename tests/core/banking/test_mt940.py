"""MT940: signs of reversals, structured details, and the balances that have to hold."""

from datetime import date
from pathlib import Path

import pytest

from appealdesk.core.banking.mt940 import read_mt940
from appealdesk.core.banking.shapes import LineKind, Statement, StatementRefused

BANK = Path(__file__).parents[2] / "data" / "bank"
SAMPLE = (BANK / "mt940_RECONSTRUCTED.sta").read_bytes()


def read_one(data: bytes) -> Statement:
    (statement,) = read_mt940(data)
    return statement


def test_lines_are_read_with_payer_and_reference() -> None:
    statement = read_one(SAMPLE)

    assert (statement.account, statement.currency) == ("37040044/0532013000EUR", "EUR")
    assert (statement.opening_minor, statement.closing_minor, statement.total_minor) == (100_000, 187_250, 87_250)
    assert [(line.amount_minor, line.payer, line.reference) for line in statement.lines] == [
        (40_000, "Mueller, Joerg", "DON-7F3K-2"),
        (50_000, "Olena Kovalenko", "RF18539007547034"),
        (-2_750, "", ""),
    ]


def test_a_reversed_credit_takes_money_out() -> None:
    reversed_credit = read_one(SAMPLE).lines[2]

    assert (reversed_credit.amount_minor, reversed_credit.reversal, reversed_credit.kind) == (
        -2_750,
        True,
        LineKind.RETURN,
    )
    assert (reversed_credit.booked, reversed_credit.value) == (date(2022, 3, 2), date(2022, 3, 1))


def test_a_reversed_debit_brings_money_back() -> None:
    data = SAMPLE.replace(b"RC27,50", b"RD27,50").replace(b"1872,50", b"1927,50")

    assert [(line.amount_minor, line.reversal) for line in read_one(data).lines][2] == (2_750, True)


def test_the_booking_day_crosses_the_year() -> None:
    data = SAMPLE.replace(b":61:2203010302", b":61:2112310102").replace(b"C220302EUR1000", b"C211230EUR1000")

    returned = read_one(data).lines[2]

    assert (returned.value, returned.booked) == (date(2021, 12, 31), date(2022, 1, 2))


def test_following_days_are_joined() -> None:
    second = SAMPLE.replace(b"EUR1872,50", b"EUR2745,00").replace(b"EUR1000,00", b"EUR1872,50")

    joined = read_one(SAMPLE + second)

    assert (joined.count, joined.opening_minor, joined.closing_minor) == (6, 100_000, 274_500)


def test_letters_of_older_banks_are_read() -> None:
    data = SAMPLE.replace(b"Mueller, Joerg", "Müller, Jörg".encode("iso-8859-1"))

    assert read_one(data).lines[0].payer == "Müller, Jörg"


def test_a_name_of_a_file_is_text_and_never_opened() -> None:
    with pytest.raises(StatementRefused, match="no field :20:"):
        read_mt940(b"/etc/hostname")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b"CR400,00", b"CR400,01", "The closing balance is 187250 but opening balance and lines give 187251"),
        (b"CR400,00", b"XX400,00", "not as SWIFT lays it out"),
        (b"CR400,00", b"CR400.00", "Line 5, field 61: The field is not as SWIFT lays it out"),
        (b"EUR1000,00", b"EUR1000", "Line 4, field 60F: The field is not as SWIFT lays it out"),
        (b":28C:", b":60F:C220302EUR1,00\r\n:28C:", "Line 5, field 60F: The field stands twice in one statement"),
        (b"CR400,00", b"CR4,0,0", "not as SWIFT lays it out"),
        (b"CR400,00", b"CR400,001", "more decimal places than EUR knows"),
        (b":62F:", b":62X:", "The balance of field 62F is missing"),
        (b":60F:", b":60X:", "The balance of field 60F is missing"),
        (b":25:37040044/0532013000EUR\r\n", b"", "field 25: The account is missing"),
        (b":62F:C220302EUR", b":62F:C220302USD", "The opening balance is in EUR, the closing one in USD"),
        (b"C220302EUR1000,00", b"C221302EUR1000,00", "not as SWIFT lays it out"),
        (b"NTRFDON-7F3K-2//2022030200000001", b"", "Line 5, field 61: The field is not as SWIFT lays it out"),
        (b":20:", b":21:", "no field :20:"),
        (b"EUR", b"ZZZ", "'ZZZ' is not a currency code"),
    ],
)
def test_a_file_that_does_not_hold_together_is_refused(old: bytes, new: bytes, reason: str) -> None:
    assert old in SAMPLE

    with pytest.raises(StatementRefused) as caught:
        read_mt940(SAMPLE.replace(old, new))

    assert reason in str(caught.value)


def test_what_payers_wrote_never_reaches_a_log(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(StatementRefused):
        read_mt940(SAMPLE.replace(b":61:2203020302CR400", b":61:22X3020302CR400"))

    assert (caplog.text, capfd.readouterr()) == ("", ("", ""))

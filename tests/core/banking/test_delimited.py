"""CSV: each profile as its bank writes, days of two countries never mixed up, and balances that follow."""

from datetime import date
from pathlib import Path

import pytest

from appealdesk.core.banking.delimited import PROFILES, read_delimited
from appealdesk.core.banking.shapes import LineKind, Statement, StatementRefused

BANK = Path(__file__).parents[2] / "data" / "bank"
UK = (BANK / "uk_generic_RECONSTRUCTED.csv").read_bytes()
US = (BANK / "us_generic_RECONSTRUCTED.csv").read_bytes()
SMBC = (BANK / "jp_smbc_style_RECONSTRUCTED_cp932.csv").read_bytes()
ANSER = (BANK / "jp_corporate_ANSER_style_RECONSTRUCTED_cp932.csv").read_bytes()


def read_one(data: bytes, profile: str) -> Statement:
    (statement,) = read_delimited(data, PROFILES[profile])
    return statement


def refusal(data: bytes, profile: str) -> str:
    with pytest.raises(StatementRefused) as caught:
        read_delimited(data, PROFILES[profile])
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "profile", "lines"),
    [
        (UK, "uk-generic", [(date(2022, 3, 2), 66_000, "KEIKO AOKI", "DON-7F3K-2", LineKind.TRANSFER)]),
        (US, "us-generic", [(date(2022, 3, 1), 86_800, "KEIKO AOKI", "DON-7F3K-2", LineKind.TRANSFER)]),
        (
            SMBC,
            "smbc",
            [
                (date(2022, 3, 1), 100_000, "ｱｵｷ ｹｲｺ", "", LineKind.TRANSFER),
                (date(2022, 3, 2), -440, "", "", LineKind.FEE),
            ],
        ),
        (ANSER, "anser", [(date(2022, 3, 1), 100_000, "ｱｵｷ ｹｲｺ", "", LineKind.TRANSFER)]),
    ],
)
def test_each_profile_reads_its_bank(
    data: bytes, profile: str, lines: list[tuple[date, int, str, str, LineKind]]
) -> None:
    statement = read_one(data, profile)

    assert [
        (line.booked, line.amount_minor, line.payer, line.reference, line.kind) for line in statement.lines
    ] == lines


def test_balances_come_from_the_first_and_the_last_row() -> None:
    statement = read_one(SMBC, "smbc")

    assert (statement.opening_minor, statement.closing_minor) == (500_000, 599_560)
    assert (statement.period_start, statement.period_end) == (date(2022, 3, 1), date(2022, 3, 2))


def test_rows_that_run_backwards_are_put_in_order() -> None:
    heading, first, second = SMBC.splitlines()

    assert read_one(b"\r\n".join([heading, second, first]), "smbc") == read_one(SMBC, "smbc")


def test_the_account_column_names_the_account() -> None:
    assert read_one(ANSER, "anser").account == "本店 普通 1234567"
    assert read_one(UK, "uk-generic").account == ""


def test_two_accounts_in_one_file_are_two_statements() -> None:
    other = ANSER.splitlines()[1].replace(b"1234567", b"7654321")

    statements = read_delimited(ANSER.rstrip() + b"\r\n" + other, PROFILES["anser"])

    assert [statement.account for statement in statements] == ["本店 普通 1234567", "本店 普通 7654321"]


def test_equal_rows_have_their_own_references() -> None:
    row = b"02/03/2022,FPI,KEIKO AOKI DON-7F3K-2,,5.00,"

    statement = read_one(UK.splitlines()[0] + b"\n" + row + b"\n" + row, "uk-generic")

    assert [line.bank_reference for line in statement.lines] == [
        "20220302/e6a7dffbe37f/500",
        "20220302/e6a7dffbe37f/500#2",
    ]
    assert (statement.opening_minor, statement.closing_minor) == (None, None)


def test_an_american_day_is_no_british_day() -> None:
    assert "is not a date as uk-generic files write it" in refusal(
        UK.replace(b"02/03/2022", b"03/13/2022"), "uk-generic"
    )
    assert "is not a date as us-generic files write it" in refusal(
        US.replace(b"03/01/2022", b"13/03/2022"), "us-generic"
    )


@pytest.mark.parametrize(
    ("data", "profile", "reason"),
    [
        (UK, "us-generic", "Line 1: The headings are not those of us-generic"),
        (SMBC, "anser", "Line 1: The headings are not those of anser"),
        (SMBC.decode("cp932").encode("utf-8"), "smbc", "Line 1"),
        (UK.replace("£1,660.00".encode(), "£1,66.00".encode()), "uk-generic", "Line 2, Balance: '1,66.00'"),
        (UK.replace(b",,", b",1.00,"), "uk-generic", "Just one of Paid in and Paid out must be filled"),
        (UK.replace("£660.00".encode(), b"-660.00"), "uk-generic", "has a sign"),
        (SMBC.replace(b"599560", b"599561"), "smbc", "Line 3, balance: The balance does not follow"),
        (SMBC.replace(b"599560", b""), "smbc", "Line 3, balance: The balance is blank here"),
        (SMBC.replace(b"2022/3/1", b"2022/3/3"), "smbc", "the days run back and forth"),
        (UK + b"02/03/2022,FPI", "uk-generic", "Line 3: The row has 2 cells, but there are 6 headings"),
        (UK.splitlines()[0], "uk-generic", "Line 1: The file has headings but no row"),
        (UK + b'02/03/2022,FPI,"open', "uk-generic", "The quoting is broken"),
        (b"", "uk-generic", "The headings are not those of uk-generic"),
    ],
)
def test_a_file_that_does_not_hold_together_is_refused(data: bytes, profile: str, reason: str) -> None:
    assert reason in refusal(data, profile)

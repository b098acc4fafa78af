"""Zengin 03: movements with their balances, and what a bank may leave out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appealdesk.core.banking.shapes import LineKind, StatementRefused
from appealdesk.core.banking.zengin import read_zengin
from tests.core.banking.zengin_files import TODAY, TYPE_03, read_one, refusal


def test_movements_are_read_with_their_balances() -> None:
    statement = read_one(TYPE_03)

    assert statement.account == "9999-001-1-1234567"
    assert (statement.opening_minor, statement.closing_minor, statement.total_minor) == (500_000, 619_560, 119_560)
    assert [(line.amount_minor, line.kind, line.payer, line.text) for line in statement.lines] == [
        (100_000, LineKind.TRANSFER, "ｱｵｷ ｹｲｺ", "ﾌﾘｺﾐ"),
        (20_000, LineKind.CASH, "", "ｹﾞﾝｷﾝ"),
        (-440, LineKind.SWITCH, "", "ﾃｽｳﾘﾖｳ"),
    ]


def test_movements_may_come_without_balances() -> None:
    blank = bytearray(TYPE_03)
    blank[113:129] = b" " * 16
    blank[800 + 39 : 800 + 54] = b"0" * 15

    statement = read_one(bytes(blank))

    assert (statement.opening_minor, statement.closing_minor, statement.total_minor) == (None, None, 119_560)


def test_a_balance_without_its_sign_is_refused() -> None:
    assert TYPE_03[113:114] == b"1"
    unsigned = TYPE_03[:113] + b" " + TYPE_03[114:]

    assert "overdraft flag: Overdraft flag and balance must both be given" in str(refusal(unsigned))


def test_an_overdrawn_account_has_a_negative_balance() -> None:
    overdrawn = bytearray(TYPE_03)
    overdrawn[113:114] = b"2"
    overdrawn[800 + 39 : 800 + 54] = b"2" + b"00000000380440"

    statement = read_one(bytes(overdrawn))

    assert (statement.opening_minor, statement.closing_minor) == (-500_000, -380_440)


def test_a_contract_number_of_money_out_is_no_payer() -> None:
    contract = bytearray(TYPE_03)
    start = 3 * 200 + 80
    contract[start : start + 8] = b"12345678"

    assert read_one(bytes(contract)).lines[2].payer == ""


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (
            b"00000619560",
            b"00000619561",
            "closing balance: The trailer says 619,561 but the lines give 619,560",
        ),
        (b"000002000000012000", b"000003000000012000", "count in: The trailer says 3 but the lines give 2"),
        (b"0000003  ", b"0000004  ", "count: The trailer says 4 but the lines give 3"),
        (b"90000000006", b"90000000007", "records: The end record says 7 but the file has 6"),
        (b"600001 ", b"600002 ", "accounts: The end record says 2 but the file has 1"),
        (b"040302040302214", b"040302040302314", "in or out: The movement must hold 1 for money in or 2 for money out"),
    ],
)
def test_movements_that_do_not_add_up_are_refused(old: bytes, new: bytes, reason: str) -> None:
    assert TYPE_03.count(old) == 1

    assert reason in str(refusal(TYPE_03.replace(old, new)))


@settings(max_examples=60)
@given(cut=st.integers(0, len(TYPE_03) - 1))
def test_a_cut_file_without_line_ends_is_refused(cut: int) -> None:
    with pytest.raises(StatementRefused):
        read_zengin(TYPE_03[:cut], TODAY)


NUMBERS_03 = [
    113,
    *range(115, 129),
    *(offset + line * 200 for line in range(1, 4) for offset in (21, *range(24, 36))),
    *(offset + 800 for offset in range(1, 61)),
    *(offset + 1000 for offset in range(1, 16)),
]


@given(position=st.sampled_from(NUMBERS_03), byte=st.integers(0, 255))
def test_one_wrong_byte_in_a_number_of_type_03_never_changes_the_money(position: int, byte: int) -> None:
    data = bytearray(TYPE_03)
    data[position] = byte

    try:
        found = read_one(bytes(data))
    except StatementRefused:
        return
    assert found == read_one(TYPE_03)

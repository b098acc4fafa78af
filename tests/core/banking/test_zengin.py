"""Zengin 01: transfers received, read as laid down, and refused whole where a column, a sum or an order is wrong."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appealdesk.core.banking.shapes import LineKind, StatementLine, StatementRefused
from appealdesk.core.banking.zengin import read_zengin
from appealdesk.core.banking.zengin_layout import DATA_01_B, END_01, HEADER_01, TRAILER_01
from appealdesk.core.banking.zengin_write import ZenginTransfer, write_zengin_01
from tests.core.banking.zengin_files import (
    FIRST,
    HEADER,
    SECOND,
    TODAY,
    TYPE_01,
    read_one,
    refusal,
    with_columns,
)


def test_transfers_received_are_read_with_their_account_and_period() -> None:
    statement = read_one(TYPE_01)

    assert (statement.account, statement.holder, statement.bank, statement.currency) == (
        "9999-001-1-1234567",
        "ﾃｽﾄﾀｲｼｶﾝ ｷﾞｴﾝｷﾝ",
        "9999 ﾃｽﾄｷﾞﾝｺｳ ﾎﾝﾃﾝ",
        "JPY",
    )
    assert (statement.period_start, statement.period_end) == (FIRST, SECOND)
    assert (statement.opening_minor, statement.closing_minor) == (None, None)
    assert (statement.count, statement.total_minor) == (6, 1_205_000)


def test_a_transfer_keeps_what_the_bank_wrote() -> None:
    assert read_one(TYPE_01).lines[2] == StatementLine(
        number=3,
        booked=SECOND,
        value=SECOND,
        amount_minor=1_000_000,
        currency="JPY",
        payer="ｶ)ｻｸﾗｼﾖｳｼﾞ",
        payer_code="",
        reference="INV2022-0301",
        bank_reference="20220302/000003/1000000",
        text="ﾐﾂｲｽﾐﾄﾓ ﾏﾙﾉｳﾁ",
        reversal=False,
        kind=LineKind.TRANSFER,
    )


def test_a_cancelled_transfer_takes_the_money_back() -> None:
    credit, cancelled = read_one(TYPE_01).lines[4:]

    assert (credit.amount_minor, credit.reversal) == (3_000, False)
    assert (cancelled.amount_minor, cancelled.reversal, cancelled.payer) == (-3_000, True, credit.payer)
    assert cancelled.bank_reference != credit.bank_reference


def test_what_the_standard_leaves_open_may_be_left_out() -> None:
    blank = with_columns(with_columns(TYPE_01, 2, 2, " " * 6), 8, 20, " " * 18)

    statement = read_one(blank)

    assert statement.total_minor == 1_205_000
    assert statement.lines[0].bank_reference == "20220301/none/100000"


def layout_b_file(narrow: str, wide: str) -> bytes:
    day = ("040302", "040302")
    records = [
        HEADER_01.join("01", "0", "040302", *day, "9999", "ﾃｽﾄ", "001", "ﾎﾝﾃﾝ", "1", "1234567", "ﾃｽﾄ"),
        DATA_01_B.join("1", *day, narrow, "0", "0", "ｱｵｷ", "ﾐｽﾞﾎ", "ｼﾌﾞﾔ", " ", wide, "0", "REF 1"),
        TRAILER_01.join("1", str(int(wide) or int(narrow)), "0", "0"),
        END_01.join(),
    ]
    return "\r\n".join(records).encode("cp932")


@pytest.mark.parametrize(
    ("narrow", "wide", "amount"),
    [("0", "12000000000", 12_000_000_000), ("5000", "5000", 5_000), ("2000000000", "12000000000", 12_000_000_000)],
)
def test_layout_b_has_twelve_digits_for_the_amount(narrow: str, wide: str, amount: int) -> None:
    (line,) = read_one(layout_b_file(narrow, wide)).lines

    assert (line.amount_minor, line.reference) == (amount, "REF 1")


def test_two_different_amounts_of_layout_b_are_refused() -> None:
    assert str(refusal(layout_b_file("4000", "5000"))) == (
        "Line 2, amount (2): The two amounts differ: 4,000 and 5,000."
    )


@pytest.mark.parametrize(
    ("line", "column", "text", "reason"),
    [
        (1, 2, "21", "Line 1, type: The first record is not a Zengin header of type 01"),
        (1, 23, "99X9", "Line 1, bank: The header must hold 4 digits in columns 23 to 26, but it says '99X9'."),
        (2, 20, "00001O0000", "Line 2, amount: The transfer must hold 10 digits in columns 20 to 29"),
        (2, 20, "         1", "Line 2, amount: The transfer must hold 10 digits"),
        (2, 128, "2", "Line 2, cancel flag: The transfer must hold 0, 1 or a space in columns 128 to 128"),
        (2, 20, "0000100001", "Line 8, amount: The trailer says 1,208,000 but the lines give 1,208,001"),
        (2, 128, "1", "Line 8, count: The trailer says 5 but the lines give 4; the file is not whole. (3 more)"),
        (8, 2, "000006", "Line 8, count: The trailer says 6 but the lines give 5"),
        (8, 20, "000002", "Line 8, cancelled count: The trailer says 2 but the lines give 1"),
        (8, 26, "000000003001", "Line 8, cancelled amount: The trailer says 3,001 but the lines give 3,000"),
        (3, 8, "040303", "Line 3, booked: The line was booked on 2022-03-03, outside of the header's period."),
        (3, 8, "041301", "Line 3, date: The date 041301 is neither"),
        (1, 11, "040303", "Line 1, from: The period begins on 2022-03-03 after its end on 2022-03-02."),
        (3, 1, "1", "Line 3, record: The records are not in order: a record 8 is due here, and not 1."),
        (
            3,
            1,
            "5",
            "Line 3, record: The records are not in order: a record begins with 1, 2, 8 or 9, and not with '5'",
        ),
        (3, 1, "8", "Line 4, record: The records are not in order: a transfer stands outside of any account."),
        (9, 1, "2", "Line 9, record: The records are not in order: a transfer stands outside of any account."),
        (8, 1, "2", "Line 9, record: The records are not in order: the last account has no trailer (8)"),
    ],
)
def test_a_changed_column_is_refused_with_line_and_field(line: int, column: int, text: str, reason: str) -> None:
    assert str(refusal(with_columns(TYPE_01, line, column, text))).startswith(reason)


def test_every_wrong_line_is_told_at_once() -> None:
    broken = with_columns(with_columns(TYPE_01, 2, 20, "x"), 5, 20, "x")

    assert [(problem.line, problem.field) for problem in refusal(broken).problems] == [(2, "amount"), (5, "amount")]


@settings(max_examples=60)
@given(cut=st.integers(0, len(TYPE_01) - 3))
def test_a_cut_file_is_refused(cut: int) -> None:
    with pytest.raises(StatementRefused):
        read_zengin(TYPE_01[:cut], TODAY)


NUMBERS_01 = [
    *(offset + (line - 1) * 202 for line in range(2, 8) for offset in range(19, 29)),
    *(offset + 7 * 202 for offset in range(1, 37)),
]


@given(position=st.sampled_from(NUMBERS_01), byte=st.integers(0, 255))
def test_one_wrong_byte_in_a_number_of_type_01_never_changes_the_money(position: int, byte: int) -> None:
    data = bytearray(TYPE_01)
    data[position] = byte

    try:
        found = read_one(bytes(data))
    except StatementRefused:
        return
    assert found == read_one(TYPE_01)


@given(position=st.integers(0, len(TYPE_01) - 1), bytes_in=st.binary(max_size=3))
def test_any_damage_is_read_or_refused(position: int, bytes_in: bytes) -> None:
    damaged = TYPE_01[:position] + bytes_in + TYPE_01[position + 1 :]

    try:
        found = read_one(damaged)
    except StatementRefused:
        return
    assert found.total_minor == 1_205_000


kana = st.text("ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝﾞﾟ-ABC 0123456789()", max_size=15).map(str.strip)

days = st.dates(date(2022, 2, 24), date(2022, 3, 4))

transfers = st.builds(
    ZenginTransfer,
    booked=days,
    value=days,
    amount_minor=st.integers(0, 10**11 - 1),
    payer=kana,
    payer_code=st.sampled_from(["0000000000", "0000048213", ""]),
    bank_name=kana,
    branch_name=kana,
    cancelled=st.booleans(),
    edi=st.sampled_from(["", "INV2022-0301"]),
)


@given(written=st.lists(transfers, max_size=12))
def test_what_is_written_is_read_back(written: list[ZenginTransfer]) -> None:
    statement = read_one(write_zengin_01(HEADER, written))

    assert statement.count == len(written)
    assert len({line.bank_reference for line in statement.lines}) == len(written)
    for line, transfer in zip(statement.lines, written, strict=True):
        sign = -1 if transfer.cancelled else 1
        assert (line.booked, line.value, line.amount_minor, line.reversal) == (
            transfer.booked,
            transfer.value,
            sign * transfer.amount_minor,
            transfer.cancelled,
        )
        assert (line.payer, line.reference) == (transfer.payer, transfer.edi)
        assert line.payer_code == transfer.payer_code.replace("0000000000", "")


def test_the_days_of_one_account_become_one_statement() -> None:
    first = write_zengin_01(HEADER, [transfer(SECOND, 5_000)]).split(b"\r\n")
    second = write_zengin_01(HEADER, [transfer(FIRST, 700), transfer(FIRST, 700)]).split(b"\r\n")

    statement = read_one(b"\r\n".join([*first[:-2], *second]))

    assert [(line.number, line.amount_minor) for line in statement.lines] == [(1, 5_000), (2, 700), (3, 700)]
    assert len({line.bank_reference for line in statement.lines}) == 3


def test_two_accounts_are_two_statements() -> None:
    first = write_zengin_01(HEADER, [transfer(FIRST, 5_000)]).split(b"\r\n")
    second = with_columns(write_zengin_01(HEADER, [transfer(SECOND, 7_000)]), 1, 65, "7").split(b"\r\n")

    statements = read_zengin(b"\r\n".join([*first[:-2], *second]), TODAY)

    assert [statement.total_minor for statement in statements] == [5_000, 7_000]


def test_a_reference_is_the_same_when_the_bank_sends_the_day_again() -> None:
    morning = read_one(write_zengin_01(HEADER, [transfer(FIRST, 700)]))
    evening = read_one(write_zengin_01(HEADER, [transfer(FIRST, 700), transfer(FIRST, 700)]))

    assert morning.lines[0].bank_reference == evening.lines[0].bank_reference
    assert evening.lines[1].bank_reference not in {line.bank_reference for line in morning.lines}


def transfer(booked: date, amount: int) -> ZenginTransfer:
    return ZenginTransfer(booked=booked, value=booked, amount_minor=amount, payer="ｱｵｷ ｹｲｺ")

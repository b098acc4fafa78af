"""The writer lays records out as banks do, and refuses what has no place in the columns."""

from dataclasses import replace
from datetime import date

import pytest

from appealdesk.core.banking.zengin_write import ZenginHeader, ZenginTransfer, write_zengin_01

HEADER = ZenginHeader(
    made=date(2022, 3, 2),
    period_start=date(2022, 3, 1),
    period_end=date(2022, 3, 2),
    bank_code="9999",
    bank_name="ﾃｽﾄｷﾞﾝｺｳ",
    branch_code="001",
    branch_name="ﾎﾝﾃﾝ",
    account_number="1234567",
    holder="ﾃｽﾄﾀｲｼｶﾝ",
)
LINE = ZenginTransfer(
    booked=date(2022, 3, 1),
    value=date(2022, 3, 1),
    amount_minor=100_000,
    payer="ｱｵｷ ｹｲｺ",
    bank_name="ﾐﾂﾋﾞｼUFJ",
    branch_name="ｼﾝｼﾞﾕｸ",
)


def test_records_have_two_hundred_columns_and_crlf() -> None:
    data = write_zengin_01(HEADER, [LINE, replace(LINE, amount_minor=3_000, cancelled=True)])

    records = data.decode("cp932").split("\r\n")
    assert [len(record) for record in records] == [200] * 5 + [0]
    assert records[0].startswith("10100403020403010403029999ﾃｽﾄｷﾞﾝｺｳ       001ﾎﾝﾃﾝ           11234567ﾃｽﾄﾀｲｼｶﾝ")
    assert records[1].startswith("2000001040301040301000010000000000000000000000000ｱｵｷ ｹｲｺ")
    assert (records[1][127], records[2][127]) == (" ", "1")
    assert records[3].rstrip() == "8000001000000100000000001000000003000"
    assert records[4].rstrip() == "9"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (replace(LINE, payer="ｱ" * 49), "does not fit the field payer of 48 columns"),
        (replace(LINE, payer="青木"), "two columns"),
        (replace(LINE, booked=date(2019, 4, 30)), "before the Reiwa era"),
        (replace(LINE, amount_minor=-1), "does not fit the field"),
        (replace(LINE, payer="アオキ\n"), "two columns"),
    ],
)
def test_what_has_no_place_is_refused(line: ZenginTransfer, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        write_zengin_01(HEADER, [line])


def test_a_letter_outside_of_cp932_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        write_zengin_01(HEADER, [replace(LINE, payer="Ґанна")])

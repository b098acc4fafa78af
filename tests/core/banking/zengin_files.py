"""The Zengin files that the tests read, and how they damage them."""

from datetime import date
from pathlib import Path

import pytest

from appealdesk.core.banking.shapes import Statement, StatementRefused
from appealdesk.core.banking.zengin import read_zengin
from appealdesk.core.banking.zengin_write import ZenginHeader

BANK = Path(__file__).parents[2] / "data" / "bank"

TYPE_01 = (BANK / "zengin_01_furikomi_nyukin_A_RECONSTRUCTED.txt").read_bytes()

TYPE_03 = (BANK / "zengin_03_nyushukkin_nobreak_RECONSTRUCTED.txt").read_bytes()

TODAY = date(2022, 3, 5)

FIRST, SECOND = date(2022, 3, 1), date(2022, 3, 2)


def read_one(data: bytes, today: date = TODAY) -> Statement:
    (statement,) = read_zengin(data, today)
    return statement


def refusal(data: bytes, today: date = TODAY) -> StatementRefused:
    with pytest.raises(StatementRefused) as caught:
        read_zengin(data, today)
    return caught.value


def with_columns(data: bytes, line: int, column: int, text: str) -> bytes:
    """The file with some columns of a line (both from 1) written over."""
    records = data.split(b"\r\n")
    record = records[line - 1]
    records[line - 1] = record[: column - 1] + text.encode("cp932") + record[column - 1 + len(text.encode("cp932")) :]
    return b"\r\n".join(records)


HEADER = ZenginHeader(
    made=date(2022, 3, 5),
    period_start=date(2022, 2, 24),
    period_end=date(2022, 3, 4),
    bank_code="9999",
    bank_name="ﾃｽﾄｷﾞﾝｺｳ",
    branch_code="001",
    branch_name="ﾎﾝﾃﾝ",
    account_number="1234567",
    holder="ﾃｽﾄﾀｲｼｶﾝ",
)

"""Bank files for the tests: Zengin 01 files of the cast's account, and where the sample files lie."""

from datetime import date
from pathlib import Path

from appealdesk.core.banking.zengin_write import ZenginHeader, ZenginTransfer, write_zengin_01

__all__ = ["BANK", "DAY", "bank_file", "gift"]

BANK = Path(__file__).parents[1] / "data" / "bank"
DAY = date(2022, 2, 28)


def gift(amount: int, payer: str = "ｻﾄｳ ﾐﾅ", *, cancelled: bool = False, code: str = "0000000000") -> ZenginTransfer:
    """One transfer, or the taking back of one."""
    return ZenginTransfer(booked=DAY, value=DAY, amount_minor=amount, payer=payer, payer_code=code, cancelled=cancelled)


def bank_file(*gifts: ZenginTransfer, account: str = "1234567") -> bytes:
    """A file of the account 9999-001-1-`account` for the last days of February."""
    header = ZenginHeader(
        made=date(2022, 3, 1),
        period_start=date(2022, 2, 25),
        period_end=date(2022, 3, 1),
        bank_code="9999",
        bank_name="ﾃｽﾄｷﾞﾝｺｳ",
        branch_code="001",
        branch_name="ﾎﾝﾃﾝ",
        account_number=account,
        holder="ﾃｽﾄｼｴﾝｼﾂ",
    )
    return write_zengin_01(header, gifts)

"""Writes Zengin 01 files, so that the demonstration imports a file like any that a bank sends.

The same columns serve the reader; what this module writes, `read_zengin` reads back line by line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from appealdesk.core.banking.zengin_layout import (
    DATA_01_A,
    DATA_01_B,
    END_01,
    HEADER_01,
    RECORD_WIDTH,
    TRAILER_01,
)

__all__ = ["ZenginHeader", "ZenginTransfer", "write_zengin_01"]

_NARROW_LIMIT: Final = 10**10
"""Layout A has ten digits for the amount; larger sums take layout B."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ZenginHeader:
    """The account and the period. Codes are digits (bank 4, branch 3, account 7), names half-width katakana."""

    made: date
    period_start: date
    period_end: date
    bank_code: str
    bank_name: str
    branch_code: str
    branch_name: str
    account_kind: str = "1"
    account_number: str
    holder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ZenginTransfer:
    """One transfer received, or with `cancelled` the taking back of one; `amount_minor` is yen and never negative."""

    booked: date
    value: date
    amount_minor: int
    payer: str
    payer_code: str = "0000000000"
    bank_name: str = ""
    branch_name: str = ""
    cancelled: bool = False
    edi: str = ""


def write_zengin_01(header: ZenginHeader, lines: Sequence[ZenginTransfer]) -> bytes:
    """The whole file in cp932 with CRLF, dates in the Reiwa era, inquiry numbers from 1 in the order given.

    ValueError where a text is too long, has no place in half-width columns, or a date lies before the era.
    """
    records = [
        HEADER_01.join(
            "01",
            "0",
            _era(header.made),
            _era(header.period_start),
            _era(header.period_end),
            header.bank_code,
            header.bank_name,
            header.branch_code,
            header.branch_name,
            header.account_kind,
            header.account_number,
            header.holder,
        )
    ]
    records += [_transfer(number, line) for number, line in enumerate(lines, start=1)]
    kept = [line.amount_minor for line in lines if not line.cancelled]
    taken = [line.amount_minor for line in lines if line.cancelled]
    records.append(TRAILER_01.join(*(str(value) for value in (len(kept), sum(kept), len(taken), sum(taken)))))
    records.append(END_01.join())
    data = "".join(f"{record}\r\n" for record in records).encode("cp932")
    if len(data) != len(records) * (RECORD_WIDTH + 2):
        raise ValueError("A name holds a character of two columns; write half-width katakana.")
    return data


def _transfer(number: int, line: ZenginTransfer) -> str:
    narrow = (
        str(number),
        _era(line.booked),
        _era(line.value),
        str(line.amount_minor % _NARROW_LIMIT),
        "0",
        line.payer_code,
        line.payer,
        line.bank_name,
        line.branch_name,
        "1" if line.cancelled else " ",
    )
    if line.amount_minor < _NARROW_LIMIT:
        return DATA_01_A.join(*narrow, line.edi, "")
    return DATA_01_B.join(*narrow, str(line.amount_minor), "0", line.edi)


def _era(day: date) -> str:
    if day < date(2019, 5, 1):
        raise ValueError(f"{day} lies before the Reiwa era, in which this file is written.")
    return f"{day.year - 2018:02}{day:%m%d}"

"""Reads Zengin files: transfers received (type 01) and movements of an account (type 03).

These files carry most of what a Japanese appeal receives. The trailer's counts and sums are checked to the last
yen, and every date has to lie in the header's period; a file that does not add up is refused whole.
Source: Japanese Bankers Association, AP-I-12 supplement (December 2019); the columns are in zengin_layout.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from appealdesk.core.banking.shapes import (
    Statement,
    StatementProblem,
    StatementRefused,
    join_statements,
)
from appealdesk.core.banking.zengin_01 import read_transfers
from appealdesk.core.banking.zengin_03 import read_movements
from appealdesk.core.banking.zengin_layout import END_01, END_03, HEADER_01, HEADER_03, Layout
from appealdesk.core.banking.zengin_records import decide_dates, records_of
from appealdesk.core.banking.zengin_section import Section

__all__ = ["read_zengin"]


@dataclass(frozen=True, slots=True)
class _Kind:
    """How one type of file is read."""

    header: Layout
    end: Layout
    booked_at: int
    read: Callable[[Section], Statement]


def read_zengin(data: bytes, today: date) -> tuple[Statement, ...]:
    """The statements of a Zengin 01 or 03 file in yen, following days of an account joined; else StatementRefused.

    `today` decides how the two-digit years are read. A cancelled transfer is a line of its own with a negative
    amount, as it takes back one that was reported before.
    """
    records = records_of(data)
    kind = _kind_of(records[0])
    sections = _sections(records)
    days = decide_dates(_date_texts(records, kind), today)
    end = kind.end.split(records[-1])
    if end is None:
        raise StatementRefused(kind.end.problems(records[-1], len(records)))
    statements: list[Statement] = []
    problems: list[StatementProblem] = []
    for header, trailer in sections:
        section = Section(records, header, trailer, days)
        statements.append(kind.read(section))
        problems += section.problems
    if kind.end is END_03:
        problems += _end_problems(end, len(records), len(sections))
    if problems:
        raise StatementRefused(problems)
    return join_statements(statements)


def _kind_of(record: str) -> _Kind:
    kind = _KINDS.get(record[1:3]) if record[0] == "1" else None
    if kind is None:
        raise StatementRefused.of_file(
            "The first record is not a Zengin header of type 01 (transfers received) or 03 (movements); "
            "choose one of these two when you download from the bank.",
            line=1,
            field="type",
        )
    return kind


def _sections(records: list[str]) -> list[tuple[int, int]]:
    """The positions of each header and its trailer; refuses any other order of records."""
    marks = [(position, record[0]) for position, record in enumerate(records) if record[0] != "2"]
    for position, mark in marks:
        if mark not in "189":
            raise _out_of_order(position, f"a record begins with 1, 2, 8 or 9, and not with {mark!r}")
    last = len(records) - 1
    if marks[-1] != (last, "9"):
        raise _out_of_order(last, "the file does not finish with an end record (9); it was cut")
    expected = "1"
    after = -1
    for position, mark in marks[:-1]:
        if expected == "1" and position != after + 1:
            raise _out_of_order(after + 1, "a transfer stands outside of any account")
        if mark != expected:
            raise _out_of_order(position, f"a record {expected} is due here, and not {mark}")
        expected = "8" if mark == "1" else "1"
        after = position
    if expected == "8" or after != last - 1:
        raise _out_of_order(last, "the last account has no trailer (8) right before the end record")
    positions = [position for position, _ in marks[:-1]]
    headers, trailers = positions[::2], positions[1::2]
    first_type = records[0][1:3]
    for header in headers:
        if records[header][1:3] != first_type:
            raise _out_of_order(header, "the accounts of one file are of different types")
    return list(zip(headers, trailers, strict=True))


def _out_of_order(position: int, reason: str) -> StatementRefused:
    return StatementRefused.of_file(
        f"The records are not in order: {reason}. Download the file again.", line=position + 1, field="record"
    )


def _date_texts(records: list[str], kind: _Kind) -> dict[str, int]:
    """The six digits that stand where dates stand, and their first line; other columns are refused later."""
    booked, value = kind.booked_at, kind.booked_at + 6
    texts: dict[str, int] = {}
    for line, record in enumerate(records, start=1):
        if record[0] == "2":
            texts.setdefault(record[booked:value], line)
            texts.setdefault(record[value : value + 6], line)
        elif record[0] == "1":
            for start in (4, 10, 16):
                texts.setdefault(record[start : start + 6], line)
    return {text: line for text, line in texts.items() if text.isascii() and text.isdigit()}


def _end_problems(end: tuple[str, ...], records: int, accounts: int) -> list[StatementProblem]:
    stated = {"records": (int(end[0]), records), "accounts": (int(end[1]), accounts)}
    return [
        StatementProblem(records, name, f"The end record says {said:,} but the file has {found:,}.")
        for name, (said, found) in stated.items()
        if said != found
    ]


_KINDS: Final = {
    "01": _Kind(HEADER_01, END_01, 7, read_transfers),
    "03": _Kind(HEADER_03, END_03, 9, read_movements),
}

"""Reads Zengin files: transfers received (type 01) and movements of an account (type 03).

These files carry most of what a Japanese appeal receives. The trailer's counts and sums are checked to the last
yen, and every date has to lie in the header's period; a file that does not add up is refused whole.
Source: Japanese Bankers Association, AP-I-12 supplement (December 2019); the columns are in zengin_layout.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from appealdesk.core.banking.shapes import (
    LineKind,
    ReferenceKeys,
    Statement,
    StatementLine,
    StatementProblem,
    StatementRefused,
    join_statements,
)
from appealdesk.core.banking.zengin_layout import (
    DATA_01_A,
    DATA_01_B,
    DATA_03,
    END_01,
    END_03,
    HEADER_01,
    HEADER_03,
    TRAILER_01,
    TRAILER_03,
    Layout,
)
from appealdesk.core.banking.zengin_records import decide_dates, records_of

__all__ = ["read_zengin"]

_YEN: Final = "JPY"


@dataclass(slots=True)
class _Section:
    """One account of the file: positions in the list of records, and what is wrong with it."""

    records: list[str]
    header: int
    trailer: int
    days: Mapping[str, date]
    problems: list[StatementProblem] = field(default_factory=list)

    def split(self, layout: Layout, position: int) -> tuple[str, ...]:
        parts = layout.split(self.records[position])
        if parts is None:
            raise StatementRefused([*self.problems, *layout.problems(self.records[position], position + 1)])
        return tuple(part.replace("\x00", "") for part in parts)

    def tell(self, position: int, field_name: str, sentence: str) -> None:
        self.problems.append(StatementProblem(position + 1, field_name, sentence))

    def expect(self, name: str, found: int, stated: str) -> None:
        """Holds the trailer's number against what the lines add up to."""
        if found != int(stated):
            self.tell(
                self.trailer,
                name,
                f"The trailer says {int(stated):,} but the lines give {found:,}; the file is not whole.",
            )


@dataclass(frozen=True, slots=True)
class _Kind:
    """How one type of file is read."""

    header: Layout
    end: Layout
    booked_at: int
    read: Callable[[_Section], Statement]


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
        section = _Section(records, header, trailer, days)
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


def _period(section: _Section, first: str, last: str) -> tuple[date, date]:
    start, end = section.days[first], section.days[last]
    if start > end:
        section.tell(section.header, "from", f"The period begins on {start} after its end on {end}.")
    return start, end


def _outside(section: _Section, position: int, booked: date) -> None:
    section.tell(position, "booked", f"The line was booked on {booked}, outside of the header's period.")


def _read_01(section: _Section) -> Statement:
    header = section.split(HEADER_01, section.header)
    (_, _, _, first, last, bank, bank_name, branch, branch_name, kind, account, holder) = header
    start, end = _period(section, first, last)
    lines = _lines_01(section, start, end)
    count, amount, cancelled_count, cancelled_amount = section.split(TRAILER_01, section.trailer)
    if not section.problems:
        kept = [line.amount_minor for line in lines if not line.reversal]
        taken = [-line.amount_minor for line in lines if line.reversal]
        section.expect("count", len(kept), count)
        section.expect("amount", sum(kept), amount)
        section.expect("cancelled count", len(taken), cancelled_count)
        section.expect("cancelled amount", sum(taken), cancelled_amount)
    return Statement(
        format="zengin",
        account=f"{bank}-{branch}-{kind}-{account}",
        holder=holder.strip(),
        bank=" ".join((bank, bank_name.strip(), branch_name.strip())),
        currency=_YEN,
        period_start=start,
        period_end=end,
        opening_minor=None,
        closing_minor=None,
        lines=tuple(lines),
    )


def _lines_01(section: _Section, start: date, end: date) -> list[StatementLine]:
    lines: list[StatementLine] = []
    days, keys, names = section.days, ReferenceKeys(), _Names()
    compact = {text: f"{day:%Y%m%d}" for text, day in days.items()}
    split = DATA_01_A.pattern.fullmatch
    for position in range(section.header + 1, section.trailer):
        record = section.records[position]
        found = split(record)
        if found is None:
            section.problems += DATA_01_A.problems(record, position + 1)
            continue
        number, booked_text, value_text, yen, _, code, payer, bank, branch, cancel, edi, filler = found.groups()
        amount = int(yen)
        if edi.isdecimal() and filler[:4].isdecimal():
            amount, edi = _layout_b(section, position, amount)
        booked = days[booked_text]
        if not start <= booked <= end:
            _outside(section, position, booked)
        cancelled = cancel == "1"
        if cancelled:
            amount = -amount
        lines.append(
            StatementLine(
                position - section.header,
                booked,
                days[value_text],
                amount,
                _YEN,
                names.plain(payer),
                names.code(code),
                names.plain(edi),
                keys.unique(f"{compact[booked_text]}/{number}/{amount}"),
                names.joined(bank, branch),
                cancelled,
                LineKind.TRANSFER,
            )
        )
    return lines


def _layout_b(section: _Section, position: int, amount: int) -> tuple[int, str]:
    """The amount and the EDI text of layout B, whose twelve digits take sums that ten digits cannot hold."""
    *_, wide, _, edi = section.split(DATA_01_B, position)
    wide_amount = int(wide)
    if amount and wide_amount and amount != wide_amount % 10**10:
        section.tell(position, "amount (2)", f"The two amounts differ: {amount:,} and {wide_amount:,}.")
    return wide_amount or amount, edi


class _Names:
    """Text columns without their padding; equal texts become one object, as thousands of lines share a bank."""

    __slots__ = ("_codes", "_joined")

    def __init__(self) -> None:
        self._joined: dict[tuple[str, str], str] = {}
        self._codes: dict[str, str] = {}

    @staticmethod
    def plain(columns: str) -> str:
        """The text, freed of padding and of the second columns of wide characters."""
        return columns.replace("\x00", "").strip()

    def code(self, columns: str) -> str:
        """A code of ten columns; zeros alone are no code."""
        if columns not in self._codes:
            text = self.plain(columns)
            self._codes[columns] = text if text.strip("0") else ""
        return self._codes[columns]

    def joined(self, bank: str, branch: str) -> str:
        """Bank and branch of the payer in one text."""
        key = (bank, branch)
        if key not in self._joined:
            self._joined[key] = f"{self.plain(bank)} {self.plain(branch)}".strip()
        return self._joined[key]


_MOVEMENTS: Final = {
    "10": LineKind.CASH,
    "11": LineKind.TRANSFER,
    "14": LineKind.SWITCH,
    "19": LineKind.CORRECTION,
}


def _read_03(section: _Section) -> Statement:
    header = section.split(HEADER_03, section.header)
    (_, _, _, first, last, bank, bank_name, branch, branch_name, *rest) = header
    _, kind, account, holder, overdraft, _, opening = rest
    start, end = _period(section, first, last)
    lines = _lines_03(section, start, end)
    opening_minor = _balance(overdraft, opening)
    closing_minor = _check_trailer_03(section, lines, opening_minor)
    return Statement(
        format="zengin",
        account=f"{bank}-{branch}-{kind}-{account.removeprefix('000')}",
        holder=holder.strip(),
        bank=" ".join((bank, bank_name.strip(), branch_name.strip())),
        currency=_YEN,
        period_start=start,
        period_end=end,
        opening_minor=opening_minor,
        closing_minor=closing_minor,
        lines=tuple(lines),
    )


def _check_trailer_03(section: _Section, lines: list[StatementLine], opening: int) -> int:
    trailer = section.split(TRAILER_03, section.trailer)
    count_in, amount_in, count_out, amount_out, overdraft, closing, count = trailer
    closing_minor = _balance(overdraft, closing)
    if section.problems:
        return closing_minor
    taken_in = [line.amount_minor for line in lines if not _is_out(section, line)]
    paid_out = [-line.amount_minor for line in lines if _is_out(section, line)]
    section.expect("count in", len(taken_in), count_in)
    section.expect("amount in", sum(taken_in), amount_in)
    section.expect("count out", len(paid_out), count_out)
    section.expect("amount out", sum(paid_out), amount_out)
    section.expect("count", len(lines), count)
    reached = opening + sum(taken_in) - sum(paid_out)
    if reached != closing_minor:
        section.tell(
            section.trailer,
            "closing balance",
            f"The trailer says {closing_minor:,} but opening balance and lines give {reached:,}.",
        )
    return closing_minor


def _is_out(section: _Section, line: StatementLine) -> bool:
    # A movement of nothing has no sign of its own, so that the flag of its record is asked.
    return section.records[section.header + line.number][21] == "2"


def _balance(overdraft: str, digits: str) -> int:
    return -int(digits) if overdraft == "2" else int(digits)


def _lines_03(section: _Section, start: date, end: date) -> list[StatementLine]:
    lines: list[StatementLine] = []
    days, keys, names = section.days, ReferenceKeys(), _Names()
    compact = {text: f"{day:%Y%m%d}" for text, day in days.items()}
    for position in range(section.header + 1, section.trailer):
        parts = DATA_03.split(section.records[position])
        if parts is None:
            section.problems += DATA_03.problems(section.records[position], position + 1)
            continue
        number, booked_text, value_text, side, kind, yen, *_, code, payer, _, _, text, edi = parts
        booked = days[booked_text]
        if not start <= booked <= end:
            _outside(section, position, booked)
        amount = -int(yen) if side == "2" else int(yen)
        lines.append(
            StatementLine(
                position - section.header,
                booked,
                days[value_text],
                amount,
                _YEN,
                names.plain(payer),
                names.code(code),
                names.plain(edi),
                keys.unique(f"{compact[booked_text]}/{number}/{amount}"),
                names.plain(text),
                kind == "19",
                _MOVEMENTS.get(kind, LineKind.OTHER),
            )
        )
    return lines


_KINDS: Final = {
    "01": _Kind(HEADER_01, END_01, 7, _read_01),
    "03": _Kind(HEADER_03, END_03, 9, _read_03),
}

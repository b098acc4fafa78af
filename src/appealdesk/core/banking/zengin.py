"""Reads Zengin files: transfers received (type 01) and movements of an account (type 03).

These files carry most of what a Japanese appeal receives. The trailer's counts and sums are checked to the last
yen, and every date has to lie in the header's period; a file that does not add up is refused whole.
Source: Japanese Bankers Association, AP-I-12 supplement (December 2019); the columns are in zengin_layout.

A file is read twice, a block of records at a time: once to check all of it, and then for its lines. What is held
meanwhile does not grow with the file, but for the references of the lines.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from appealdesk.core.banking import zengin_01, zengin_03
from appealdesk.core.banking.shapes import (
    Statement,
    StatementLine,
    StatementProblem,
    StatementRefused,
    StatementScan,
    groups_that_follow,
)
from appealdesk.core.banking.zengin_dates import decide_dates
from appealdesk.core.banking.zengin_layout import (
    DATA_01_A,
    DATA_03,
    END_01,
    END_03,
    HEADER_01,
    HEADER_03,
    TRAILER_01,
    TRAILER_03,
    Layout,
)
from appealdesk.core.banking.zengin_records import Block, blocks_of
from appealdesk.core.banking.zengin_section import Section, Writer
from appealdesk.core.sentences import told

__all__ = ["read_zengin", "scan_zengin"]

_RUNS: Final = re.compile("2+|[^2]", re.DOTALL)
_MOST_PROBLEMS: Final = 1_000
"""More are not looked for: the file is of another kind, or badly damaged."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """How one type of file is read."""

    header: Layout
    data: Layout
    trailer: Layout
    end: Layout
    booked_at: int
    count: Callable[[Section, Block, int, int], None]
    head: Callable[[Section, Mapping[str, date]], Statement]
    write: Callable[[Writer, Block, int, int], Iterator[StatementLine]]


def read_zengin(data: bytes, today: date) -> tuple[Statement, ...]:
    """The statements of a Zengin 01 or 03 file in yen, following days of an account joined; else StatementRefused.

    `today` decides how the two-digit years are read. A cancelled transfer is a line of its own with a negative
    amount, as it takes back one that was reported before.
    """
    return tuple(scan.whole() for scan in scan_zengin(lambda: (data,), today))


def scan_zengin(chunks: Callable[[], Iterable[bytes]], today: date) -> tuple[StatementScan, ...]:
    """Like `read_zengin`, for a file that comes in pieces; `chunks` begins at its start each time it is called."""
    checked = _Check()
    for block in blocks_of(chunks()):
        checked.take(block)
    days = checked.finish(today)
    kind = checked.kind
    heads = [kind.head(section, days) for section in checked.sections]
    problems = [problem for section in checked.sections for problem in section.problems] + checked.end_problems()
    if problems:
        raise StatementRefused(problems)
    scans: list[StatementScan] = []
    first = 0
    for group in groups_that_follow(heads):
        members = checked.sections[first : first + len(group)]
        wanted = range(first, first + len(group))
        first += len(group)
        scans.append(
            StatementScan(
                head=replace(
                    group[0],
                    period_end=max(head.period_end for head in group),
                    closing_minor=group[-1].closing_minor,
                ),
                count=sum(section.count for section in members),
                total_minor=sum(section.amount_in - section.amount_out for section in members),
                lines=_lines_of(chunks, kind, days, wanted),
            )
        )
    return tuple(scans)


def _lines_of(
    chunks: Callable[[], Iterable[bytes]], kind: _Kind, days: Mapping[str, date], wanted: range
) -> Callable[[], Iterator[StatementLine]]:
    """The lines of the sections in `wanted`, counted from 0, whenever they are asked for."""

    def lines() -> Iterator[StatementLine]:
        writer, section = Writer(days), -1
        for block in blocks_of(chunks()):
            for mark, start, stop in _runs(block):
                if mark == "1":
                    section += 1
                elif mark == "2" and section in wanted:
                    yield from kind.write(writer, block, start, stop)

    return lines


def _runs(block: Block) -> Iterator[tuple[str, int, int]]:
    """The first column's mark, and from where to where it stands; only lines (2) stand together."""
    for run in _RUNS.finditer(block.column(0, 0, block.count)):
        yield run.group()[0], run.start(), run.end()


@dataclass(slots=True)
class _Check:
    """The first reading: the order of the records, the columns of each, and what they add up to."""

    sections: list[Section] = field(default_factory=list)
    found: _Kind | None = None
    kind_name: str = ""
    due: str = "1"
    last: int = 0
    end: tuple[str, ...] | None = None
    end_told: list[StatementProblem] = field(default_factory=list)

    @property
    def kind(self) -> _Kind:
        """The kind that the first record names."""
        if self.found is None:
            raise StatementRefused.of_file(told("The file is empty."))
        return self.found

    def take(self, block: Block) -> None:
        """Checks the records of one block."""
        for mark, start, stop in _runs(block):
            line = block.first + start
            if self.end is not None or self.end_told:
                raise _out_of_order(self.last, told("the end record (9) is not the last one"))
            if self.found is None:
                self._begin(block.record(start))
            if mark == "2":
                self._take_lines(block, start, stop)
            else:
                self._take_mark(mark, block.record(start), line)
            self.last = block.first + stop - 1
            if sum(len(section.problems) for section in self.sections[-1:]) > _MOST_PROBLEMS:
                raise StatementRefused(self.sections[-1].problems)

    def finish(self, today: date) -> Mapping[str, date]:
        """What the file's dates mean, once all of it was read; refuses it if it is not whole."""
        if self.end is None and not self.end_told:
            raise _out_of_order(self.last, told("the file does not finish with an end record (9); it was cut"))
        problems = [problem for section in self.sections for problem in section.problems] + self.end_told
        if problems:
            raise StatementRefused(problems)
        texts: dict[str, int] = {}
        for section in self.sections:
            for text in (section.header or ())[2:5]:
                texts.setdefault(text, section.header_line)
            for pair, line in section.days.items():
                for text in pair:
                    texts[text] = min(line, texts.get(text, line))
        return decide_dates(texts, today)

    def end_problems(self) -> list[StatementProblem]:
        """Where the end record of type 03 counts otherwise."""
        if self.kind.end is not END_03 or self.end is None:
            return []
        stated = {"records": (int(self.end[0]), self.last), "accounts": (int(self.end[1]), len(self.sections))}
        return [
            StatementProblem(
                self.last,
                name,
                told("The end record says %(said)s but the file has %(found)s.", said=f"{said:,}", found=f"{found:,}"),
            )
            for name, (said, found) in stated.items()
            if said != found
        ]

    def _begin(self, record: str) -> None:
        self.kind_name = record[1:3]
        self.found = _KINDS.get(self.kind_name) if record[0] == "1" else None
        if self.found is None:
            raise StatementRefused.of_file(
                told(
                    "The first record is not a Zengin header of type 01 (transfers received) or 03 "
                    "(movements); choose one of these two when you download from the bank."
                ),
                line=1,
                field="type",
            )

    def _take_lines(self, block: Block, start: int, stop: int) -> None:
        if self.due == "1":
            raise _out_of_order(block.first + start, told("a transfer stands outside of any account"))
        kind, section = self.kind, self.sections[-1]
        if not (block.narrow and kind.data.fits(block, start, stop)):
            before = len(section.problems)
            for position in range(start, stop):
                section.split(kind.data, block.record(position), block.first + position)
            if len(section.problems) > before:
                return
        section.note_days(block, start, stop, booked_at=kind.booked_at)
        kind.count(section, block, start, stop)

    def _take_mark(self, mark: str, record: str, line: int) -> None:
        if mark not in "189":
            raise _out_of_order(line, told("a record begins with 1, 2, 8 or 9, and not with %(mark)s", mark=repr(mark)))
        if mark == "9" and self.due == "8":
            raise _out_of_order(line, told("the last account has no trailer (8) right before the end record"))
        if mark != self.due and mark != "9":
            raise _out_of_order(line, told("a record %(due)s is due here, and not %(mark)s", due=self.due, mark=mark))
        if mark == "1":
            self._take_header(record, line)
        elif mark == "8":
            section = self.sections[-1]
            section.trailer_line = line
            section.trailer = section.split(self.kind.trailer, record, line)
            self.due = "1"
        else:
            self.end = self.kind.end.split(record)
            self.end_told = [] if self.end is not None else self.kind.end.problems(record, line)

    def _take_header(self, record: str, line: int) -> None:
        if record[1:3] != self.kind_name:
            raise _out_of_order(line, told("the accounts of one file are of different types"))
        section = Section(line, None)
        section.header = section.split(self.kind.header, record, line)
        self.sections.append(section)
        self.due = "8"


def _out_of_order(line: int, reason: str) -> StatementRefused:
    return StatementRefused.of_file(
        told("The records are not in order: %(reason)s. Download the file again.", reason=reason),
        line=line,
        field="record",
    )


_KINDS: Final = {
    "01": _Kind(
        HEADER_01,
        DATA_01_A,
        TRAILER_01,
        END_01,
        zengin_01.BOOKED_AT,
        zengin_01.count_transfers,
        zengin_01.head_of_transfers,
        zengin_01.write_transfers,
    ),
    "03": _Kind(
        HEADER_03,
        DATA_03,
        TRAILER_03,
        END_03,
        zengin_03.BOOKED_AT,
        zengin_03.count_movements,
        zengin_03.head_of_movements,
        zengin_03.write_movements,
    ),
}

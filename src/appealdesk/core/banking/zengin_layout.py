"""The columns of Zengin records: one table that reader, writer and refusals share.

Source: Japanese Bankers Association, AP-I-12 supplement (December 2019). A record has 200 columns, one byte each.
Numbers stand right-aligned with zeros, text left-aligned with spaces.
"""

import re
from dataclasses import dataclass, field
from typing import Final, Protocol

from appealdesk.core.banking.shapes import StatementProblem
from appealdesk.core.sentences import Sentence, told

__all__ = [
    "DATA_01_A",
    "DATA_01_B",
    "DATA_03",
    "END_01",
    "END_03",
    "HEADER_01",
    "HEADER_03",
    "RECORD_WIDTH",
    "TRAILER_01",
    "TRAILER_03",
    "Field",
    "Layout",
]

RECORD_WIDTH: Final = 200
_DIGITS: Final = "0123456789"


class Columns(Protocol):
    """Some records, of which each column can be seen by itself."""

    def column(self, column: int, start: int, stop: int) -> str:
        """What the records from `start` to before `stop` have in one column, counted from 0."""
        ...


@dataclass(frozen=True, slots=True)
class Field:
    """A run of columns: the pattern that they match, and the rule that completes the sentence of a refusal."""

    name: str
    width: int
    pattern: str
    rule: Sentence
    numeric: bool = False
    optional: bool = False
    allowed: str = ""


def _digits(name: str, width: int) -> Field:
    return Field(
        name, width, f"[0-9]{{{width}}}", told("must hold %(width)s digits", width=width), numeric=True, allowed=_DIGITS
    )


def _optional(name: str, width: int) -> Field:
    """A number that the standard lets a bank leave out, as zeros or as spaces."""
    pattern = f"(?:[0-9]{{{width}}}| {{{width}}})"
    rule = told("must hold %(width)s digits or be blank", width=width)
    return Field(name, width, pattern, rule, numeric=True, optional=True, allowed=_DIGITS)


def _text(name: str, width: int) -> Field:
    # A NUL is the second column of a wide character, and may not come first.
    return Field(name, width, f"(?!\x00).{{{width}}}", told("must not begin in the middle of a wide character"))


def _flag(name: str, allowed: str, rule: Sentence) -> Field:
    return Field(name, 1, f"[{allowed}]", rule, allowed=allowed)


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind of record: its first column, and the fields that follow it. Filler columns are not read."""

    kind: str
    title: Sentence
    fields: tuple[Field, ...]
    pattern: re.Pattern[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        # One pattern checks the digits and cuts the fields in one call, which is what makes the reader fast.
        columns = "".join(f"({part.pattern})" for part in self.fields)
        filler = RECORD_WIDTH - 1 - sum(part.width for part in self.fields)
        object.__setattr__(self, "pattern", re.compile(f"{self.kind}{columns}.{{{filler}}}", re.DOTALL))

    def fits(self, block: Columns, start: int, stop: int) -> bool:
        """Whether the numbers and flags of some records keep their rules, seen column by column.

        It is a tenth of the work of looking at each record, and may say no where `split` finds nothing wrong.
        """
        at = 1
        for part in self.fields:
            # Numbers that a bank may leave out are blank everywhere or nowhere.
            blank = part.optional and not block.column(at, start, stop).strip(" ")
            for column in range(at, at + part.width if part.allowed else at):
                seen = block.column(column, start, stop)
                if seen.strip(" " if blank else part.allowed):
                    return False
            at += part.width
        return True

    def split(self, record: str) -> tuple[str, ...] | None:
        """The fields of a record of 200 columns, or None where one of them breaks its rule."""
        found = self.pattern.fullmatch(record)
        return found.groups() if found else None

    def problems(self, record: str, line: int) -> list[StatementProblem]:
        """One problem for each field that breaks its rule."""
        found: list[StatementProblem] = []
        start = 1
        for part in self.fields:
            columns = record[start : start + part.width]
            if not re.fullmatch(part.pattern, columns, re.DOTALL):
                rule = part.rule
                place = told("columns %(first)s to %(last)s", first=start + 1, last=start + part.width)
                shown = ascii(columns) if not columns.isprintable() else repr(columns)
                found.append(
                    StatementProblem(
                        line,
                        part.name,
                        told(
                            "The %(title)s %(rule)s in %(place)s, but it says %(shown)s.",
                            title=self.title,
                            rule=rule,
                            place=place,
                            shown=shown,
                        ),
                    )
                )
            start += part.width
        return found

    def join(self, *values: str) -> str:
        """A record of 200 columns from the fields in order; ValueError where a value does not fit."""
        parts = [self.kind]
        for part, value in zip(self.fields, values, strict=True):
            columns = value.rjust(part.width, "0") if part.numeric else value.ljust(part.width)
            if not re.fullmatch(part.pattern, columns, re.DOTALL):
                raise ValueError(f"{value!r} does not fit the field {part.name} of {part.width} columns.")
            parts.append(columns)
        return "".join(parts).ljust(RECORD_WIDTH)


_HEADER: Final = (
    _digits("type", 2),
    _digits("code", 1),
    _digits("made", 6),
    _digits("from", 6),
    _digits("to", 6),
    _digits("bank", 4),
    _text("bank name", 15),
    _digits("branch", 3),
    _text("branch name", 15),
)

HEADER_01: Final = Layout(
    "1", told("header"), (*_HEADER, _digits("account type", 1), _digits("account", 7), _text("holder", 40))
)

_TRANSFER: Final = (
    _optional("inquiry number", 6),
    _digits("booked", 6),
    _digits("value date", 6),
    _digits("amount", 10),
    _optional("other-bank amount", 10),
    _text("payer code", 10),
    _text("payer", 48),
    _text("payer's bank", 15),
    _text("payer's branch", 15),
    _flag("cancel flag", "01 ", told("must hold 0, 1 or a space")),
)

DATA_01_A: Final = Layout("2", told("transfer"), (*_TRANSFER, _text("EDI", 20), _text("filler", 52)))
DATA_01_B: Final = Layout(
    "2",
    told("transfer"),
    (*_TRANSFER, _digits("amount (2)", 12), _digits("other-bank amount (2)", 12), _text("EDI", 20)),
)

TRAILER_01: Final = Layout(
    "8",
    told("trailer"),
    (
        _digits("count", 6),
        _digits("amount", 12),
        _optional("cancelled count", 6),
        _optional("cancelled amount", 12),
    ),
)

END_01: Final = Layout("9", told("end record"), ())

HEADER_03: Final = Layout(
    "1",
    told("header"),
    (
        *_HEADER,
        _optional("blank account columns", 3),
        _digits("account type", 1),
        _digits("account", 10),
        _text("holder", 40),
        _flag("overdraft flag", "012 ", told("must hold 1 for a credit, 2 for an overdrawn balance, or nothing")),
        _text("passbook flag", 1),
        _optional("opening balance", 14),
    ),
)

DATA_03: Final = Layout(
    "2",
    told("movement"),
    (
        _digits("inquiry number", 8),
        _digits("booked", 6),
        _digits("value date", 6),
        _flag("in or out", "12", told("must hold 1 for money in or 2 for money out")),
        _optional("kind", 2),
        _digits("amount", 12),
        _optional("other-bank amount", 12),
        _text("presented", 6),
        _text("returned", 6),
        _text("cheque class", 1),
        _text("cheque number", 7),
        _text("cheque branch", 3),
        _text("payer code", 10),
        _text("payer", 48),
        _text("payer's bank", 15),
        _text("payer's branch", 15),
        _text("text", 20),
        _text("EDI", 20),
    ),
)

TRAILER_03: Final = Layout(
    "8",
    told("trailer"),
    (
        _digits("count in", 6),
        _digits("amount in", 13),
        _digits("count out", 6),
        _digits("amount out", 13),
        _flag("overdraft flag", "012 ", told("must hold 1 for a credit, 2 for an overdrawn balance, or nothing")),
        _optional("closing balance", 14),
        _digits("count", 7),
    ),
)

END_03: Final = Layout("9", told("end record"), (_digits("records", 10), _digits("accounts", 5)))

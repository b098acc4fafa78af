"""The door to bank files: bytes in, one Statement out, or the whole file refused with its reasons.

Formats that name themselves are recognised by their first bytes. A CSV file names nothing, and 02/03/2022 is two
different days in London and New York, so that a CSV profile has to be chosen by a person.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final, TypedDict, TypeVar

from appealdesk.core.banking.camt import read_camt
from appealdesk.core.banking.delimited import PROFILES, read_delimited
from appealdesk.core.banking.delimited_profiles import Profile
from appealdesk.core.banking.mt940 import read_mt940
from appealdesk.core.banking.ofx import read_ofx
from appealdesk.core.banking.shapes import (
    LineKind,
    Statement,
    StatementLine,
    StatementProblem,
    StatementRefused,
    StatementScan,
)
from appealdesk.core.banking.zengin import read_zengin, scan_zengin
from appealdesk.core.sentences import told

__all__ = [
    "FORMATS",
    "LARGEST_FILE",
    "LineJson",
    "LineKind",
    "PeriodJson",
    "Statement",
    "StatementJson",
    "StatementLine",
    "StatementProblem",
    "StatementRefused",
    "StatementScan",
    "detect_format",
    "read_statement",
    "read_statements",
    "scan_statement",
    "to_json",
]

LARGEST_FILE: Final = 200_000_000
"""Bytes; a day of 150,000 lines is 30 MB, and a larger file is a mistake or an attack."""

LARGEST_ZENGIN: Final = 1_000_000_000
"""Bytes of a Zengin file, which is read in pieces: almost five million transfers."""

_Found = TypeVar("_Found")

_SELF_NAMED: Final[Mapping[str, Callable[[bytes, date], tuple[Statement, ...]]]] = {
    "zengin": read_zengin,
    "camt": lambda data, _: read_camt(data),
    "mt940": lambda data, _: read_mt940(data),
    "ofx": lambda data, _: read_ofx(data),
}

FORMATS: Final = (*_SELF_NAMED, *PROFILES)
"""Every name that `read_statement` takes: formats first, then the CSV profiles."""


def detect_format(data: bytes) -> str | None:
    """The format that the first bytes name: zengin, camt, mt940 or ofx; None for CSV and anything else."""
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] == b"1" and start[1:3].isdigit() and not set(start[:22]) & set(b",;\t|"):
        return "zengin"
    if b"OFXHEADER" in start or b"<OFX>" in start.upper():
        return "ofx"
    if start[:1] == b"<":
        return "camt"
    if b":20:" in start and (start[:1] in b":{" or b"\n:20:" in start):
        return "mt940"
    return None


def read_statements(
    data: bytes, format: str | None, today: date, profile: Profile | None = None
) -> tuple[Statement, ...]:
    """Every account's statement in the file, in the file's order; StatementRefused if anything is wrong with any.

    `format` is one of FORMATS, or None to recognise it; what names itself is read as that, and anything else by the
    `profile` that a person saved for the account. `today` is the day of reading, by which two-digit years
    are understood.
    """
    if len(data) > LARGEST_FILE:
        raise StatementRefused.of_file(
            told("The file is larger than %(most)s MB; split it at the bank.", most=LARGEST_FILE // 10**6)
        )
    if not data.strip():
        raise StatementRefused.of_file(told("The file is empty."))
    chosen = format or detect_format(data)
    if chosen is None and profile is not None:
        return _that_move_money(read_delimited(data, profile))
    if chosen is None:
        raise StatementRefused.of_file(
            told(
                "This is none of zengin, camt, mt940 and ofx. If it is a CSV file, say which bank's it "
                "is, because columns and dates differ: %(profiles)s.",
                profiles=", ".join(PROFILES),
            )
        )
    if chosen in _SELF_NAMED:
        found = _SELF_NAMED[chosen](data, today)
        # A Zengin file is read in pieces too, and has to say the same then.
        return found if chosen == "zengin" else _that_move_money(found)
    if chosen in PROFILES:
        return _that_move_money(read_delimited(data, PROFILES[chosen]))
    raise StatementRefused.of_file(
        told("%(chosen)s is no format; choose one of %(formats)s.", chosen=repr(chosen), formats=", ".join(FORMATS))
    )


def _that_move_money(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The statements without lines of zero, by which some banks only tell something: they change no balance."""
    return tuple(
        statement
        if all(line.amount_minor for line in statement.lines)
        else replace(
            statement,
            lines=tuple(
                line._replace(number=number)
                for number, line in enumerate((one for one in statement.lines if one.amount_minor), start=1)
            ),
        )
        for statement in statements
    )


def scan_statement(
    chunks: Callable[[], Iterable[bytes]], format: str | None, today: date, profile: Profile | None = None
) -> StatementScan:
    """Like `read_statement`, for a file that comes in pieces; `chunks` begins at its start each time it is called.

    A Zengin file is checked and read without ever being in memory as a whole. The others have to be.
    """
    first = next(iter(chunks()), b"")
    if (format or detect_format(first)) != "zengin":
        return StatementScan.of(read_statement(_joined(chunks()), format, today, profile))
    return _the_one(scan_zengin(lambda: _limited(chunks(), LARGEST_ZENGIN), today))


def _joined(chunks: Iterable[bytes]) -> bytes:
    return b"".join(_limited(chunks, LARGEST_FILE))


def _limited(chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise StatementRefused.of_file(
                told("The file is larger than %(most)s MB; split it at the bank.", most=limit // 10**6)
            )
        yield chunk


def read_statement(data: bytes, format: str | None, today: date, profile: Profile | None = None) -> Statement:
    """The statement of a file of one account; a file of several is refused, see `read_statements`."""
    return _the_one(read_statements(data, format, today, profile))


def _the_one(found: Sequence[_Found]) -> _Found:
    if len(found) != 1:
        raise StatementRefused.of_file(
            told(
                "The file holds %(count)s statements; download one account and one statement at a time.",
                count=len(found),
            )
        )
    return found[0]


class PeriodJson(TypedDict("PeriodJson", {"from": str, "to": str})):
    """First and last day of a statement, ISO 8601."""


class LineJson(TypedDict):
    """One line for a machine: days are ISO 8601, amounts signed minor units."""

    booked: str
    value: str
    amount_minor: int
    currency: str
    payer: str
    reference: str
    reversal: bool


class StatementJson(TypedDict):
    """A statement for a machine; balances are minor units or null."""

    account: str
    period: PeriodJson
    opening: int | None
    closing: int | None
    count: int
    total_minor: int
    lines: list[LineJson]


def to_json(statement: Statement) -> StatementJson:
    """The statement as plain lists, numbers and texts, ready for json.dumps."""
    return {
        "account": statement.account,
        "period": {"from": statement.period_start.isoformat(), "to": statement.period_end.isoformat()},
        "opening": statement.opening_minor,
        "closing": statement.closing_minor,
        "count": statement.count,
        "total_minor": statement.total_minor,
        "lines": [_line_json(line) for line in statement.lines],
    }


def _line_json(line: StatementLine) -> LineJson:
    return {
        "booked": line.booked.isoformat(),
        "value": line.value.isoformat(),
        "amount_minor": line.amount_minor,
        "currency": line.currency,
        "payer": line.payer,
        "reference": line.reference,
        "reversal": line.reversal,
    }

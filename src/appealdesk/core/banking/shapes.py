"""What every bank file becomes: one Statement per account, or a refusal of the whole file.

Half a statement is worse than none: a missing line looks like a donor who did not pay. A reader therefore gives
the whole file, with its own totals checked, or raises StatementRefused with every problem that it found.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

__all__ = [
    "LineKind",
    "ReferenceKeys",
    "Statement",
    "StatementLine",
    "StatementProblem",
    "StatementRefused",
    "StatementScan",
    "groups_that_follow",
    "join_statements",
    "without_nul",
]


class LineKind(StrEnum):
    """What moved the money, as far as the bank's code says so."""

    TRANSFER = "transfer"
    CASH = "cash"
    FEE = "fee"
    SWITCH = "switch"
    CORRECTION = "correction"
    RETURN = "return"
    OTHER = "other"


class StatementLine(NamedTuple):
    """One movement in an account; a tuple, because a million of them are made, and a frozen dataclass takes eight times
    as long.

    `number` counts the lines of the statement from 1. `amount_minor` is signed: money in is positive, money
    out negative, so that a cancelled transfer (`reversal`) is negative. `payer` is the name as the bank wrote it.
    `bank_reference` is unique in the account and the same whenever the bank sends the movement again; it never
    holds a name, because it is stored in clear.
    """

    number: int
    booked: date
    value: date
    amount_minor: int
    currency: str
    payer: str
    payer_code: str
    reference: str
    bank_reference: str
    text: str
    reversal: bool
    kind: LineKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The movements of one account in a period.

    `account` is empty where the file does not name it (most CSV files). Balances are None where the file has none;
    where both are known, `opening_minor` plus all lines is `closing_minor`, or the file would have been refused.
    """

    format: str
    account: str
    holder: str
    bank: str
    currency: str
    period_start: date
    period_end: date
    opening_minor: int | None
    closing_minor: int | None
    lines: tuple[StatementLine, ...]

    @property
    def count(self) -> int:
        """How many lines there are, cancelled ones included."""
        return len(self.lines)

    @property
    def total_minor(self) -> int:
        """The sum of all lines: money in less money out."""
        return sum(line.amount_minor for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementScan:
    """A statement that passed every check, whose lines are read once more whenever they are asked for.

    A file of a million lines is never in memory as a whole. `head` is the statement without its lines.
    """

    head: Statement
    count: int
    total_minor: int
    lines: Callable[[], Iterator[StatementLine]]

    @classmethod
    def of(cls, statement: Statement) -> "StatementScan":
        """The scan of a statement that is in memory already."""
        return cls(
            head=replace(statement, lines=()),
            count=statement.count,
            total_minor=statement.total_minor,
            lines=lambda: iter(statement.lines),
        )

    def whole(self) -> Statement:
        """The statement with all its lines in memory."""
        return replace(self.head, lines=tuple(self.lines()))


@dataclass(frozen=True, slots=True)
class StatementProblem:
    """Where a file is wrong and what to do: the line (0 for the file as a whole), the field, one whole sentence."""

    line: int
    field: str
    sentence: str

    def __str__(self) -> str:
        place = ", ".join(part for part in (f"line {self.line}" if self.line else "", self.field) if part)
        return f"{place[:1].upper()}{place[1:]}: {self.sentence}" if place else self.sentence


class StatementRefused(ValueError):  # noqa: N818 - the glossary speaks of refusals
    """The whole file is refused; `problems` has at least one entry, in the order of the file."""

    most_told = 20

    def __init__(self, problems: Iterable[StatementProblem]) -> None:
        found = sorted(problems, key=lambda problem: problem.line)
        self.count = len(found)
        self.problems: tuple[StatementProblem, ...] = tuple(found[: self.most_told])
        more = f" ({self.count - 1} more)" if self.count > 1 else ""
        super().__init__(f"{self.problems[0]}{more}")

    @classmethod
    def of_file(cls, sentence: str, *, line: int = 0, field: str = "") -> "StatementRefused":
        """A refusal with one problem, by default one of the file as a whole."""
        return cls([StatementProblem(line, field, sentence)])


def without_nul(text: str) -> str:
    """The text of a file; StatementRefused if it holds a NUL, which no bank writes and no table keeps."""
    at = text.find("\0")
    if at >= 0:
        sentence = "There is a NUL character, which no bank writes; download the file again."
        raise StatementRefused.of_file(sentence, line=text.count("\n", 0, at) + 1)
    return text


# The tables keep 140 characters, of which a counter needs a few; OFX alone lets a bank write more.
_LONGEST_KEY: Final = 125


class ReferenceKeys:
    """Gives each line of one account its unique reference.

    Banks repeat references (a batch has one for all its parts) and some give none, so that a second line with the
    same key gets `#2`, a third `#3`. The file's order is the bank's, which makes the counter stable.
    """

    __slots__ = ("_seen",)

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def unique(self, key: str) -> str:
        """The key itself the first time, then the key with its occurrence; a very long one by its digest."""
        if len(key) > _LONGEST_KEY:
            key = f"{key[:60]}~{hashlib.sha256(key.encode()).hexdigest()}"
        seen = self._seen
        if key not in seen:
            seen[key] = 1
            return key
        while True:
            seen[key] += 1
            counted = f"{key}#{seen[key]}"
            # The bank's own reference may look like a counted one already.
            if counted not in seen:
                seen[counted] = 1
                return counted


def join_statements(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Makes one statement of those that follow each other: a bank's file often has one for each day or page.

    Two are joined where the account and currency are the same and the closing balance of the first is the opening
    balance of the second, or where neither states balances and the second does not begin earlier. Everything else
    stays apart. Lines are counted on, and references stay unique.
    """
    groups = groups_that_follow(statements)
    return tuple(group[0] if len(group) == 1 else _joined(group) for group in groups)


def groups_that_follow(statements: Sequence[Statement]) -> list[list[Statement]]:
    """The statements in groups of those that `join_statements` makes one of; they need no lines for it."""
    groups: list[list[Statement]] = []
    for statement in statements:
        if groups and _follows(groups[-1][-1], statement):
            groups[-1].append(statement)
        else:
            groups.append([statement])
    return groups


def _follows(first: Statement, second: Statement) -> bool:
    return (
        (first.account, first.currency) == (second.account, second.currency)
        and bool(first.account)
        and first.period_start <= second.period_start
        and first.closing_minor == second.opening_minor
    )


def _joined(group: Sequence[Statement]) -> Statement:
    keys = ReferenceKeys()
    lines: list[StatementLine] = []
    for statement in group:
        before = len(lines)
        for position, line in enumerate(statement.lines, start=1):
            lines.append(line._replace(number=before + position, bank_reference=keys.unique(line.bank_reference)))
    return replace(
        group[0],
        period_end=max(statement.period_end for statement in group),
        closing_minor=group[-1].closing_minor,
        lines=tuple(lines),
    )

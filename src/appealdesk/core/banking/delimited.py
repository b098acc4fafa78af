"""Reads CSV statements by an explicit profile: the bank's headings, its way to write days and amounts.

Nothing is guessed. A profile is chosen by a person and saved with the account; a file whose headings differ from
the profile's is refused, as is one whose running balance does not follow from its amounts.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import pairwise

from appealdesk.core.banking.delimited_profiles import PROFILES, Profile
from appealdesk.core.banking.references import reference_in
from appealdesk.core.banking.shapes import (
    LineKind,
    ReferenceKeys,
    Statement,
    StatementLine,
    StatementProblem,
    StatementRefused,
    without_nul,
)
from appealdesk.core.money import MoneyError, parse_minor
from appealdesk.core.sentences import told

__all__ = ["PROFILES", "Profile", "TriedRow", "read_delimited", "table_of", "try_rows"]


_Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Movement:
    """A row as numbers, before it is a line."""

    row: _Row
    line: int
    booked: date
    value: date
    amount: int
    balance: int | None


def read_delimited(data: bytes, profile: Profile) -> tuple[Statement, ...]:
    """The statement of a CSV file, one per account where a column names it; StatementRefused otherwise.

    The rows may run forwards or backwards in time; the running balance says which, and has to hold throughout.
    """
    problems: list[StatementProblem] = []
    groups: dict[str, list[_Movement]] = {}
    for line, row in _rows(data, profile):
        try:
            account = row[profile.account] if profile.account else ""
            groups.setdefault(account, []).append(_movement(row, line, profile))
        except _FieldError as error:
            problems.append(StatementProblem(line, error.heading, error.sentence))
    if problems:
        raise StatementRefused(problems)
    if not groups:
        raise StatementRefused.of_file(told("The file has headings but no row."), line=1)
    return tuple(_statement(account, movements, profile) for account, movements in groups.items())


class _FieldError(ValueError):
    """A cell that cannot be read: its heading and the sentence."""

    def __init__(self, heading: str, sentence: str) -> None:
        super().__init__(sentence)
        self.heading = heading
        self.sentence = sentence


def table_of(data: bytes, profile: Profile) -> tuple[tuple[str, ...], list[tuple[int, list[str]]]]:
    """The columns' names, no two alike, and every row with its line; StatementRefused where it is no such table."""
    try:
        text = without_nul(data.decode(profile.encoding))
    except UnicodeDecodeError as error:
        raise StatementRefused.of_file(
            told(
                "The file is not %(encoding)s, in which %(profile)s files are written; download it again.",
                encoding=profile.encoding,
                profile=profile.name,
            ),
            line=data.count(b"\n", 0, error.start) + 1,
        ) from error
    stream = io.StringIO(text, newline="")
    for _line in range(profile.skip):
        stream.readline()
    reader = csv.reader(stream, delimiter=profile.delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        rows.extend((profile.skip + reader.line_num, [cell.strip() for cell in cells]) for cells in reader if cells)
    except csv.Error as error:
        line = profile.skip + reader.line_num
        raise StatementRefused.of_file(told("The quoting is broken (%(error)s).", error=error), line=line) from error
    first = rows.pop(0)[1] if profile.headed and rows else [""] * max((len(cells) for _, cells in rows), default=0)
    return _named(first), rows


def _named(headings: Sequence[str]) -> tuple[str, ...]:
    """Names for the columns: blank ones are numbered, and of equal ones the second gets a number too."""
    names: list[str] = []
    for number, heading in enumerate(headings, start=1):
        name = heading or f"column {number}"
        names.append(name if name not in names else f"{name} ({number})")
    return tuple(names)


def _rows(data: bytes, profile: Profile) -> list[tuple[int, _Row]]:
    headings, rows = table_of(data, profile)
    if headings != profile.headings:
        raise StatementRefused.of_file(
            told(
                "The headings are not those of %(profile)s, which are %(headings)s. Choose another "
                "profile, or change this one.",
                profile=profile.name,
                headings=", ".join(profile.headings),
            ),
            line=profile.skip + 1,
        )
    return [(line, _row(line, cells, headings)) for line, cells in rows]


def _row(line: int, cells: Sequence[str], headings: Sequence[str]) -> _Row:
    if len(cells) != len(headings):
        raise StatementRefused.of_file(
            told(
                "The row has %(cells)s cells, but there are %(headings)s headings.",
                cells=len(cells),
                headings=len(headings),
            ),
            line=line,
        )
    return dict(zip(headings, cells, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedRow:
    """A row as a profile reads it: what is wrong, by heading, or else the line that it would be."""

    line: int
    cells: tuple[str, ...]
    problems: Mapping[str, str]
    read: StatementLine | None


def try_rows(data: bytes, profile: Profile, most: int = 20) -> tuple[tuple[str, ...], tuple[TriedRow, ...]]:
    """The columns, and the first rows each by itself, for somebody who is choosing what each column is."""
    headings, rows = table_of(data, profile)
    return headings, tuple(_tried(line, cells, headings, profile) for line, cells in rows[:most])


def _tried(line: int, cells: Sequence[str], headings: Sequence[str], profile: Profile) -> TriedRow:
    problems: dict[str, str] = {}
    read = None
    try:
        row = _row(line, cells, headings)
    except StatementRefused as refused:
        return TriedRow(line=line, cells=tuple(cells), problems={"": refused.problems[0].sentence}, read=None)
    for part in (_read_days, _read_amount, _read_balance):
        try:
            part(row, profile)
        except _FieldError as error:
            problems[error.heading] = error.sentence
    if not problems:
        read = _line(1, _movement(row, line, profile), profile, ReferenceKeys())
    return TriedRow(line=line, cells=tuple(cells), problems=problems, read=read)


def _movement(row: _Row, line: int, profile: Profile) -> _Movement:
    booked, value = _read_days(row, profile)
    return _Movement(row, line, booked, value, _read_amount(row, profile), _read_balance(row, profile))


def _read_days(row: _Row, profile: Profile) -> tuple[date, date]:
    booked = _day(row, profile.booked, profile)
    return booked, _day(row, profile.value, profile) if profile.value and row[profile.value] else booked


def _read_amount(row: _Row, profile: Profile) -> int:
    if profile.amount:
        amount = _minor(row, profile.amount, profile)
        if profile.direction:
            amount = _unsigned(amount, row, profile.amount)
            amount = -amount if row[profile.direction] in profile.out_words else amount
        return -amount if profile.negated else amount
    filled = [name for name in (profile.money_in, profile.money_out) if name and row[name]]
    if len(filled) != 1:
        raise _FieldError(
            profile.money_in,
            told(
                "Just one of %(money_in)s and %(money_out)s must be filled.",
                money_in=profile.money_in,
                money_out=profile.money_out,
            ),
        )
    amount = _unsigned(_minor(row, filled[0], profile), row, filled[0])
    return amount if filled[0] == profile.money_in else -amount


def _unsigned(amount: int, row: _Row, heading: str) -> int:
    if amount < 0:
        raise _FieldError(
            heading, told("%(text)s has a sign; the column says the direction already.", text=repr(row[heading]))
        )
    return amount


def _read_balance(row: _Row, profile: Profile) -> int | None:
    return _minor(row, profile.balance, profile) if profile.balance and row[profile.balance] else None


def _day(row: _Row, heading: str, profile: Profile) -> date:
    found = re.fullmatch(profile.date_pattern, row[heading], re.ASCII)
    try:
        if found is None:
            raise ValueError(row[heading])
        year = int(found["y"])
        # Two digits stand for a year of this century: nobody imports older files.
        return date(year if year > 99 else 2000 + year, int(found["m"]), int(found["d"]))
    except ValueError as error:
        raise _FieldError(
            heading,
            told(
                "%(text)s is not a date as %(profile)s files write it.",
                text=repr(row[heading][:30]),
                profile=profile.name,
            ),
        ) from error


def _minor(row: _Row, heading: str, profile: Profile) -> int:
    text = row[heading].replace(profile.currency_mark, "", 1) if profile.currency_mark else row[heading]
    try:
        return parse_minor(
            text.strip(), profile.currency, decimal_mark=profile.decimal_mark, group_mark=profile.group_mark
        )
    except MoneyError as error:
        raise _FieldError(heading, error.args[0]) from error


def _statement(account: str, movements: Sequence[_Movement], profile: Profile) -> Statement:
    ordered = _in_time(movements)
    keys = ReferenceKeys()
    lines = tuple(_line(number, item, profile, keys) for number, item in enumerate(ordered, start=1))
    first, last = ordered[0], ordered[-1]
    days = [item.booked for item in ordered]
    return Statement(
        format=profile.name,
        account=account,
        holder="",
        bank="",
        currency=profile.currency,
        period_start=min(days),
        period_end=max(days),
        opening_minor=None if first.balance is None else first.balance - first.amount,
        closing_minor=last.balance,
        lines=lines,
    )


def _in_time(movements: Sequence[_Movement]) -> list[_Movement]:
    """The rows from the oldest to the newest, by the days and then by the balance that each row leaves."""
    missing = [item for item in movements if item.balance is None]
    if missing and len(missing) != len(movements):
        raise StatementRefused(
            StatementProblem(item.line, "balance", told("The balance is blank here but not in other rows."))
            for item in missing
        )
    forwards, backwards = list(movements), list(reversed(movements))
    breaks = [_first_break(order) for order in (forwards, backwards)]
    for order, broken in zip((forwards, backwards), breaks, strict=True):
        if broken is None:
            return order
    descending = movements[0].booked > movements[-1].booked
    broken = breaks[1] if descending else breaks[0]
    raise StatementRefused.of_file(
        told(
            "The balance does not follow from the row before it, or the days run back and forth; a "
            "row is missing or was changed. Download the file again."
        ),
        line=broken.line if broken else 0,
        field="balance",
    )


def _first_break(order: Sequence[_Movement]) -> _Movement | None:
    for before, after in pairwise(order):
        if after.booked < before.booked:
            return after
        if before.balance is not None and after.balance != before.balance + after.amount:
            return after
    return None


def _line(number: int, item: _Movement, profile: Profile, keys: ReferenceKeys) -> StatementLine:
    description = " ".join(item.row[profile.description].split()) if profile.description else ""
    reference = item.row[profile.reference] if profile.reference else reference_in(description)
    kind = _kind(item, description, profile)
    return StatementLine(
        number,
        item.booked,
        item.value,
        item.amount,
        profile.currency,
        _payer(item, description, reference, kind, profile),
        "",
        reference,
        keys.unique(f"{item.booked:%Y%m%d}/{_stem(item, profile)}/{item.amount}"),
        description,
        kind is LineKind.CORRECTION,
        kind,
    )


def _payer(item: _Movement, description: str, reference: str, kind: LineKind, profile: Profile) -> str:
    if item.amount < 0:
        return ""
    if profile.payer:
        return " ".join(item.row[profile.payer].split())
    payer = _after_words(description, profile.before_payer) if kind is LineKind.TRANSFER else ""
    return " ".join(payer.replace(reference, " ").split()) if reference else payer


def _after_words(description: str, words: Sequence[str]) -> str:
    """The description without the word that the bank puts in front of it, if one of these does."""
    for word in words:
        rest = description.removeprefix(word)
        if rest != description and rest[:1] in {"", " ", "\u3000"}:
            return rest.strip(" \u3000")
    return description


def _stem(item: _Movement, profile: Profile) -> str:
    """What tells a movement from others of its day and amount: the bank's number, the balance, or else its words."""
    if profile.number:
        return item.row[profile.number]
    if item.balance is not None:
        return str(item.balance)
    words = "\x00".join(item.row[name] for name in (profile.payer, profile.reference, profile.description) if name)
    return sha256(words.encode()).hexdigest()[:12]


def _kind(item: _Movement, description: str, profile: Profile) -> LineKind:
    if (profile.payer or not profile.kinds) and item.amount >= 0:
        return LineKind.TRANSFER
    word = item.row[profile.kind] if profile.kind else re.split(r"[ \u3000]", description)[0]
    return profile.kinds.get(word, LineKind.OTHER)

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
from itertools import pairwise
from typing import Final

from appealdesk.core.banking.references import reference_in
from appealdesk.core.banking.shapes import (
    LineKind,
    ReferenceKeys,
    Statement,
    StatementLine,
    StatementProblem,
    StatementRefused,
)
from appealdesk.core.money import MoneyError, parse_minor

__all__ = ["PROFILES", "Profile", "read_delimited"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How one bank writes its CSV. Columns are named by their headings; an empty name means there is none.

    `date_pattern` is a regular expression with the groups y, m and d. Either `amount` is a signed column, or
    `money_in` and `money_out` are two columns of which one is filled. `transfer` is a regular expression for the
    description of a transfer received, with the group payer. `currency_mark` is taken off before amounts are read.
    """

    name: str
    encoding: str
    headings: tuple[str, ...]
    currency: str
    booked: str
    date_pattern: str
    description: str
    transfer: str
    value: str = ""
    money_in: str = ""
    money_out: str = ""
    amount: str = ""
    balance: str = ""
    account: str = ""
    number: str = ""
    kind: str = ""
    kinds: Mapping[str, LineKind]
    currency_mark: str = ""


_ANSER: Final = Profile(
    name="anser",
    encoding="cp932",
    headings=(
        "照会口座",
        "番号",
        "勘定日",
        "（起算日）",
        "出金金額（円）",
        "入金金額（円）",
        "小切手区分",
        "残高（円）",
        "取引区分",
        "明細区分",
        "金融機関名",
        "支店名",
        "摘要",
    ),
    currency="JPY",
    booked="勘定日",
    date_pattern=r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日",
    value="（起算日）",
    money_in="入金金額（円）",
    money_out="出金金額（円）",
    balance="残高（円）",
    account="照会口座",
    number="番号",
    kind="取引区分",
    description="摘要",
    transfer=r"(?P<payer>.*)",
    kinds={
        "振込": LineKind.TRANSFER,
        "現金": LineKind.CASH,
        "振替": LineKind.SWITCH,
        "訂正": LineKind.CORRECTION,
        "手数料": LineKind.FEE,
    },
)

_SMBC: Final = Profile(
    name="smbc",
    encoding="cp932",
    headings=("年月日", "お引出し", "お預入れ", "お取り扱い内容", "残高", "メモ", "ラベル"),
    currency="JPY",
    booked="年月日",
    date_pattern=r"(?P<y>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})",
    money_in="お預入れ",
    money_out="お引出し",
    balance="残高",
    description="お取り扱い内容",
    transfer=r"振込[ \u3000]+(?P<payer>.+)",
    kinds={"振込": LineKind.TRANSFER, "手数料": LineKind.FEE, "現金": LineKind.CASH, "振替": LineKind.SWITCH},
)

_UK: Final = Profile(
    name="uk-generic",
    encoding="utf-8-sig",
    headings=("Date", "Type", "Description", "Paid out", "Paid in", "Balance"),
    currency="GBP",
    booked="Date",
    date_pattern=r"(?P<d>\d{2})/(?P<m>\d{2})/(?P<y>\d{4})",
    money_in="Paid in",
    money_out="Paid out",
    balance="Balance",
    kind="Type",
    description="Description",
    transfer=r"(?P<payer>.*)",
    kinds={"FPI": LineKind.TRANSFER, "BGC": LineKind.TRANSFER, "CR": LineKind.TRANSFER, "CHG": LineKind.FEE},
    currency_mark="£",
)

_US: Final = Profile(
    name="us-generic",
    encoding="utf-8-sig",
    headings=("Details", "Posting Date", "Description", "Amount", "Type", "Balance", "Check or Slip #"),
    currency="USD",
    booked="Posting Date",
    date_pattern=r"(?P<m>\d{2})/(?P<d>\d{2})/(?P<y>\d{4})",
    amount="Amount",
    balance="Balance",
    kind="Type",
    description="Description",
    transfer=r"(?:WIRE IN )?(?P<payer>.*)",
    kinds={
        "WIRE_INCOMING": LineKind.TRANSFER,
        "ACH_CREDIT": LineKind.TRANSFER,
        "FEE_TRANSACTION": LineKind.FEE,
        "WIRE_FEE": LineKind.FEE,
    },
    currency_mark="$",
)

PROFILES: Final[Mapping[str, Profile]] = {profile.name: profile for profile in (_SMBC, _ANSER, _UK, _US)}
"""The profiles that come with the desk, by the name that a person chooses."""

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
        raise StatementRefused.of_file("The file has headings but no row.", line=1)
    return tuple(_statement(account, movements, profile) for account, movements in groups.items())


class _FieldError(ValueError):
    """A cell that cannot be read: its heading and the sentence."""

    def __init__(self, heading: str, sentence: str) -> None:
        super().__init__(sentence)
        self.heading = heading
        self.sentence = sentence


def _rows(data: bytes, profile: Profile) -> list[tuple[int, _Row]]:
    try:
        text = data.decode(profile.encoding)
    except UnicodeDecodeError as error:
        raise StatementRefused.of_file(
            f"The file is not {profile.encoding}, in which {profile.name} files are written; download it again.",
            line=data.count(b"\n", 0, error.start) + 1,
        ) from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, _Row]] = []
    try:
        headings = next(reader, [])
        if tuple(cell.strip() for cell in headings) != profile.headings:
            raise StatementRefused.of_file(
                f"The headings are not those of {profile.name}, which are {', '.join(profile.headings)}. "
                f"Choose another profile: {', '.join(PROFILES)}.",
                line=1,
            )
        for cells in reader:
            if not cells:
                continue
            if len(cells) != len(profile.headings):
                raise StatementRefused.of_file(
                    f"The row has {len(cells)} cells, but there are {len(profile.headings)} headings.",
                    line=reader.line_num,
                )
            stripped = (cell.strip() for cell in cells)
            rows.append((reader.line_num, dict(zip(profile.headings, stripped, strict=True))))
    except csv.Error as error:
        raise StatementRefused.of_file(f"The quoting is broken ({error}).", line=reader.line_num) from error
    return rows


def _movement(row: _Row, line: int, profile: Profile) -> _Movement:
    booked = _day(row, profile.booked, profile)
    value = _day(row, profile.value, profile) if profile.value and row[profile.value] else booked
    if profile.amount:
        amount = _minor(row, profile.amount, profile)
    else:
        filled = [name for name in (profile.money_in, profile.money_out) if row[name]]
        if len(filled) != 1:
            raise _FieldError(
                profile.money_in, f"Just one of {profile.money_in} and {profile.money_out} must be filled."
            )
        amount = _minor(row, filled[0], profile)
        if amount < 0:
            raise _FieldError(filled[0], f"{row[filled[0]]!r} has a sign; the column says the direction already.")
        amount = amount if filled[0] == profile.money_in else -amount
    balance = _minor(row, profile.balance, profile) if row[profile.balance] else None
    return _Movement(row, line, booked, value, amount, balance)


def _day(row: _Row, heading: str, profile: Profile) -> date:
    found = re.fullmatch(profile.date_pattern, row[heading], re.ASCII)
    try:
        if found is None:
            raise ValueError(row[heading])
        return date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError as error:
        raise _FieldError(heading, f"{row[heading][:30]!r} is not a date as {profile.name} files write it.") from error


def _minor(row: _Row, heading: str, profile: Profile) -> int:
    text = row[heading].replace(profile.currency_mark, "", 1) if profile.currency_mark else row[heading]
    try:
        return parse_minor(text, profile.currency, group_mark=",")
    except MoneyError as error:
        raise _FieldError(heading, str(error)) from error


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
            StatementProblem(item.line, "balance", "The balance is blank here but not in other rows.")
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
        "The balance does not follow from the row before it, or the days run back and forth; a row is missing or "
        "was changed. Download the file again.",
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
    description = " ".join(item.row[profile.description].split())
    found = re.fullmatch(profile.transfer, description)
    reference = reference_in(description)
    kind = _kind(item, description, profile)
    payer = found["payer"] if found and kind is LineKind.TRANSFER and item.amount >= 0 else ""
    if reference:
        payer = " ".join(payer.replace(reference, " ").split())
    stem = item.row[profile.number] if profile.number else item.balance
    return StatementLine(
        number,
        item.booked,
        item.value,
        item.amount,
        profile.currency,
        payer,
        "",
        reference,
        keys.unique(f"{item.booked:%Y%m%d}/{stem if stem is not None else 'none'}/{item.amount}"),
        description,
        kind is LineKind.CORRECTION,
        kind,
    )


def _kind(item: _Movement, description: str, profile: Profile) -> LineKind:
    word = item.row[profile.kind] if profile.kind else re.split(r"[ \u3000]", description)[0]
    return profile.kinds.get(word, LineKind.OTHER)

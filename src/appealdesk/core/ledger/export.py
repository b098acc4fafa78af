"""The ledger as accountants' programs read it: a beancount file, and a journal with a line for each posting.

Neither holds a word about a person: an entry is named by its reference. The beancount file opens every account,
carries the balances of the days before as one transaction, and asserts each closing balance, so that whoever checks
it checks our sums too. Syntax: https://beancount.github.io/docs/beancount_language_syntax.html
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from appealdesk.core.ledger.entry import Posting
from appealdesk.core.money import Money, exponent_of

__all__ = ["JOURNAL_COLUMNS", "ExportAccount", "ExportEntry", "beancount_names", "write_beancount", "write_journal"]

_ROOTS: Final = {
    "asset": "Assets",
    "liability": "Liabilities",
    # What is given for a purpose and not spent yet stands among the net assets, restricted apart from free.
    "fund": "Equity:Funds",
    "income": "Income",
    "expense": "Expenses",
}
JOURNAL_COLUMNS: Final = (
    "entry",
    "booked_on",
    "kind",
    "reference",
    "account",
    "account_kind",
    "account_name",
    "restricted",
    "debit",
    "credit",
    "currency",
)
"""The columns of the journal; a new one is only ever added at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportAccount:
    """An account by its code, such as `fund:B-7K3M9Q2XC`; `restricted` is None for what is no fund."""

    code: str
    kind: str
    name: str
    restricted: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportEntry:
    """One entry with its postings, whose accounts are codes; `mark` tells it from any other, for good."""

    mark: str
    booked_on: date
    kind: str
    reference: str
    postings: tuple[Posting, ...]


def beancount_names(accounts: Iterable[ExportAccount]) -> Mapping[str, str]:
    """Code → name of the account in beancount; no two are alike."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for account in sorted(accounts, key=lambda found: found.code):
        parts = [_ROOTS[account.kind]]
        if account.restricted is not None:
            parts.append("Restricted" if account.restricted else "Free")
        parts += [_part(part) for part in account.code.split(":") if part != "fund"]
        name, number = ":".join(parts), 2
        while name in taken:
            name, number = f"{':'.join(parts)}-{number}", number + 1
        taken.add(name)
        names[account.code] = name
    return names


def write_beancount(
    *,
    title: str,
    accounts: Iterable[ExportAccount],
    opening: Mapping[str, tuple[Money, ...]],
    entries: Iterable[ExportEntry],
    closing: Mapping[str, tuple[Money, ...]],
    first: date,
    last: date,
) -> Iterator[str]:
    """The file in pieces; `opening` and `closing` are balances by code at the start of `first`, the end of `last`."""
    known = tuple(accounts)
    names = beancount_names(known)
    yield f'option "title" {_quoted(title)}\n'
    currencies = sorted({money.currency for sums in (*opening.values(), *closing.values()) for money in sums})
    for currency in currencies:
        yield f'option "operating_currency" "{currency}"\n'
    yield "\n"
    for currency in currencies:
        yield f"{first} commodity {currency}\n"
    for account in known:
        yield f"{first} open {names[account.code]}\n  name: {_quoted(account.name)}\n"
    carried = [(code, money) for code, sums in sorted(opening.items()) for money in sums if money.amount_minor]
    if carried:
        yield f'\n{first} * "Balances carried forward"\n'
        yield from (f"  {names[code]}  {_amount(money)}\n" for code, money in carried)
    for entry in entries:
        yield f'\n{entry.booked_on} * "{entry.kind}" ^{entry.reference}\n  entry: "{entry.mark}"\n'
        for side in entry.postings:
            yield f"  {names[side.account]}  {_amount(Money(side.amount_minor, side.currency))}\n"
    yield "\n"
    after = last + timedelta(days=1)
    for code, sums in sorted(closing.items()):
        for money in sums:
            yield f"{after} balance {names[code]}  {_amount(money)}\n"


def write_journal(*, accounts: Iterable[ExportAccount], entries: Iterable[ExportEntry]) -> Iterator[str]:
    """Comma-separated lines with a heading, one for each posting; amounts are in the currency's own units."""
    known = {account.code: account for account in accounts}
    buffer = io.StringIO()
    rows = csv.writer(buffer, lineterminator="\r\n")
    rows.writerow(JOURNAL_COLUMNS)
    for entry in entries:
        for side in entry.postings:
            rows.writerow(_journal_row(entry, side, known[side.account]))
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def _journal_row(entry: ExportEntry, side: Posting, account: ExportAccount) -> tuple[str, ...]:
    amount = _number(Money(abs(side.amount_minor), side.currency))
    return (
        entry.mark,
        entry.booked_on.isoformat(),
        entry.kind,
        entry.reference,
        account.code,
        account.kind,
        _harmless(account.name),
        "" if account.restricted is None else ("yes" if account.restricted else "no"),
        amount if side.amount_minor > 0 else "",
        amount if side.amount_minor < 0 else "",
        side.currency,
    )


def _harmless(text: str) -> str:
    # A spreadsheet takes a cell that begins like a formula for one.
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _part(text: str) -> str:
    """A part of an account's name begins with a capital letter or a digit, and holds letters, digits and hyphens."""
    words = "-".join(re.findall(r"[A-Za-z0-9]+", text)) or "X"
    return words[:1].upper() + words[1:]


def _number(money: Money) -> str:
    return f"{money.decimal:.{exponent_of(money.currency)}f}"


def _amount(money: Money) -> str:
    return f"{_number(money)} {money.currency}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'

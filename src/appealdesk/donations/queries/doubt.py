"""Finds new lines that may be movements which the account has already, from a file that numbers them otherwise.

A bank's reference tells a movement from every other, as long as all files of the account carry it. OFX has numbers of
its own, some MT940 files have none, and a CSV file may only have words. Where two formats do not number alike, a day
and an amount that both have prove neither that it is one movement nor that there are two. A person decides then which
file to go on with, and nothing is counted twice or lost.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final

from appealdesk.core.banking.delimited_profiles import PROFILES
from appealdesk.core.banking.statement import StatementLine as FileLine
from appealdesk.core.banking.statement import StatementScan
from appealdesk.donations.models import BankAccount, Statement
from appealdesk.donations.queries.files import known_references
from appealdesk.donations.queries.profiles import SAVED, saved_profile
from appealdesk.foundation.db import fetch_all
from appealdesk.foundation.refusals import Refusal

__all__ = ["check_doubt", "near_in_other_formats"]

_BATCH = 10_000
# These carry the bank's own number of each movement, the same in each of them.
_NUMBERED: Final = frozenset({"zengin", "camt", "mt940"})
_UNNUMBERED: Final = "/none/"


@dataclass(frozen=True, slots=True, kw_only=True)
class _InDoubt:
    """How many lines, the first and the last of their days, and the formats of the lines that they may be."""

    count: int
    first: date
    last: date
    formats: tuple[str, ...]


def check_doubt(account: BankAccount, head_format: str, scan: StatementScan) -> None:
    """Refuse the whole file where nothing tells some of its lines from lines that are there."""
    doubt = _lines_in_doubt(account, head_format, scan)
    if doubt is None:
        return
    raise Refusal(
        "donations.lines_in_doubt",
        f"{doubt.count} lines from {doubt.first} to {doubt.last} have the day and the amount of lines that came in "
        f"another format ({', '.join(doubt.formats)}), which numbers movements otherwise: nothing tells whether they "
        "are the same. For these days go on with that format, or undo the earlier statement first.",
        field="file",
        values={
            "count": doubt.count,
            "first": doubt.first.isoformat(),
            "last": doubt.last.isoformat(),
            "formats": ", ".join(doubt.formats),
        },
    )


def near_in_other_formats(
    account: BankAccount, head_format: str, first: date | None, last: date | None
) -> list[Statement]:
    """Confirmed statements of the account that touch these days and came in another format."""
    near = Statement.objects.filter(account=account, period_from__lte=last, period_to__gte=first)
    return list(
        near.exclude(status=Statement.Status.UNDONE)
        .exclude(status=Statement.Status.RECEIVED, confirmed_at__isnull=True)
        .exclude(format=head_format)
        .defer("wrapped_key")
    )


def _lines_in_doubt(account: BankAccount, head_format: str, scan: StatementScan) -> _InDoubt | None:
    """The lines of the file that nothing tells from lines of another format; None where there are none."""
    others = near_in_other_formats(account, head_format, scan.head.period_start, scan.head.period_end)
    if not others:
        return None
    there = _there(account, others)
    numbered = _is_numbered(account, head_format)
    days: list[date] = []
    formats: set[str] = set()
    for line in _fresh(account.pk, scan):
        alike = there.get((line.booked, line.amount_minor), ())
        own = numbered and _UNNUMBERED not in line.bank_reference
        met = [format_name for format_name, known in alike if not (own and known)]
        if met:
            days.append(line.booked)
            formats.update(met)
    if not days:
        return None
    return _InDoubt(count=len(days), first=min(days), last=max(days), formats=tuple(sorted(formats)))


def _there(account: BankAccount, others: list[Statement]) -> dict[tuple[date, int], set[tuple[str, bool]]]:
    """Day and amount → the formats of the lines that have both, and whether the bank numbered them."""
    formats = {one.pk: (one.format, _is_numbered(account, one.format)) for one in others}
    rows = fetch_all(
        """
        SELECT DISTINCT booked_on, amount_minor, statement_id, position(%s IN bank_reference) = 0
        FROM donations_statementline WHERE statement_id = ANY(%s) AND state <> 'undone'
        """,
        [_UNNUMBERED, list(formats)],
    )
    found: dict[tuple[date, int], set[tuple[str, bool]]] = {}
    for booked, amount, statement, has_number in rows:
        name, numbered = formats[statement]
        found.setdefault((booked, amount), set()).add((name, numbered and has_number))
    return found


def _is_numbered(account: BankAccount, format_name: str) -> bool:
    if format_name.startswith(SAVED):
        profile = saved_profile(account, int(format_name.removeprefix(SAVED)))
    else:
        profile = PROFILES.get(format_name)
    return format_name in _NUMBERED or (profile is not None and bool(profile.number))


def _fresh(account_id: int, scan: StatementScan) -> Iterator[FileLine]:
    """Lines whose reference the account does not have."""
    lines = scan.lines()
    while batch := list(islice(lines, _BATCH)):
        known = known_references(account_id, batch)
        yield from (line for line in batch if line.bank_reference not in known)

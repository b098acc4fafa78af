"""The ledger in the order of its days, streamed: ten million postings never stand in memory together."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Any

from django.db import connection

from appealdesk.core.ledger.entry import Posting
from appealdesk.core.ledger.export import ExportAccount, ExportEntry
from appealdesk.core.money import Money
from appealdesk.donations.ledger.posting import balances
from appealdesk.donations.models import BankAccount, Fund, LedgerAccount
from appealdesk.foundation.crypto import token
from appealdesk.foundation.db import fetch_all
from appealdesk.foundation.languages import pick

__all__ = ["balances_by_code", "days_booked", "export_accounts", "export_entries"]

_AT_ONCE = 5_000
_ENTRIES = """
    SELECT entry.id, entry.booked_on, entry.kind, entry.subject_ref,
           posting.account_id, posting.amount_minor, posting.currency
    FROM donations_entry entry JOIN donations_posting posting ON posting.entry_id = entry.id
    WHERE entry.organisation_id = %s AND entry.booked_on BETWEEN %s AND %s
    ORDER BY entry.booked_on, entry.id, posting.id
"""


def export_accounts(*, organisation_id: int, language: str) -> tuple[ExportAccount, ...]:
    """Every account of the chart, with its name in one language; an account of the product's own has its code."""
    funds = {fund.ledger_account_id: fund for fund in Fund.objects.filter(organisation_id=organisation_id)}
    banks = {
        account.ledger_account_id: account.label
        for account in BankAccount.objects.filter(organisation_id=organisation_id)
    }
    return tuple(
        ExportAccount(
            code=row.code,
            kind=row.kind,
            name=_name(row, funds.get(row.pk), banks, language),
            restricted=funds[row.pk].restricted if row.pk in funds else None,
        )
        for row in LedgerAccount.objects.filter(organisation_id=organisation_id).order_by("kind", "code")
    )


def _name(row: LedgerAccount, fund: Fund | None, banks: Mapping[int, str], language: str) -> str:
    if fund is not None:
        return pick(fund.names, language)
    return banks.get(row.pk) or (pick(row.names, language) if row.names else row.code)


def days_booked(*, organisation_id: int) -> tuple[date, date] | None:
    """The first and the last day with an entry, or None for an empty ledger."""
    ((first, last),) = fetch_all(
        "SELECT min(day), max(day) FROM donations_accountday WHERE organisation_id = %s", [organisation_id]
    )
    return (first, last) if first is not None else None


def balances_by_code(*, organisation_id: int, upto: date | None = None) -> dict[str, tuple[Money, ...]]:
    """Account → balances at the end of a day or of all days, one per currency."""
    codes, sums = _codes(organisation_id), balances(organisation_id=organisation_id, upto=upto)
    return {codes[account]: found for account, found in sums.items()}


def export_entries(*, organisation_id: int, first: date, last: date) -> Iterator[ExportEntry]:
    """The entries of these days, oldest first; inside a transaction, whose cursor of the server it reads."""
    codes = _codes(organisation_id)
    with connection.chunked_cursor() as cursor:
        cursor.execute(_ENTRIES, [organisation_id, first, last])
        for key, rows in groupby(_rows(cursor), key=lambda row: row[:4]):
            entry_id, booked_on, kind, reference = key
            yield ExportEntry(
                mark=token("entry", str(entry_id)).hex(),
                booked_on=booked_on,
                kind=kind,
                reference=reference,
                postings=tuple(Posting(codes[account], amount, currency) for *_, account, amount, currency in rows),
            )


def _codes(organisation_id: int) -> dict[int, str]:
    return dict(LedgerAccount.objects.filter(organisation_id=organisation_id).values_list("pk", "code"))


def _rows(cursor: Any) -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(_AT_ONCE):
        yield from rows

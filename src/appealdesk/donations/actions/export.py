"""Export the ledger for accountants."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from appealdesk.audit.actions.record import record_audit
from appealdesk.core.ledger.export import ExportEntry, write_beancount, write_journal
from appealdesk.donations.access import may_handle_money
from appealdesk.donations.queries.journal import balances_by_code, days_booked, export_accounts, export_entries
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound, Refusal

__all__ = ["ExportedLedger", "Format", "export_ledger"]

Format = Literal["beancount", "csv"]

# The balances stand on the days around those that are exported, so that the calendar has to have them.
_EARLIEST, _LATEST = date.min + timedelta(days=1), date.max - timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedLedger:
    """The days that were exported, and how many entries they have."""

    first: date
    last: date
    entries: int


def export_ledger(
    *,
    actor: Actor,
    now: datetime,
    format: Format,
    write: Callable[[str], object],
    title: str,
    first: date | None = None,
    last: date | None = None,
) -> ExportedLedger:
    """Write the entries of these days, or of all, piece by piece; both days are within. No word about a person."""
    with acting(actor):
        if not may_handle_money(actor):
            raise NotFound("page")
        booked = days_booked(organisation_id=actor.own_organisation)
        if booked is None:
            raise Refusal("donations.ledger_empty", "Nothing is booked yet, so there is nothing to export.")
        begin, end = max(first or booked[0], _EARLIEST), min(last or booked[1], _LATEST)
        if begin > end:
            raise Refusal("donations.days_turned", "The first day comes after the last. Turn them round.", field="from")
        counted = _Counted(export_entries(organisation_id=actor.own_organisation, first=begin, last=end))
        for piece in _pieces(actor, format, title, begin, end, counted):
            write(piece)
        details = {"format": format, "from": begin.isoformat(), "to": end.isoformat(), "entries": counted.count}
        record_audit(actor=actor, now=now, tag="ledger.exported", subject=format, details=details)
    return ExportedLedger(first=begin, last=end, entries=counted.count)


class _Counted:
    """The entries, and how many of them have passed."""

    def __init__(self, entries: Iterator[ExportEntry]) -> None:
        self._entries = entries
        self.count = 0

    def __iter__(self) -> Iterator[ExportEntry]:
        for entry in self._entries:
            self.count += 1
            yield entry


def _pieces(actor: Actor, format: Format, title: str, first: date, last: date, entries: "_Counted") -> Iterator[str]:
    accounts = export_accounts(organisation_id=actor.own_organisation, language=actor.language)
    if format == "csv":
        return write_journal(accounts=accounts, entries=entries)
    return write_beancount(
        title=title,
        accounts=accounts,
        opening=balances_by_code(organisation_id=actor.own_organisation, upto=first - timedelta(days=1)),
        entries=entries,
        closing=balances_by_code(organisation_id=actor.own_organisation, upto=last),
        first=first,
        last=last,
    )

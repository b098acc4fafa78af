"""Refunds, transfers and write-offs, newest first, with their reasons opened."""

from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter

from appealdesk.core.money import Money
from appealdesk.donations.access import may_handle_money
from appealdesk.donations.models import Refund, Transfer, WriteOff
from appealdesk.donations.queries.words import open_reason
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.languages import Localised
from appealdesk.foundation.refusals import NotFound

__all__ = ["CorrectionRow", "corrections_page"]

_MOST_SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRow:
    """One of them. `about` is the donation of a refund or the account of a write-off, by reference or code."""

    ref: str
    kind: str
    about: str
    source_names: Localised
    target_names: Localised
    amount: Money
    happened_on: date
    status: str
    two_people: bool
    reason: str
    asked_at: datetime
    asked_by: str
    decided_by: str

    @property
    def state(self) -> str:
        """Its chip."""
        return f"asked_{self.status}"


def corrections_page(*, actor: Actor) -> tuple[CorrectionRow, ...]:
    """The newest of all three; those that wait for a second person stand first. Three queries."""
    if not may_handle_money(actor):
        raise NotFound("page")
    own = {"organisation_id": actor.own_organisation}
    rows = [
        *map(_refund, Refund.objects.filter(**own).select_related("donation").order_by("-pk")[:_MOST_SHOWN]),
        *map(
            _transfer, Transfer.objects.filter(**own).select_related("source", "target").order_by("-pk")[:_MOST_SHOWN]
        ),
        *map(
            _write_off, WriteOff.objects.filter(**own).select_related("account", "fund").order_by("-pk")[:_MOST_SHOWN]
        ),
    ]
    rows.sort(key=attrgetter("asked_at"), reverse=True)
    rows.sort(key=lambda row: row.status != "asked")
    return tuple(rows[:_MOST_SHOWN])


def _refund(row: Refund) -> CorrectionRow:
    return _row(row, "refund", row.donation.ref, {}, {})


def _transfer(row: Transfer) -> CorrectionRow:
    return _row(row, "transfer", "", row.source.names, row.target.names)


def _write_off(row: WriteOff) -> CorrectionRow:
    return _row(row, "write_off", row.account.code, {}, row.fund.names)


def _row(
    row: Refund | Transfer | WriteOff, kind: str, about: str, source: Localised, target: Localised
) -> CorrectionRow:
    return CorrectionRow(
        ref=row.ref,
        kind=kind,
        about=about,
        source_names=source,
        target_names=target,
        amount=Money(row.amount_minor, row.currency),
        happened_on=row.happened_on,
        status=row.status,
        two_people=row.two_people,
        reason=open_reason(row.ref, row.wrapped_key, row.sealed),
        asked_at=row.asked_at,
        asked_by=row.asked_by,
        decided_by=row.decided_by,
    )

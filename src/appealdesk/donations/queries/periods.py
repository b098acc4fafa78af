"""Months: which are closed, and what is still open in one that is to be closed."""

from dataclasses import dataclass
from datetime import date, datetime

from appealdesk.donations.access import may_handle_money
from appealdesk.donations.models import Period
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import fetch_all, fetch_value
from appealdesk.foundation.refusals import NotFound

__all__ = ["MonthPage", "OpenEnd", "earlier_open_month", "month_after", "months_page", "open_ends"]

_MOST_SHOWN = 36


@dataclass(frozen=True, slots=True)
class OpenEnd:
    """What is open in a month, by a code, and how often."""

    code: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthPage:
    """One month: closed with its reference, or open; `next` is the one that may be closed now."""

    month: date
    entries: int
    ref: str = ""
    closed_at: datetime | None = None
    closed_by: str = ""
    left: tuple[OpenEnd, ...] = ()
    asked_by: str = ""
    reason: str = ""
    next: bool = False

    @property
    def closed(self) -> bool:
        """True while nothing can be booked in it."""
        return self.closed_at is not None


def month_after(month: date) -> date:
    """The first day of the month after the one of this day."""
    return (
        month.replace(month=month.month + 1, day=1)
        if month.month < 12
        else month.replace(year=month.year + 1, month=1, day=1)
    )


def earlier_open_month(*, organisation_id: int, month: date) -> date | None:
    """The earliest month before this one that has entries and is not closed."""
    found: date | None = fetch_value(
        """
        SELECT min(date_trunc('month', day)::date) FROM donations_accountday
        WHERE organisation_id = %(organisation)s AND day < %(month)s
          AND NOT EXISTS (
              SELECT FROM donations_period WHERE organisation_id = %(organisation)s AND opened_at IS NULL
                AND month = date_trunc('month', day)::date
          )
        """,
        {"organisation": organisation_id, "month": month},
    )
    return found


def open_ends(*, organisation_id: int, month: date) -> tuple[OpenEnd, ...]:
    """What a careful bookkeeper would settle before this month is closed; nothing of it forbids closing."""
    rows = fetch_all(
        """
        SELECT 'statement_runs', count(*) FROM donations_statement
        WHERE organisation_id = %(organisation)s AND status IN ('received', 'imported')
          AND coalesce(period_from, received_at::date) < %(after)s
          AND coalesce(period_to, received_at::date) >= %(month)s
        UNION ALL
        SELECT 'account_unread', count(*) FROM donations_bankaccount account
        WHERE account.organisation_id = %(organisation)s AND NOT EXISTS (
            SELECT FROM donations_statement WHERE account_id = account.id AND status = 'reconciled'
              AND period_to >= %(after)s::date - 1
        )
        UNION ALL
        SELECT 'line_waits', count(*) FROM donations_statementline
        WHERE organisation_id = %(organisation)s AND waits AND booked_on >= %(month)s AND booked_on < %(after)s
        UNION ALL
        SELECT 'outgoing_unsettled', count(*) FROM donations_statementline line
        JOIN donations_statement statement ON statement.id = line.statement_id
        WHERE line.organisation_id = %(organisation)s AND line.amount_minor < 0 AND line.state = 'open'
          AND line.booked_on >= %(month)s AND line.booked_on < %(after)s
          AND NOT EXISTS (SELECT FROM donations_settlement WHERE line_id = line.id AND undone_at IS NULL)
        UNION ALL
        SELECT 'payment_unseen', count(*) FROM donations_disbursement paid
        WHERE paid.organisation_id = %(organisation)s AND paid.status = 'paid' AND paid.means = 'bank'
          AND paid.paid_on < %(after)s
          AND NOT EXISTS (SELECT FROM donations_settlement WHERE subject_ref = paid.ref AND undone_at IS NULL)
        """,
        {"organisation": organisation_id, "month": month, "after": month_after(month)},
    )
    return tuple(OpenEnd(code, count) for code, count in rows if count)


def months_page(*, actor: Actor, today: date) -> tuple[MonthPage, ...]:
    """The months with entries, newest first, until the present one."""
    if not may_handle_money(actor):
        raise NotFound("page")
    counts = dict(
        fetch_all(
            """
            SELECT date_trunc('month', booked_on)::date, count(*) FROM donations_entry
            WHERE organisation_id = %s GROUP BY 1 ORDER BY 1 DESC LIMIT %s
            """,
            [actor.own_organisation, _MOST_SHOWN],
        )
    )
    closed = {
        row.month: row for row in Period.objects.filter(organisation_id=actor.own_organisation, opened_at__isnull=True)
    }
    months = sorted(set(counts) | set(closed), reverse=True)
    first_open = next((month for month in reversed(months) if month not in closed), None)
    return tuple(
        _month(month, counts.get(month, 0), closed.get(month), _next(month, first_open, today)) for month in months
    )


def _next(month: date, first_open: date | None, today: date) -> bool:
    return month == first_open and month_after(month) <= today


def _month(month: date, entries: int, row: Period | None, is_next: bool) -> MonthPage:
    if row is None:
        return MonthPage(month=month, entries=entries, next=is_next)
    return MonthPage(
        month=month,
        entries=entries,
        ref=row.ref,
        closed_at=row.closed_at,
        closed_by=row.closed_by,
        left=tuple(OpenEnd(code, count) for code, count in sorted(row.left_open.items())),
        asked_by=row.asked_by,
        reason=row.reason,
    )

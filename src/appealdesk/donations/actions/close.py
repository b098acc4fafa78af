"""Close a month: nothing is booked in it any more, which the database holds from then on."""

from collections.abc import Iterable
from datetime import date, datetime

from appealdesk.appeals.queries.appeals import day_of
from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import may_handle_money
from appealdesk.donations.invariants.money import days_are_sums, entries_balance, no_check_is_left
from appealdesk.donations.models import Period
from appealdesk.donations.queries.periods import earlier_open_month, open_ends
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting, execute
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import NotFound, Refusal

__all__ = ["close_month"]


def close_month(*, actor: Actor, now: datetime, month: date, leaves: Iterable[str] = ()) -> str:
    """Close the month of this day; `leaves` are the codes of open ends that are left on purpose.

    Refuses a month that is not over, one after another that is still open, and one whose ledger does not hold.
    Returns the period's reference.
    """
    first = month.replace(day=1)
    with acting(actor):
        if not may_handle_money(actor):
            raise NotFound("page")
        # From here on nobody posts, so that what is checked is what is closed.
        execute("SELECT donations_period_lock(%s, true)", [actor.own_organisation])
        if first >= day_of(actor.own_organisation, now=now).replace(day=1):
            raise Refusal("donations.month_runs", "This month is not over: close it when it is.", field="month")
        if Period.objects.filter(organisation_id=actor.own_organisation, month=first, opened_at__isnull=True).exists():
            raise Refusal("donations.closed_meanwhile", "A colleague closed this month meanwhile.", field="month")
        earlier = earlier_open_month(organisation_id=actor.own_organisation, month=first)
        if earlier is not None:
            raise Refusal(
                "donations.earlier_month",
                f"The month {earlier:%Y-%m} is still open: close that one first.",
                field="month",
                values={"month": earlier},
            )
        left = {end.code: end.count for end in open_ends(organisation_id=actor.own_organisation, month=first)}
        if set(left) - set(leaves):
            raise Refusal("donations.open_ends", "Settle what is open in this month, or tick that it is left so.")
        if any(next(check(), None) for check in (entries_balance, days_are_sums, no_check_is_left)):
            raise Refusal(
                "donations.ledger_broken", "The ledger does not hold: ask the operator to run `verify` first."
            )
        row = Period.objects.create(
            ref=new_ref("U"),
            organisation_id=actor.own_organisation,
            month=first,
            closed_at=now,
            closed_by=actor.ref,
            left_open=left,
        )
        record_audit(actor=actor, now=now, tag="period.closed", subject=row.ref, details={"month": f"{first:%Y-%m}"})
    return row.ref

"""Give cash back that was not booked: the giver changed their mind, or nobody can agree on the count."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import access_cash
from appealdesk.donations.models import CashCount
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal

__all__ = ["give_back_cash"]


def give_back_cash(*, actor: Actor, now: datetime, ref: str) -> None:
    """End the count without a booking; what was written about the giver is destroyed."""
    with acting(actor):
        row = access_cash(actor, ref, lock=True)
        if row.status not in (CashCount.Status.COUNTING, CashCount.Status.DIFFERS):
            raise Refusal("donations.cash_ended", "This cash is booked or given back already. Look at it again.")
        row.status, row.ended_at, row.ended_by = CashCount.Status.DROPPED, now, actor.ref
        row.wrapped_key = row.sealed = None
        row.save()
        record_audit(actor=actor, now=now, tag="cash.given_back", subject=row.ref, details={})

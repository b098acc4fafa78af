"""Open a closed month again, after somebody else asked for it with a reason."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import access_period
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal

__all__ = ["reopen_month"]


def reopen_month(*, actor: Actor, now: datetime, period_ref: str) -> None:
    """The second person's word: entries may be booked in the month again."""
    with acting(actor):
        row = access_period(actor, period_ref)
        if row.asked_at is None:
            raise Refusal("donations.reopen_unasked", "Somebody has to say first why this month is opened again.")
        if row.asked_by == actor.ref:
            raise Refusal("donations.agree_own", "Somebody else than the one who asked for it has to agree.")
        row.opened_at, row.opened_by = now, actor.ref
        row.save(update_fields=["opened_at", "opened_by"])
        details = {"month": f"{row.month:%Y-%m}", "reason": row.reason}
        record_audit(actor=actor, now=now, tag="period.opened", subject=row.ref, details=details)

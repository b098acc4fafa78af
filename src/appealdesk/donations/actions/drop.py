"""Drop a refund, a transfer or a write-off that was asked for."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import access_asked
from appealdesk.donations.ledger.corrections import KINDS
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal

__all__ = ["drop_correction"]


def drop_correction(*, actor: Actor, now: datetime, ref: str) -> None:
    """It will not be made; whoever asked may drop it too."""
    with acting(actor):
        row = access_asked(actor, ref)
        if row.status != row.Status.ASKED:
            raise Refusal("donations.asked_meanwhile", "A colleague decided about this meanwhile: look at it again.")
        row.status, row.decided_at, row.decided_by = row.Status.DROPPED, now, actor.ref
        row.save(update_fields=["status", "decided_at", "decided_by"])
        record_audit(actor=actor, now=now, tag=f"{KINDS[type(row)][0]}.dropped", subject=row.ref, details={})

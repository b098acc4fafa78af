"""Taking a bulk decision back as a whole, for as long as letters of it still wait to be approved."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit
from appealdesk.foundation.refusals import Refusal
from appealdesk.screening.access import access_bulk, check_may_decide
from appealdesk.screening.events import BulkDecisionAdvanced
from appealdesk.screening.models import BulkDecision, BulkLine

__all__ = ["revoke_bulk"]


def revoke_bulk(*, actor: Actor, now: datetime, bulk_ref: str) -> bool:
    """Begin to take it back; false if that has begun before. What it has not come to yet is left as it is.

    A decision whose letter is approved by then, or that somebody superseded, stays; the lines say so.
    """
    with acting(actor):
        check_may_decide(actor)
        bulk = access_bulk(actor, bulk_ref, lock=True)
        if bulk.status in {BulkDecision.Status.UNDOING, BulkDecision.Status.UNDONE}:
            return False
        if bulk.status == BulkDecision.Status.DRAFT:
            raise Refusal("screening.bulk_not_started", "Nothing was decided yet, so nothing can be taken back.")
        bulk.lines.filter(state=BulkLine.State.CHOSEN).update(state=BulkLine.State.LEFT_OUT, why="stopped")
        bulk.status = BulkDecision.Status.UNDOING
        bulk.undone_by, bulk.undone_at = actor.ref, now
        bulk.save(update_fields=["status", "undone_by", "undone_at"])
        details = {"decided": bulk.lines.filter(state=BulkLine.State.DECIDED).count()}
        record_audit(actor=actor, now=now, tag="bulk.undo_asked", subject=bulk.ref, details=details)
        emit(BulkDecisionAdvanced(bulk_ref=bulk.ref), actor=actor, now=now)
    return True

"""Begin to issue a batch of receipts that a person has looked at."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import access_batch
from appealdesk.donations.events import ReceiptBatchAdvanced
from appealdesk.donations.models import ReceiptBatch
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit
from appealdesk.foundation.pdf import check_pdf
from appealdesk.foundation.refusals import Refusal

__all__ = ["start_batch"]


def start_batch(*, actor: Actor, now: datetime, batch_ref: str) -> None:
    """Let the worker issue it; one that runs or is done stays as it is."""
    check_pdf()
    with acting(actor):
        batch = access_batch(actor, batch_ref, lock=True)
        if batch.status == ReceiptBatch.Status.COUNTING:
            raise Refusal("receipts.still_counting", "The donations are still being gone through: wait a moment.")
        if batch.status != ReceiptBatch.Status.DRAFT:
            return
        if not batch.total:
            raise Refusal("receipts.none_ready", "None of these donations can get a receipt now.")
        batch.status, batch.started_at, batch.started_by = ReceiptBatch.Status.RUNNING, now, actor.ref
        batch.save(update_fields=["status", "started_at", "started_by"])
        emit(ReceiptBatchAdvanced(batch_ref=batch.ref), actor=actor, now=now)
        details = {"layout": batch.layout, "receipts": batch.total}
        record_audit(actor=actor, now=now, tag="receipts.batch_started", subject=batch.ref, details=details)

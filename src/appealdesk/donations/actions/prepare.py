"""Choose donations for a batch of receipts; the worker goes through them, and a person then sees what it would do."""

from dataclasses import dataclass
from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import access_fund, may_handle_money
from appealdesk.donations.events import ReceiptBatchAdvanced
from appealdesk.donations.inputs import ReceiptBatchInput
from appealdesk.donations.models import ReceiptBatch
from appealdesk.donations.paper.catalogue import find_layout
from appealdesk.donations.queries.issuers import check_issuer
from appealdesk.donations.queries.receipt_batches import candidates_of
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.pdf import check_pdf
from appealdesk.foundation.refusals import NotFound, Refusal

__all__ = ["PreparedBatch", "prepare_batch"]


@dataclass(frozen=True, slots=True)
class PreparedBatch:
    """The batch, of which nothing is issued yet."""

    ref: str


def prepare_batch(*, actor: Actor, now: datetime, entry: ReceiptBatchInput) -> PreparedBatch:
    """Keep the choice and let the worker go through it."""
    check_pdf()
    layout = find_layout(entry.layout)
    if layout is None or not may_handle_money(actor):
        raise NotFound("layout")
    if entry.received_to < entry.received_from:
        raise Refusal("receipts.days_turned", "The last day lies before the first.", field="received_to")
    with acting(actor):
        check_issuer(actor.own_organisation, layout)
        batch = ReceiptBatch(
            ref=new_ref("B"),
            organisation_id=actor.own_organisation,
            layout=layout.key,
            language=entry.language,
            fund=access_fund(actor, entry.fund_ref) if entry.fund_ref else None,
            received_from=entry.received_from,
            received_to=entry.received_to,
            prepared_at=now,
            prepared_by=actor.ref,
        )
        batch.candidates = candidates_of(batch).count()
        batch.save()
        emit(ReceiptBatchAdvanced(batch_ref=batch.ref), actor=actor, now=now)
        details = {"layout": batch.layout, "candidates": batch.candidates}
        record_audit(actor=actor, now=now, tag="receipts.batch_prepared", subject=batch.ref, details=details)
    return PreparedBatch(batch.ref)

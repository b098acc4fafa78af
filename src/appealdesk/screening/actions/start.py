"""Starting a bulk decision: from here the worker goes on, and every decision is the officer's."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit
from appealdesk.screening.access import access_bulk, check_may_decide
from appealdesk.screening.events import BulkDecisionAdvanced
from appealdesk.screening.models import BulkDecision
from appealdesk.screening.queries.library import library_of
from appealdesk.screening.reasons import check_choice

__all__ = ["start_bulk"]


def start_bulk(*, actor: Actor, now: datetime, bulk_ref: str) -> bool:
    """Start it; false if it has been started before, so that pressing twice starts once.

    Raises Refusal for a choice that is not whole: no reason, or nobody's way to help.
    """
    with acting(actor):
        check_may_decide(actor)
        bulk = access_bulk(actor, bulk_ref, lock=True)
        if bulk.status != BulkDecision.Status.DRAFT:
            return False
        check_choice(
            outcome=bulk.outcome,
            reason_codes=bulk.reason_codes,
            has_ways=bool(bulk.ways),
            library=library_of(bulk.organisation_id),
        )
        bulk.status = BulkDecision.Status.RUNNING
        bulk.started_at, bulk.prepared_by = now, actor.ref
        bulk.save(update_fields=["status", "started_at", "prepared_by"])
        details = {"outcome": bulk.outcome, "reasons": bulk.reason_codes, "applications": bulk.lines.count()}
        record_audit(actor=actor, now=now, tag="bulk.started", subject=bulk.ref, details=details)
        emit(BulkDecisionAdvanced(bulk_ref=bulk.ref), actor=actor, now=now)
    return True

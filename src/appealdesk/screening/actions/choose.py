"""What a bulk decision would say: outcome, reasons, ways to help, a note. It can be chosen again until it starts."""

from datetime import datetime

from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal
from appealdesk.screening.access import access_bulk, check_may_decide
from appealdesk.screening.actions.record import Sealed
from appealdesk.screening.inputs import BulkChoice
from appealdesk.screening.models import BulkDecision

__all__ = ["choose_bulk"]


def choose_bulk(*, actor: Actor, now: datetime, entry: BulkChoice) -> None:
    """Write the choice into the draft. Raises Refusal once it has started; a choice that is not whole yet is kept."""
    with acting(actor):
        check_may_decide(actor)
        bulk = access_bulk(actor, entry.bulk_ref, lock=True)
        if bulk.status != BulkDecision.Status.DRAFT:
            raise Refusal("screening.bulk_started_meanwhile", "This bulk decision has started already.")
        words = Sealed.of(entry.note, context="bulk", ref=bulk.ref)
        bulk.outcome = entry.outcome
        bulk.reason_codes = list(entry.reason_codes)
        bulk.ways = [{"ref": way.ref, "titles": dict(way.titles), "url": way.url} for way in entry.ways]
        bulk.wrapped_key, bulk.sealed = words.wrapped_key, words.sealed
        bulk.prepared_by, bulk.prepared_at = actor.ref, now
        bulk.save(
            update_fields=["outcome", "reason_codes", "ways", "wrapped_key", "sealed", "prepared_by", "prepared_at"]
        )

"""Choosing many applications for one decision: a draft that says what would happen, and decides nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from appealdesk.enquiries.queries.applications import application_by_ref, applications_by_id
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import Refusal
from appealdesk.screening.access import check_may_decide
from appealdesk.screening.inputs import BulkSelection
from appealdesk.screening.models import BulkDecision, BulkLine, Decision
from appealdesk.screening.queries.queue import matching

__all__ = ["AT_MOST", "Prepared", "prepare_bulk"]

# More than one officer can answer for at once; whoever has more narrows the filters.
AT_MOST: Final = 10_000


@dataclass(frozen=True, slots=True)
class Prepared:
    """The draft, and the appeal whose ways to help it may offer."""

    ref: str
    appeal_id: int


def prepare_bulk(*, actor: Actor, now: datetime, entry: BulkSelection) -> Prepared:
    """Keep the selection, and for each application the decision that stands now, so that a later one is noticed.

    Raises Refusal where nothing is chosen, and for more than AT_MOST.
    """
    with acting(actor):
        check_may_decide(actor)
        if entry.everybody is not None:
            keys = matching(actor=actor, filters=entry.everybody, limit=AT_MOST + 1)
        else:
            refs = dict.fromkeys(entry.application_refs)
            keys = sorted(application_by_ref(actor=actor, ref=ref).id for ref in refs)
        if not keys:
            raise Refusal(
                "screening.bulk_empty", "No application was chosen: tick some, or choose all with these filters."
            )
        if len(keys) > AT_MOST:
            raise Refusal(
                "screening.bulk_too_many",
                f"More than {AT_MOST:,} applications are too many for one decision: narrow the filters.",
                values={"most": f"{AT_MOST:,}"},
            )
        first = applications_by_id(actor=actor, application_ids=keys[:1])[keys[0]]
        bulk = BulkDecision.objects.create(
            ref=new_ref("M"),
            organisation_id=actor.own_organisation,
            appeal_id=first.appeal_id,
            outcome=entry.outcome,
            prepared_by=actor.ref,
            prepared_at=now,
        )
        present = dict(
            Decision.objects.filter(application_id__in=keys, superseded_by__isnull=True).values_list(
                "application_id", "pk"
            )
        )
        lines = [
            BulkLine(
                organisation_id=bulk.organisation_id, bulk=bulk, application_id=key, seen_decision_id=present.get(key)
            )
            for key in keys
        ]
        BulkLine.objects.bulk_create(lines, batch_size=2000)
    return Prepared(bulk.ref, bulk.appeal_id)

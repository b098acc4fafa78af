"""Adding a way to help."""

from dataclasses import dataclass
from datetime import datetime

from appealdesk.appeals.queries.appeals import appeal_by_id
from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import NotFound
from appealdesk.placements.access import may_offer_ways
from appealdesk.placements.inputs import WayToHelpInput
from appealdesk.placements.models import WayToHelp

__all__ = ["AddedWay", "add_way_to_help"]


@dataclass(frozen=True, slots=True)
class AddedWay:
    """The new way's keys."""

    id: int
    ref: str


def add_way_to_help(*, actor: Actor, now: datetime, entry: WayToHelpInput) -> AddedWay:
    """Offer another way to help with an appeal."""
    with acting(actor):
        if appeal_by_id(entry.appeal_id, now=now).organisation_id != actor.organisation_id or not may_offer_ways(actor):
            raise NotFound("appeal")
        row = WayToHelp.objects.create(ref=new_ref("W"), organisation_id=actor.own_organisation, **entry.model_dump())
        record_audit(actor=actor, now=now, tag="way.added", subject=row.ref, details={"kind": row.kind})
    return AddedWay(row.pk, row.ref)

"""Taking a way to help away."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound
from appealdesk.placements.access import may_offer_ways
from appealdesk.placements.models import WayToHelp

__all__ = ["end_way_to_help"]


def end_way_to_help(*, actor: Actor, now: datetime, way_ref: str) -> None:
    """Offer it to nobody any more; what was offered stays on record."""
    with acting(actor):
        row = WayToHelp.objects.select_for_update().filter(ref=way_ref, organisation_id=actor.own_organisation).first()
        if row is None or not may_offer_ways(actor):
            raise NotFound("way to help")
        if row.active:
            row.active = False
            row.save(update_fields=["active"])
            record_audit(actor=actor, now=now, tag="way.ended", subject=row.ref, details={"kind": row.kind})

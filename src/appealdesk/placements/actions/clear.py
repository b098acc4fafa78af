"""Clearing a placement that nothing holds."""

from dataclasses import dataclass
from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal
from appealdesk.placements.access import access_placement, check_duty_officer
from appealdesk.placements.actions.hold import hold_where_stopped
from appealdesk.placements.models import Placement

__all__ = ["Cleared", "clear_placement"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleared:
    """Whether the placement is cleared; if not, something came between and it is held."""

    cleared: bool


def clear_placement(*, actor: Actor, now: datetime, placement_ref: str) -> Cleared:
    """Clear a proposed placement. Advisories, law and consent are looked at once more, at this very moment."""
    with acting(actor):
        placement = access_placement(actor, placement_ref, lock=True)
        check_duty_officer(actor)
        if placement.status == Placement.Status.CLEARED:
            return Cleared(cleared=True)
        if placement.status != Placement.Status.PROPOSED:
            raise Refusal(
                "placements.not_proposed",
                f"Only a proposed placement can be cleared; this one is {placement.get_status_display().lower()}.",
                values={"status": placement.status},
            )
        if hold_where_stopped(actor=actor, now=now, placement_ref=placement.ref):
            return Cleared(cleared=False)
        placement.status = Placement.Status.CLEARED
        placement.status_at = now
        placement.status_by = actor.ref
        placement.save(update_fields=["status", "status_at", "status_by"])
        record_audit(actor=actor, now=now, tag="placement.cleared", subject=placement.ref, details={})
    return Cleared(cleared=True)

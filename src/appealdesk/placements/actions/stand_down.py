"""Ending placements."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal
from appealdesk.placements.access import access_placement, access_roster_entry
from appealdesk.placements.models import Placement

__all__ = ["stand_down_all", "stand_down_placement"]

_ENDS = (Placement.Status.PROPOSED, Placement.Status.HELD, Placement.Status.CLEARED)


def stand_down_placement(*, actor: Actor, now: datetime, placement_ref: str) -> None:
    """End one placement that has not been handed over; ending it again changes nothing."""
    with acting(actor):
        placement = access_placement(actor, placement_ref, lock=True)
        if placement.status == Placement.Status.STOOD_DOWN:
            return
        if placement.status not in _ENDS:
            raise Refusal(
                "placements.handed_over", "This placement was handed over: recall it from the partner instead."
            )
        _end(actor, now, placement)


def stand_down_all(*, actor: Actor, now: datetime, roster_ref: str) -> int:
    """End every placement of somebody who leaves the roster; returns how many."""
    with acting(actor):
        entry = access_roster_entry(actor, roster_ref)
        ending = list(entry.placements.select_for_update().filter(status__in=_ENDS).order_by("pk"))
        for placement in ending:
            _end(actor, now, placement)
    return len(ending)


def _end(actor: Actor, now: datetime, placement: Placement) -> None:
    placement.status = Placement.Status.STOOD_DOWN
    placement.status_at = now
    placement.status_by = actor.ref
    placement.save(update_fields=["status", "status_at", "status_by"])
    record_audit(actor=actor, now=now, tag="placement.stood_down", subject=placement.ref, details={})

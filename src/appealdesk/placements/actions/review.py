"""Reviewing everybody who would travel when an advisory changes."""

from dataclasses import dataclass
from datetime import datetime

from appealdesk.appeals.queries.positions import position_names
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.placements.actions.hold import hold_for_travel
from appealdesk.placements.models import Placement
from appealdesk.placements.queries.travel import travel_stop

__all__ = ["ReviewedHolds", "review_advisory"]

# Who is handed over has left our hands; everybody else is stopped.
_STOPPABLE = (Placement.Status.PROPOSED, Placement.Status.HELD, Placement.Status.CLEARED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedHolds:
    """How many placements were looked at, and how many are newly held."""

    reviewed: int
    held: int


def review_advisory(*, actor: Actor, now: datetime, country: str) -> ReviewedHolds:
    """Hold every placement that would travel where nobody may travel now. Nothing is ever released here."""
    with acting(actor):
        travelling = [
            position.id
            for position in position_names(actor.own_organisation).values()
            if position.place_kind == "travels" and position.country == country
        ]
        reviewed = held = 0
        for position_id in travelling:
            stop = travel_stop(position_id=position_id, now=now)
            placements = list(
                Placement.objects.select_for_update()
                .filter(position_id=position_id, status__in=_STOPPABLE)
                .order_by("pk")
            )
            reviewed += len(placements)
            if stop is not None:
                held += sum(
                    hold_for_travel(actor=actor, now=now, placement_ref=placement.ref) for placement in placements
                )
    return ReviewedHolds(reviewed=reviewed, held=held)

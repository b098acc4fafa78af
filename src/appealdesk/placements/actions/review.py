"""Reviewing everybody who would be placed when an advisory, the legal grounds or a consent change."""

from dataclasses import dataclass
from datetime import datetime

from appealdesk.appeals.queries.positions import position_names
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.people.queries.persons import family_of_person
from appealdesk.placements.actions.hold import hold_for_consent, hold_for_law, hold_for_travel
from appealdesk.placements.models import Placement
from appealdesk.placements.queries.legal import legal_stop_now
from appealdesk.placements.queries.travel import travel_stop

__all__ = [
    "ReviewedHolds",
    "review_advisory",
    "review_all_legal_grounds",
    "review_consent",
    "review_legal_grounds",
]

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


def review_legal_grounds(*, actor: Actor, now: datetime, position_id: int) -> ReviewedHolds:
    """Hold every placement of a position that the law permits no more. Nothing is ever released here."""
    with acting(actor):
        stop = legal_stop_now(organisation_id=actor.own_organisation, position_id=position_id, now=now)
        placements = list(
            Placement.objects.select_for_update().filter(position_id=position_id, status__in=_STOPPABLE).order_by("pk")
        )
        held = 0
        if stop is not None:
            held = sum(hold_for_law(actor=actor, now=now, placement_ref=placement.ref) for placement in placements)
    return ReviewedHolds(reviewed=len(placements), held=held)


def review_consent(*, actor: Actor, now: datetime, person_ref: str) -> ReviewedHolds:
    """Hold every placement of somebody who took back that their details may be passed on."""
    with acting(actor):
        family = family_of_person(actor=actor, ref=person_ref)
        placements = list(
            Placement.objects.select_for_update(of=("self",))
            .filter(roster_entry__person__in=family, status__in=_STOPPABLE)
            .order_by("pk")
        )
        held = sum(hold_for_consent(actor=actor, now=now, placement_ref=placement.ref) for placement in placements)
    return ReviewedHolds(reviewed=len(placements), held=held)


def review_all_legal_grounds(*, actor: Actor, now: datetime) -> int:
    """The same for every position with placements, as a legal basis runs out by the calendar; how many are held."""
    with acting(actor):
        positions = (
            Placement.objects.filter(organisation_id=actor.own_organisation, status__in=_STOPPABLE)
            .order_by("position_id")
            .values_list("position_id", flat=True)
            .distinct()
        )
        return sum(
            review_legal_grounds(actor=actor, now=now, position_id=position_id).held for position_id in list(positions)
        )

"""Placing a hold on one placement."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import new_ref
from appealdesk.placements.access import access_placement
from appealdesk.placements.models import Hold, Placement
from appealdesk.placements.queries.consent import took_back_hand_over
from appealdesk.placements.queries.legal import legal_stop_now
from appealdesk.placements.queries.travel import travel_stop

__all__ = ["hold_for_consent", "hold_for_law", "hold_for_travel", "hold_placement", "hold_where_stopped"]


def hold_where_stopped(*, actor: Actor, now: datetime, placement_ref: str) -> bool:
    """Look at everything that stops a placement, at this very moment; true if something newly holds it."""
    stops = (hold_for_travel, hold_for_law, hold_for_consent)
    return sum(stop(actor=actor, now=now, placement_ref=placement_ref) for stop in stops) > 0


def hold_for_travel(*, actor: Actor, now: datetime, placement_ref: str) -> bool:
    """Hold one placement if nobody may travel for its position; true if it is newly held."""
    with acting(actor):
        placement = access_placement(actor, placement_ref, lock=True)
        stop = travel_stop(position_id=placement.position_id, now=now)
        if stop is None or placement.holds.filter(kind=Hold.Kind.ADVISORY, lifted_at__isnull=True).exists():
            return False
        advisory_id = stop.advisory.id if stop.advisory else None
        cause = Hold.Cause(stop.cause)
        _store(actor, now, placement, kind=Hold.Kind.ADVISORY, cause=cause, advisory_id=advisory_id)
    return True


def hold_for_law(*, actor: Actor, now: datetime, placement_ref: str) -> bool:
    """Hold one placement if its position lacks a legal basis or the host state objects; true if it is newly held."""
    with acting(actor):
        placement = access_placement(actor, placement_ref, lock=True)
        stop = legal_stop_now(organisation_id=placement.organisation_id, position_id=placement.position_id, now=now)
        if stop is None or placement.holds.filter(kind=Hold.Kind.LEGAL_BASIS, lifted_at__isnull=True).exists():
            return False
        cause = Hold.Cause(stop.cause)
        _store(actor, now, placement, kind=Hold.Kind.LEGAL_BASIS, cause=cause, advisory_id=None)
    return True


def hold_for_consent(*, actor: Actor, now: datetime, placement_ref: str) -> bool:
    """Hold one placement if the person took back that their details may be passed on; true if it is newly held."""
    with acting(actor):
        placement = access_placement(actor, placement_ref, lock=True)
        withdrawn = took_back_hand_over(actor=actor, now=now, person_ref=placement.roster_entry.person.ref)
        if not withdrawn or placement.holds.filter(kind=Hold.Kind.CONSENT, lifted_at__isnull=True).exists():
            return False
        _store(actor, now, placement, kind=Hold.Kind.CONSENT, cause=Hold.Cause.WITHDRAWN, advisory_id=None)
    return True


def hold_placement(*, actor: Actor, now: datetime, placement_ref: str, kind: str) -> str:
    """An officer holds a placement for another reason, such as a missing care check; returns the hold's reference."""
    with acting(actor):
        placement = access_placement(actor, placement_ref, lock=True)
        present = placement.holds.filter(kind=kind, lifted_at__isnull=True).first()
        if present is not None:
            return present.ref
        return _store(actor, now, placement, kind=Hold.Kind(kind), cause=Hold.Cause.OFFICER, advisory_id=None).ref


def _store(
    actor: Actor, now: datetime, placement: Placement, *, kind: Hold.Kind, cause: Hold.Cause, advisory_id: int | None
) -> Hold:
    hold = Hold.objects.create(
        ref=new_ref("H"),
        organisation_id=placement.organisation_id,
        placement=placement,
        kind=kind,
        cause=cause,
        advisory_id=advisory_id,
        placed_at=now,
        placed_by=actor.ref,
    )
    if placement.status != Placement.Status.HELD:
        placement.status = Placement.Status.HELD
        placement.status_at = now
        placement.status_by = actor.ref
        placement.save(update_fields=["status", "status_at", "status_by"])
    details = {"hold": hold.ref, "kind": kind.value, "cause": cause.value}
    record_audit(actor=actor, now=now, tag="hold.placed", subject=placement.ref, details=details)
    return hold

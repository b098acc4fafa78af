"""Lifting a hold: one duty officer asks, another one agrees. And clearing a placement that nothing holds."""

from dataclasses import dataclass
from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal
from appealdesk.placements.access import access_hold, access_placement, check_duty_officer
from appealdesk.placements.actions.review import hold_for_travel
from appealdesk.placements.models import Hold, Placement
from appealdesk.placements.queries.travel import TravelStop, travel_stop

__all__ = ["Cleared", "LiftedHold", "clear_placement", "lift_hold"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftedHold:
    """`lifted` once two have agreed; before that, `waits_for_second`."""

    ref: str
    lifted: bool
    waits_for_second: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleared:
    """Whether the placement is cleared; if not, an advisory came between and it is held."""

    cleared: bool


def lift_hold(*, actor: Actor, now: datetime, hold_ref: str) -> LiftedHold:
    """Ask for a hold to be lifted, or agree to it as the second duty officer.

    An advisory hold is not lifted while the advisory still forbids travel, or while nobody has read one lately:
    nobody is sent anywhere that an advisory forbids, however many officers agree.
    """
    with acting(actor):
        check_duty_officer(actor)
        hold = access_hold(actor, hold_ref)
        if hold.lifted_at is not None:
            return LiftedHold(ref=hold.ref, lifted=True, waits_for_second=False)
        if hold.kind == Hold.Kind.ADVISORY:
            _check_travel(travel_stop(position_id=hold.placement.position_id, now=now))
        if not hold.lifted_by:
            hold.lifted_by = actor.ref
            hold.lift_asked_at = now
            hold.save(update_fields=["lifted_by", "lift_asked_at"])
            tag = "hold.lift_requested"
        elif hold.lifted_by == actor.ref:
            raise Refusal(
                "placements.second_officer",
                "You have asked for this already: another duty officer has to agree.",
            )
        else:
            hold.second_lifted_by = actor.ref
            hold.lifted_at = now
            hold.save(update_fields=["second_lifted_by", "lifted_at"])
            _release(actor, now, hold.placement)
            tag = "hold.lifted"
        details = {"hold": hold.ref, "kind": hold.kind}
        record_audit(actor=actor, now=now, tag=tag, subject=hold.placement.ref, details=details)
    return LiftedHold(ref=hold.ref, lifted=hold.lifted_at is not None, waits_for_second=hold.lifted_at is None)


def clear_placement(*, actor: Actor, now: datetime, placement_ref: str) -> Cleared:
    """Clear a proposed placement. The advisories are looked at once more, at this very moment."""
    with acting(actor):
        check_duty_officer(actor)
        placement = access_placement(actor, placement_ref, lock=True)
        if placement.status == Placement.Status.CLEARED:
            return Cleared(cleared=True)
        if placement.status != Placement.Status.PROPOSED:
            raise Refusal(
                "placements.not_proposed",
                f"Only a proposed placement can be cleared; this one is {placement.get_status_display().lower()}.",
                values={"status": placement.status},
            )
        if hold_for_travel(actor=actor, now=now, placement_ref=placement.ref):
            return Cleared(cleared=False)
        _change(actor, now, placement, Placement.Status.CLEARED)
        record_audit(actor=actor, now=now, tag="placement.cleared", subject=placement.ref, details={})
    return Cleared(cleared=True)


def _check_travel(stop: TravelStop | None) -> None:
    if stop is None:
        return
    if stop.advisory is None:
        raise Refusal(
            "placements.no_reading",
            f"No advisory for {stop.country} has been read within 48 hours: read the feeds first.",
            values={"country": stop.country},
        )
    raise Refusal(
        "placements.advisory_in_force",
        f"The advisory of {stop.advisory.issuer} for {stop.country} is at level {stop.advisory.level}: "
        "the hold stays until it is lowered.",
        values={"issuer": stop.advisory.issuer, "country": stop.country, "level": stop.advisory.level},
    )


def _release(actor: Actor, now: datetime, placement: Placement) -> None:
    """A placement whose last hold is lifted is proposed again; somebody still has to clear it."""
    placement.refresh_from_db()
    if placement.status == Placement.Status.HELD and not placement.holds.filter(lifted_at__isnull=True).exists():
        _change(actor, now, placement, Placement.Status.PROPOSED)


def _change(actor: Actor, now: datetime, placement: Placement, status: Placement.Status) -> None:
    placement.status = status
    placement.status_at = now
    placement.status_by = actor.ref
    placement.save(update_fields=["status", "status_at", "status_by"])

"""Lifting a hold: one duty officer asks, another one agrees."""

from dataclasses import dataclass
from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal
from appealdesk.placements.access import access_hold, check_duty_officer
from appealdesk.placements.models import Hold, Placement
from appealdesk.placements.queries.consent import took_back_hand_over
from appealdesk.placements.queries.legal import LegalStop, legal_stop_now
from appealdesk.placements.queries.travel import TravelStop, travel_stop

__all__ = ["LiftedHold", "lift_hold"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftedHold:
    """`lifted` once two have agreed; before that, `waits_for_second`."""

    ref: str
    lifted: bool
    waits_for_second: bool


def lift_hold(*, actor: Actor, now: datetime, hold_ref: str) -> LiftedHold:
    """Ask for a hold to be lifted, or agree to it as the second duty officer.

    An advisory hold is not lifted while the advisory still forbids travel, or while nobody has read one lately:
    nobody is sent anywhere that an advisory forbids, however many officers agree. A legal hold stays likewise, and one
    for want of consent until the person agrees anew.
    """
    with acting(actor):
        hold = access_hold(actor, hold_ref)
        check_duty_officer(actor)
        if hold.lifted_at is not None:
            return LiftedHold(ref=hold.ref, lifted=True, waits_for_second=False)
        if hold.kind == Hold.Kind.ADVISORY:
            _check_travel(travel_stop(position_id=hold.placement.position_id, now=now))
        if hold.kind == Hold.Kind.LEGAL_BASIS:
            position_id = hold.placement.position_id
            _check_law(legal_stop_now(organisation_id=hold.organisation_id, position_id=position_id, now=now))
        if hold.kind == Hold.Kind.CONSENT:
            person_ref = hold.placement.roster_entry.person.ref
            _check_consent(withdrawn=took_back_hand_over(actor=actor, now=now, person_ref=person_ref))
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


def _check_law(stop: LegalStop | None) -> None:
    if stop is not None:
        raise Refusal(
            "placements.no_legal_basis",
            "The legal basis of this position is missing, or the host state objects: the hold stays until that is "
            "settled.",
        )


def _check_consent(*, withdrawn: bool) -> None:
    if withdrawn:
        raise Refusal(
            "placements.consent_withdrawn",
            "This person took back that their details may be passed on: the hold stays until they agree anew.",
        )


def _release(actor: Actor, now: datetime, placement: Placement) -> None:
    """A placement whose last hold is lifted is proposed again; somebody still has to clear it."""
    placement.refresh_from_db()
    if placement.status == Placement.Status.HELD and not placement.holds.filter(lifted_at__isnull=True).exists():
        placement.status = Placement.Status.PROPOSED
        placement.status_at = now
        placement.status_by = actor.ref
        placement.save(update_fields=["status", "status_at", "status_by"])

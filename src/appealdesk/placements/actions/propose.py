"""Proposing somebody from the roster for a position."""

from dataclasses import dataclass
from datetime import datetime

from appealdesk.appeals.queries.positions import position_by_ref
from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.placements.access import access_roster_entry
from appealdesk.placements.actions.hold import hold_where_stopped
from appealdesk.placements.models import Placement, RosterEntry

__all__ = ["Proposed", "propose_placement"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """The placement and whether something holds it at once; `already` where it had been proposed before."""

    ref: str
    held: bool
    already: bool = False


def propose_placement(*, actor: Actor, now: datetime, roster_ref: str, position_ref: str = "") -> Proposed:
    """Propose it, for the position that the person applied for or another one of the appeal.

    Where nobody may travel now, the law permits no placement, or the person took back that their details may be passed
    on, it is held in the same transaction.
    """
    with acting(actor):
        entry = access_roster_entry(actor, roster_ref, lock=True)
        if entry.left_at is not None:
            raise Refusal("placements.left_roster", "This person is not on the roster any more.")
        position_id = _position_id(entry, position_ref, now)
        present = entry.placements.filter(position_id=position_id).exclude(status=Placement.Status.STOOD_DOWN).first()
        if present is not None:
            return Proposed(ref=present.ref, held=present.status == Placement.Status.HELD, already=True)
        placement = Placement.objects.create(
            ref=new_ref("C"),
            organisation_id=entry.organisation_id,
            roster_entry=entry,
            position_id=position_id,
            proposed_at=now,
            proposed_by=actor.ref,
            status_at=now,
            status_by=actor.ref,
        )
        details = {"roster": entry.ref}
        record_audit(actor=actor, now=now, tag="placement.proposed", subject=placement.ref, details=details)
        held = hold_where_stopped(actor=actor, now=now, placement_ref=placement.ref)
    return Proposed(ref=placement.ref, held=held)


def _position_id(entry: RosterEntry, position_ref: str, now: datetime) -> int:
    if position_ref:
        position = position_by_ref(position_ref, now=now)
        if position.appeal_id != entry.appeal_id:
            raise NotFound("position")
        return position.id
    if entry.position_id is None:
        raise Refusal(
            "placements.position_missing",
            "This person applied for no position in particular: choose one.",
            field="position",
        )
    return entry.position_id

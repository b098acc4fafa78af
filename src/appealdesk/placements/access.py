"""From an actor and an outside reference to a row, or a refusal that looks like "not found"."""

from django.db.models import QuerySet

from appealdesk.foundation.actor import Actor, ActorKind, Role
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.placements.models import Hold, Placement, RosterEntry

__all__ = [
    "access_hold",
    "access_placement",
    "access_roster_entry",
    "check_duty_officer",
    "may_offer_ways",
    "visible_roster",
]

_READERS = (Role.DESK_OFFICER, Role.DUTY_OFFICER, Role.ADMINISTRATOR)


def _may_read(actor: Actor) -> bool:
    return actor.kind is ActorKind.SYSTEM or actor.has_role(*_READERS)


def visible_roster(actor: Actor) -> QuerySet[RosterEntry]:
    """The roster entries that the actor may see."""
    entries = RosterEntry.objects.filter(organisation_id=actor.own_organisation)
    return entries if _may_read(actor) else entries.none()


def access_roster_entry(actor: Actor, ref: str, *, lock: bool = False) -> RosterEntry:
    """The roster entry with this reference."""
    entries = visible_roster(actor)
    entry = (entries.select_for_update() if lock else entries).filter(ref=ref).first()
    if entry is None:
        raise NotFound("roster entry")
    return entry


def access_placement(actor: Actor, ref: str, *, lock: bool = False) -> Placement:
    """The placement with this reference; `lock` keeps other writers out until the transaction ends."""
    placements = Placement.objects.filter(roster_entry__in=visible_roster(actor))
    if lock:
        placements = placements.select_for_update(of=("self",))
    placement = placements.filter(ref=ref).first()
    if placement is None:
        raise NotFound("placement")
    return placement


def access_hold(actor: Actor, ref: str) -> Hold:
    """The hold with this reference, with its placement locked: whoever changes a hold changes a placement."""
    hold = Hold.objects.filter(organisation_id=actor.own_organisation, ref=ref).first() if _may_read(actor) else None
    if hold is None:
        raise NotFound("hold")
    access_placement(actor, hold.placement.ref, lock=True)
    hold.refresh_from_db()
    return hold


def may_offer_ways(actor: Actor) -> bool:
    """True for those who say what else people can do."""
    return _may_read(actor)


def check_duty_officer(actor: Actor) -> None:
    """Only duty officers lift holds and clear placements."""
    if not (actor.is_staff and actor.has_role(Role.DUTY_OFFICER)):
        raise Refusal("placements.duty_officer_only", "Only a duty officer may do this: ask one of them to look at it.")

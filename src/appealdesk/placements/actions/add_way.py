"""Adding a way to help, and taking one away."""

from dataclasses import dataclass
from datetime import datetime

from appealdesk.appeals.queries.appeals import appeal_by_id
from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor, ActorKind, Role
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import NotFound
from appealdesk.placements.inputs import WayToHelpInput
from appealdesk.placements.models import WayToHelp

__all__ = ["AddedWay", "add_way_to_help", "end_way_to_help"]

_WRITERS = (Role.DESK_OFFICER, Role.DUTY_OFFICER, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class AddedWay:
    """The new way's keys."""

    id: int
    ref: str


def add_way_to_help(*, actor: Actor, now: datetime, entry: WayToHelpInput) -> AddedWay:
    """Offer another way to help with an appeal."""
    with acting(actor):
        if appeal_by_id(entry.appeal_id, now=now).organisation_id != actor.organisation_id or not _may_write(actor):
            raise NotFound("appeal")
        row = WayToHelp.objects.create(ref=new_ref("W"), organisation_id=actor.own_organisation, **entry.model_dump())
        record_audit(actor=actor, now=now, tag="way.added", subject=row.ref, details={"kind": row.kind})
    return AddedWay(row.pk, row.ref)


def end_way_to_help(*, actor: Actor, now: datetime, way_ref: str) -> None:
    """Offer it to nobody any more; what was offered stays on record."""
    with acting(actor):
        row = WayToHelp.objects.select_for_update().filter(ref=way_ref, organisation_id=actor.own_organisation).first()
        if row is None or not _may_write(actor):
            raise NotFound("way to help")
        if row.active:
            row.active = False
            row.save(update_fields=["active"])
            record_audit(actor=actor, now=now, tag="way.ended", subject=row.ref, details={"kind": row.kind})


def _may_write(actor: Actor) -> bool:
    return actor.kind is ActorKind.SYSTEM or actor.has_role(*_WRITERS)

"""Add a position to an appeal."""

from dataclasses import dataclass
from datetime import datetime

from appealdesk.appeals.access import access_appeal, check_administrator
from appealdesk.appeals.inputs import PositionInput
from appealdesk.appeals.models import Position
from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import Refusal

__all__ = ["AddedPosition", "add_position"]


@dataclass(frozen=True, slots=True)
class AddedPosition:
    """The new position's keys."""

    id: int
    ref: str


def add_position(*, actor: Actor, now: datetime, appeal_ref: str, entry: PositionInput) -> AddedPosition:
    """Add it, or refuse a short name that the appeal has already."""
    with acting(actor):
        check_administrator(actor)
        appeal = access_appeal(actor, appeal_ref)
        if appeal.positions.filter(slug=entry.slug).exists():
            raise Refusal("appeals.position_exists", "The appeal has a position of this name.", field="slug")
        row = Position.objects.create(ref=new_ref("N"), appeal=appeal, **entry.model_dump())
        record_audit(actor=actor, now=now, tag="position.added", subject=row.ref, details={"slug": row.slug})
    return AddedPosition(row.pk, row.ref)

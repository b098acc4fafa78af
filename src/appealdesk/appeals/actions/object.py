"""The host state objects to an appeal: it is recorded, and the appeal stops at once."""

from collections.abc import Mapping
from datetime import datetime

from appealdesk.appeals.access import access_appeal, check_may_pause
from appealdesk.appeals.actions.move import move_appeal
from appealdesk.appeals.events import LegalGroundsChanged
from appealdesk.appeals.inputs import ObjectionInput
from appealdesk.appeals.models import Appeal, HostStateObjection
from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit_many
from appealdesk.foundation.ids import new_ref

__all__ = ["object_to_appeal"]


def object_to_appeal(*, actor: Actor, now: datetime, ref: str, entry: ObjectionInput, reason: Mapping[str, str]) -> str:
    """Record the objection; an open appeal is paused in the same transaction. Returns the objection's reference.

    `reason` is what the public reads. Placements of the appeal are held by the worker.
    """
    with acting(actor):
        check_may_pause(actor)
        appeal = access_appeal(actor, ref, lock=True)
        row = HostStateObjection.objects.create(
            ref=new_ref("Z"),
            organisation_id=appeal.organisation_id,
            appeal=appeal,
            recorded_at=now,
            recorded_by=actor.ref,
            **entry.model_dump(),
        )
        details = {"objection": row.ref, "authority": row.authority}
        record_audit(actor=actor, now=now, tag="objection.recorded", subject=appeal.ref, details=details)
        if appeal.status == Appeal.Status.OPEN:
            move_appeal(actor=actor, now=now, ref=ref, to=Appeal.Status.PAUSED, reason=reason)
        positions = appeal.positions.order_by("pk").values_list("pk", flat=True)
        emit_many([LegalGroundsChanged(position_id=position) for position in positions], actor=actor, now=now)
    return row.ref

"""A legal basis ends before its last day: its authority took it back, or it was found to be wrong."""

from datetime import date, datetime

from appealdesk.appeals.access import access_legal_basis, check_may_pause
from appealdesk.appeals.events import LegalGroundsChanged
from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit
from appealdesk.foundation.refusals import Refusal

__all__ = ["end_legal_basis"]


def end_legal_basis(*, actor: Actor, now: datetime, ref: str, on: date, because: str) -> None:
    """End it: from that day on it permits nothing, and the worker holds the position's placements."""
    with acting(actor):
        check_may_pause(actor)
        row = access_legal_basis(actor, ref)
        if row.ended_at is not None:
            raise Refusal("appeals.basis_ended_meanwhile", "This legal basis has ended already.")
        if not because.strip():
            raise Refusal("appeals.end_reason_missing", "Say why the legal basis ends.", field="because")
        row.ended_on, row.ended_because = on, because.strip()
        row.ended_at, row.ended_by = now, actor.ref
        row.save(update_fields=["ended_on", "ended_because", "ended_at", "ended_by"])
        details = {"basis": row.ref, "on": on.isoformat()}
        record_audit(actor=actor, now=now, tag="legal_basis.ended", subject=row.position.ref, details=details)
        emit(LegalGroundsChanged(position_id=row.position_id), actor=actor, now=now)

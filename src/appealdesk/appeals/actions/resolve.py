"""Finding an objection of the host state settled: one says how, another agrees."""

from dataclasses import dataclass
from datetime import datetime

from appealdesk.appeals.access import access_objection, check_may_pause
from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal

__all__ = ["ResolvedObjection", "resolve_objection"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedObjection:
    """`resolved` once two have agreed; the appeal stays paused until somebody resumes it."""

    ref: str
    appeal_ref: str
    resolved: bool


def resolve_objection(*, actor: Actor, now: datetime, ref: str, settlement: str = "") -> ResolvedObjection:
    """Say how it was settled, or agree to what a colleague said. The appeal and its holds stay as they are."""
    with acting(actor):
        check_may_pause(actor)
        row = access_objection(actor, ref)
        if row.resolved_at is not None:
            return ResolvedObjection(ref=row.ref, appeal_ref=row.appeal.ref, resolved=True)
        if not row.resolve_asked_by:
            if not settlement.strip():
                raise Refusal(
                    "appeals.settlement_missing",
                    "Say how the objection was settled: who wrote what, and when.",
                    field="settlement",
                )
            row.settlement = settlement.strip()
            row.resolve_asked_by, row.resolve_asked_at = actor.ref, now
            tag = "objection.resolution_asked"
        elif row.resolve_asked_by == actor.ref:
            raise Refusal("appeals.second_person", "You have said so already: a second person has to agree.")
        else:
            row.resolved_by, row.resolved_at = actor.ref, now
            tag = "objection.resolved"
        row.save(update_fields=["settlement", "resolve_asked_by", "resolve_asked_at", "resolved_by", "resolved_at"])
        record_audit(actor=actor, now=now, tag=tag, subject=row.appeal.ref, details={"objection": row.ref})
    return ResolvedObjection(ref=row.ref, appeal_ref=row.appeal.ref, resolved=row.resolved_at is not None)

"""A search for persons who are recorded twice is stopped; what it found stays, and the next one goes on after it."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.people.access import access_resolution
from appealdesk.people.models import Resolution

__all__ = ["stop_resolution"]


def stop_resolution(*, actor: Actor, now: datetime, resolution_ref: str) -> bool:
    """Stop it after the present turn; false where it had ended meanwhile."""
    with acting(actor):
        resolution = access_resolution(actor, resolution_ref)
        if resolution.status != Resolution.Status.RUNNING:
            return False
        resolution.status, resolution.finished_at = Resolution.Status.STOPPED, now
        resolution.stopped_by = actor.ref
        if resolution.by_turns:
            resolution.last_record_id = resolution.cursor_record_id
        resolution.save(update_fields=["status", "finished_at", "stopped_by", "last_record_id"])
        details = {"records": resolution.seen, "joined": resolution.joined, "asked": resolution.asked}
        record_audit(actor=actor, now=now, tag="persons.resolving_stopped", subject=resolution.ref, details=details)
    return True

"""Who signed in and out, and who was refused, stands in the audit log."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting

__all__ = ["note_refused_sign_in", "note_sign_in", "note_sign_out"]


def note_sign_in(*, actor: Actor, now: datetime) -> None:
    """A member of staff signed in."""
    with acting(actor):
        record_audit(actor=actor, now=now, tag="staff.signed_in", subject=actor.ref)


def note_sign_out(*, actor: Actor, now: datetime) -> None:
    """A member of staff signed out."""
    with acting(actor):
        record_audit(actor=actor, now=now, tag="staff.signed_out", subject=actor.ref)


def note_refused_sign_in(*, actor: Actor, now: datetime, locked: bool) -> None:
    """A visitor was refused. What was typed is not kept: it may be a password in the wrong field."""
    with acting(actor):
        record_audit(actor=actor, now=now, tag="staff.refused", subject="sign-in", details={"locked": locked})

"""Discard a draft of criteria."""

from datetime import datetime

from appealdesk.appeals.access import access_draft
from appealdesk.appeals.models import CriteriaDraft
from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting

__all__ = ["discard_draft"]


def discard_draft(*, actor: Actor, now: datetime, position_ref: str, version: int) -> None:
    """Nothing of the draft is published; it is kept, so that it can be restored."""
    with acting(actor):
        draft = access_draft(actor, position_ref, version)
        draft.status = CriteriaDraft.Status.DISCARDED
        draft.saved_at, draft.saved_by = now, actor.ref
        draft.save(update_fields=["status", "saved_at", "saved_by"])
        record_audit(actor=actor, now=now, tag="criteria.draft_discarded", subject=draft.position.ref, details={})

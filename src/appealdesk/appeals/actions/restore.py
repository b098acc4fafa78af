"""Restore the draft of criteria that was discarded last."""

from datetime import datetime

from appealdesk.appeals.access import access_position
from appealdesk.appeals.models import CriteriaDraft
from appealdesk.appeals.queries.drafts import DraftPage, draft_page, restorable
from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal

__all__ = ["restore_draft"]


def restore_draft(*, actor: Actor, now: datetime, position_ref: str) -> DraftPage:
    """It becomes the open draft again, unless the criteria went on without it."""
    with acting(actor):
        position = access_position(actor, position_ref, lock=True)
        draft = restorable(position.pk)
        if draft is None:
            raise Refusal(
                "appeals.no_draft_to_restore",
                "There is no discarded draft that fits the criteria as they are: begin a new one.",
            )
        draft.status = CriteriaDraft.Status.DRAFT
        draft.version += 1
        draft.saved_at, draft.saved_by = now, actor.ref
        draft.save()
        record_audit(actor=actor, now=now, tag="criteria.draft_restored", subject=position.ref, details={})
        return draft_page(draft)

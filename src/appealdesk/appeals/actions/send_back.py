"""Send a submitted draft back to be written on, with a note; whoever submitted it takes it back by the same act."""

from datetime import datetime

from appealdesk.appeals.access import access_draft, check_may_approve
from appealdesk.appeals.models import CriteriaDraft
from appealdesk.appeals.queries.drafts import DraftPage, draft_page, note_context
from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import new_data_key, seal
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal

__all__ = ["send_back_draft"]

_LONGEST_NOTE = 2000


def send_back_draft(*, actor: Actor, now: datetime, position_ref: str, version: int, note: str = "") -> DraftPage:
    """The draft can be changed again. A second person says why in the note; whoever submitted it need not."""
    said = note.strip()
    if len(said) > _LONGEST_NOTE:
        sentence = f"Keep the note below {_LONGEST_NOTE} characters."
        raise Refusal("appeals.note_long", sentence, field="note", values={"most": _LONGEST_NOTE})
    with acting(actor):
        draft = access_draft(actor, position_ref, version)
        if draft.status != CriteriaDraft.Status.AWAITING_APPROVAL:
            raise Refusal("appeals.draft_back_meanwhile", "The draft does not wait for approval any more.")
        if draft.submitted_by != actor.ref:
            check_may_approve(actor)
            if not said:
                raise Refusal("appeals.note_missing", "Say what should be changed: the author reads it.", field="note")
        key = new_data_key() if said else None
        draft.wrapped_key = key.wrapped if key else None
        draft.sealed_note = seal(key, context=note_context(draft.pk), plain=said.encode()) if key else None
        draft.status = CriteriaDraft.Status.DRAFT
        draft.version = version + 1
        draft.save()
        record_audit(actor=actor, now=now, tag="criteria.sent_back", subject=draft.position.ref, details={})
        return draft_page(draft)

"""Submit a draft of criteria for approval by somebody else."""

from datetime import datetime

from appealdesk.appeals.access import access_draft
from appealdesk.appeals.models import CriteriaDraft
from appealdesk.appeals.queries.drafts import DraftPage, check_document, draft_page, same_rules
from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal

__all__ = ["submit_draft"]


def submit_draft(*, actor: Actor, now: datetime, position_ref: str, version: int) -> DraftPage:
    """From now on the draft stands still; refuses one that could not be published, or that changes nothing."""
    with acting(actor):
        draft = access_draft(actor, position_ref, version)
        if draft.status == CriteriaDraft.Status.AWAITING_APPROVAL:
            raise Refusal("appeals.draft_awaits_meanwhile", "A colleague has submitted this draft already.")
        if check_document(draft.document, fact_dictionary(actor.own_organisation)):
            raise Refusal(
                "appeals.draft_unfinished",
                "The criteria are not finished: put right what is marked, save, and submit again.",
            )
        before = draft.based_on
        if before is not None and (draft.effective_at or now) <= before.effective.lower:
            raise Refusal("appeals.revision_early", "A revision begins later than the one before it.")
        if before is not None and same_rules(draft.document, before.document):
            raise Refusal(
                "appeals.draft_same", "The draft says what the revision before it says: there is nothing to publish."
            )
        draft.status = CriteriaDraft.Status.AWAITING_APPROVAL
        draft.submitted_at, draft.submitted_by = now, actor.ref
        draft.wrapped_key = draft.sealed_note = None
        draft.version = version + 1
        draft.save()
        record_audit(actor=actor, now=now, tag="criteria.submitted", subject=draft.position.ref, details={})
        return draft_page(draft)

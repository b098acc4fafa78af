"""Approve a draft of criteria: both evaluators are compared first, then it is published and everybody judged again."""

from datetime import datetime

from appealdesk.appeals.actions.publish import publish_draft
from appealdesk.appeals.queries.drafts import draft_of_position, may_approve_draft
from appealdesk.appeals.queries.pages import RevisionPage
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.screening.actions.verify_revision import verify_revision

__all__ = ["approve_criteria"]


def approve_criteria(*, actor: Actor, now: datetime, position_ref: str, version: int) -> RevisionPage:
    """Publish the draft that the actor saw; its event begins the re-screening.

    Refuses whoever may not approve it, a draft that changed meanwhile, and one on which the evaluators differ.
    """
    with acting(actor):
        draft = draft_of_position(actor=actor, position_ref=position_ref)
        if draft is not None and draft.version == version and may_approve_draft(actor, draft):
            verify_revision(actor=actor, now=now, position_id=draft.position_id, document=draft.document)
        return publish_draft(actor=actor, now=now, position_ref=position_ref, version=version)

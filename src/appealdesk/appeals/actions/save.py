"""Save the next criteria of a position as a draft: as typed, right or wrong, so that nothing is lost on the way."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from appealdesk.appeals.access import access_draft, access_position
from appealdesk.appeals.models import CriteriaDraft, Position
from appealdesk.appeals.queries.drafts import DraftPage, draft_page, next_document
from appealdesk.appeals.queries.positions import revisions_of_position
from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal

__all__ = ["save_draft"]

_LARGEST = 500_000


def save_draft(
    *,
    actor: Actor,
    now: datetime,
    position_ref: str,
    document: Mapping[str, Any],
    version: int,
    effective_at: datetime | None = None,
) -> DraftPage:
    """Begin the draft (`version` 0) or save it over the version that the officer saw.

    Position, revision number and moment of the document are those of the draft, whatever the document says. Refuses
    when a colleague saved meanwhile, and while the draft waits for approval: what is approved is what was submitted.
    """
    _check_storable(document)
    with acting(actor):
        if version == 0:
            position = access_position(actor, position_ref, lock=True)
            draft = _begun(actor, now, position)
        else:
            draft = access_draft(actor, position_ref, version)
            position = draft.position
        if draft.status == CriteriaDraft.Status.AWAITING_APPROVAL:
            raise Refusal(
                "appeals.draft_awaits",
                "This draft waits for approval and cannot be changed now. Take it back first, then change it.",
            )
        newest = next(reversed(revisions_of_position(position.pk)), None)
        draft.based_on_id = newest.id if newest else None
        draft.document = next_document(
            document,
            slug=position.slug,
            number=newest.number + 1 if newest else 1,
            effective_from=effective_at or now,
        )
        draft.effective_at = effective_at
        draft.version = version + 1
        draft.saved_at, draft.saved_by = now, actor.ref
        draft.save()
        details = {"version": draft.version}
        record_audit(actor=actor, now=now, tag="criteria.draft_saved", subject=position.ref, details=details)
        return draft_page(draft)


def _check_storable(document: Mapping[str, Any]) -> None:
    """JSON in a file may hold what the database's JSON cannot: infinity, the character zero, half a character."""
    try:
        text = json.dumps(document, ensure_ascii=False, allow_nan=False)
        size = len(text.encode())
    except (ValueError, RecursionError):
        text, size = "\\u0000", 0
    if "\\u0000" in text:
        raise Refusal(
            "appeals.draft_characters",
            "The document holds a number that is not finite, or a character that is no text. Take it out.",
        )
    if size > _LARGEST:
        raise Refusal("appeals.draft_large", "Criteria have at most 500 kB. Make them shorter.")


def _begun(actor: Actor, now: datetime, position: Position) -> CriteriaDraft:
    if other := CriteriaDraft.objects.filter(position=position, status__in=CriteriaDraft.OPEN).first():
        raise Refusal(
            "appeals.draft_meanwhile",
            "A colleague has changed the draft meanwhile. Nothing of yours is lost: compare, then save again.",
            values={"by": other.saved_by},
        )
    return CriteriaDraft(
        organisation_id=position.appeal.organisation_id, position=position, begun_at=now, begun_by=actor.ref
    )

"""Rewording a draft."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import new_data_key, seal_json
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal
from appealdesk.letters.access import access_letter
from appealdesk.letters.inputs import LetterEdit
from appealdesk.letters.models import Letter

__all__ = ["edit_letter"]


def edit_letter(*, actor: Actor, now: datetime, entry: LetterEdit) -> None:
    """Replace the words of a draft; an approved letter stays as it was approved."""
    with acting(actor):
        letter = access_letter(actor, entry.letter_ref, lock=True)
        if letter.status != Letter.Status.DRAFT:
            raise Refusal(
                "letters.not_a_draft",
                "This letter has already been approved or cancelled, so its words can no longer be changed.",
            )
        key = new_data_key()
        letter.wrapped_key = key.wrapped
        letter.sealed = seal_json(
            key, context=f"letters.letter:{letter.ref}", value={"subject": entry.subject, "body": entry.body}
        )
        letter.edited_at = now
        letter.save(update_fields=["wrapped_key", "sealed", "edited_at"])
        record_audit(actor=actor, now=now, tag="letter.edited", subject=letter.ref, details={"kind": letter.kind})

"""Keeping a letter back for good."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal
from appealdesk.letters.access import access_letter
from appealdesk.letters.models import Letter

__all__ = ["cancel_letter"]


def cancel_letter(*, actor: Actor, now: datetime, letter_ref: str) -> None:
    """Keep a letter back that has not left; cancelling a cancelled letter again changes nothing."""
    with acting(actor):
        letter = access_letter(actor, letter_ref, lock=True)
        if letter.status == Letter.Status.CANCELLED:
            return
        if letter.status not in {Letter.Status.DRAFT, Letter.Status.APPROVED}:
            raise Refusal("letters.already_left", "This letter has already left and cannot be cancelled.")
        letter.status = Letter.Status.CANCELLED
        letter.save(update_fields=["status"])
        record_audit(actor=actor, now=now, tag="letter.cancelled", subject=letter.ref, details={"kind": letter.kind})

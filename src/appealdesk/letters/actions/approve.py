"""Letting a draft leave."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit
from appealdesk.foundation.refusals import Refusal
from appealdesk.letters.access import access_letter
from appealdesk.letters.events import LetterApproved
from appealdesk.letters.models import Letter

__all__ = ["approve_letter"]


def approve_letter(*, actor: Actor, now: datetime, letter_ref: str) -> None:
    """Let the letter leave; approving an approved letter again changes nothing.

    Raises Refusal for bad news that the actor has not opened: nobody gets it unread.
    """
    with acting(actor):
        letter = access_letter(actor, letter_ref, lock=True)
        if letter.status == Letter.Status.APPROVED:
            return
        if letter.status != Letter.Status.DRAFT:
            raise Refusal("letters.not_a_draft", "Only a draft can be approved; this letter is past that.")
        if letter.adverse and actor.ref not in letter.opened_by:
            raise Refusal(
                "letters.read_first", "This letter tells somebody a worse result: open and read it, then approve it."
            )
        letter.status = Letter.Status.APPROVED
        letter.approved_by = actor.ref
        letter.approved_at = now
        letter.save(update_fields=["status", "approved_by", "approved_at"])
        record_audit(actor=actor, now=now, tag="letter.approved", subject=letter.ref, details={"kind": letter.kind})
        emit(LetterApproved(letter_ref=letter.ref), actor=actor, now=now)

"""Noting that a letter was opened, or went out on paper."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal
from appealdesk.letters.access import access_letter
from appealdesk.letters.models import Letter

__all__ = ["note_opened", "note_printed"]


def note_opened(*, actor: Actor, now: datetime, letter_ref: str) -> None:
    """An officer has the words of a draft that brings bad news before the eyes; only then they may approve it."""
    with acting(actor):
        letter = access_letter(actor, letter_ref, lock=True)
        if letter.status == Letter.Status.DRAFT and letter.adverse and actor.ref not in letter.opened_by:
            letter.opened_by = [*letter.opened_by, actor.ref]
            letter.save(update_fields=["opened_by"])
            record_audit(actor=actor, now=now, tag="letter.opened", subject=letter.ref, details={"kind": letter.kind})


def note_printed(*, actor: Actor, now: datetime, letter_ref: str) -> None:
    """An officer has printed the letter and put it in the post."""
    with acting(actor):
        letter = access_letter(actor, letter_ref, lock=True)
        if letter.status != Letter.Status.APPROVED or letter.channel != Letter.Channel.PRINT:
            raise Refusal(
                "letters.not_for_print", "Only an approved letter without an e-mail address is sent on paper."
            )
        letter.status = Letter.Status.SENT
        letter.sent_at = now
        letter.save(update_fields=["status", "sent_at"])
        details = {"kind": letter.kind, "channel": letter.channel}
        record_audit(actor=actor, now=now, tag="letter.sent", subject=letter.ref, details=details)

"""Reject or cancel a disbursement that was not paid; what it bound in its fund is free again."""

from datetime import datetime
from typing import Literal

from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import access_disbursement
from appealdesk.donations.models import Disbursement
from appealdesk.donations.queries.words import seal_note
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal

__all__ = ["stop_disbursement"]

_OPEN = (Disbursement.Status.PLANNED, Disbursement.Status.APPROVED_ONCE, Disbursement.Status.APPROVED)


def stop_disbursement(
    *, actor: Actor, now: datetime, disbursement_ref: str, outcome: Literal["rejected", "cancelled"], words: str
) -> None:
    """Say that it will not be paid, and why; the words are sealed with its payee."""
    if not words.strip():
        raise Refusal("donations.reason_missing", "Say why, in a sentence that a colleague will read.", field="words")
    with acting(actor):
        row = access_disbursement(actor, disbursement_ref, lock=True)
        if row.status not in _OPEN:
            raise Refusal(
                "donations.disbursement_meanwhile", "A colleague went on with this meanwhile: look at it again."
            )
        row.status, row.ended_at, row.ended_by = Disbursement.Status(outcome), now, actor.ref
        row.sealed_note = seal_note(row, words.strip())
        row.save()
        record_audit(actor=actor, now=now, tag=f"disbursement.{outcome}", subject=row.ref, details={})

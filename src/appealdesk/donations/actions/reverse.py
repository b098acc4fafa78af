"""Take back by reversing entries what was paid, refunded, moved or written off by mistake."""

from datetime import datetime

from appealdesk.appeals.queries.appeals import day_of
from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import access_asked, access_disbursement
from appealdesk.donations.ledger.corrections import take_back
from appealdesk.donations.ledger.posting import reverse_entry
from appealdesk.donations.models import Disbursement, Entry, Settlement
from appealdesk.donations.queries.words import seal_note
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal

__all__ = ["reverse_correction", "reverse_disbursement"]


def reverse_disbursement(*, actor: Actor, now: datetime, disbursement_ref: str, words: str) -> None:
    """The payment did not happen, or came back: its fund has the money again from today on."""
    if not words.strip():
        raise Refusal("donations.reason_missing", "Say why, in a sentence that a colleague will read.", field="words")
    with acting(actor):
        row = access_disbursement(actor, disbursement_ref, lock=True)
        if row.status != Disbursement.Status.PAID:
            raise Refusal(
                "donations.disbursement_meanwhile", "A colleague went on with this meanwhile: look at it again."
            )
        _check_unsettled(row.ref)
        day = day_of(actor.own_organisation, now=now)
        reverse_entry(actor=actor, now=now, day=day, subject_ref=row.ref, kind=Entry.Kind.DISBURSEMENT)
        row.status, row.ended_at, row.ended_by = Disbursement.Status.REVERSED, now, actor.ref
        row.sealed_note = seal_note(row, words.strip())
        row.save()
        record_audit(actor=actor, now=now, tag="disbursement.reversed", subject=row.ref, details={})


def reverse_correction(*, actor: Actor, now: datetime, ref: str) -> None:
    """A refund, a transfer or a write-off was a mistake."""
    with acting(actor):
        row = access_asked(actor, ref)
        if row.status != row.Status.MADE:
            raise Refusal("donations.asked_meanwhile", "A colleague decided about this meanwhile: look at it again.")
        _check_unsettled(row.ref)
        take_back(actor=actor, now=now, day=day_of(actor.own_organisation, now=now), row=row)


def _check_unsettled(ref: str) -> None:
    if Settlement.objects.filter(subject_ref=ref, undone_at__isnull=True).exists():
        raise Refusal("donations.is_settled", "A line of a statement shows this payment: take the line back first.")

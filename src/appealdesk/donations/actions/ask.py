"""Ask for a closed month to be opened again."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import access_period
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal

__all__ = ["REASONS", "ask_to_reopen"]

REASONS = ("mistake", "late_document", "audit")


def ask_to_reopen(*, actor: Actor, now: datetime, period_ref: str, reason: str) -> None:
    """Say why the month has to be opened; asking again replaces what was asked before."""
    with acting(actor):
        row = access_period(actor, period_ref)
        if reason not in REASONS:
            sentence = "Say why, in a sentence that a colleague will read."
            raise Refusal("donations.reason_missing", sentence, field="reason")
        row.asked_at, row.asked_by, row.reason = now, actor.ref, reason
        row.save(update_fields=["asked_at", "asked_by", "reason"])
        record_audit(actor=actor, now=now, tag="period.asked", subject=row.ref, details={"reason": reason})

"""Void receipts: the number stays, and says why it counts no more."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from appealdesk.audit.actions.record import record_audit, record_audits
from appealdesk.audit.inputs import AuditEntry
from appealdesk.donations.access import access_receipt
from appealdesk.donations.actions.hand_over import RECEIPT_LETTER
from appealdesk.donations.models import Receipt
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.letters.actions.cancel import cancel_letters_about

__all__ = ["void_receipt", "void_receipts_for"]


def void_receipt(
    *, actor: Actor, now: datetime, receipt_ref: str, reason: Literal["wrong_donor", "wrong_details", "other"]
) -> str:
    """Void one receipt; a void one stays as it is. Its donation may get another. Returns the printed number."""
    with acting(actor):
        receipt = access_receipt(actor, receipt_ref, lock=True)
        if receipt.voided_at is None:
            _void(actor, now, receipt, reason)
            details = {"number": receipt.label, "reason": reason}
            record_audit(actor=actor, now=now, tag="receipt.voided", subject=receipt.ref, details=details)
            cancel_letters_about(actor=actor, now=now, about_refs=[receipt.ref], kind=RECEIPT_LETTER)
    return receipt.label


def void_receipts_for(*, actor: Actor, now: datetime, donation_ids: Sequence[int], reason: str) -> int:
    """Void what was issued for donations whose money went back, inside the caller's transaction; returns how many."""
    rows = Receipt.objects.select_for_update().filter(donation_id__in=donation_ids, voided_at__isnull=True)
    found = list(rows.order_by("pk"))
    for receipt in found:
        _void(actor, now, receipt, reason)
    entries = [AuditEntry("receipt.voided", row.ref, {"number": row.label, "reason": reason}) for row in found]
    record_audits(actor=actor, now=now, entries=entries)
    if found:
        cancel_letters_about(actor=actor, now=now, about_refs=[row.ref for row in found], kind=RECEIPT_LETTER)
    return len(found)


def _void(actor: Actor, now: datetime, receipt: Receipt, reason: str) -> None:
    receipt.voided_at, receipt.voided_by, receipt.void_reason = now, actor.ref, reason
    receipt.save(update_fields=["voided_at", "voided_by", "void_reason"])

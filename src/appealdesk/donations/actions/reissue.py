"""Hand out a receipt again that was lost: the same words and number, marked as a duplicate."""

from dataclasses import dataclass
from datetime import datetime

from appealdesk.appeals.queries.appeals import day_of
from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import access_receipt
from appealdesk.donations.models import ReceiptCopy
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal

__all__ = ["ReissuedReceipt", "reissue_receipt"]


@dataclass(frozen=True, slots=True)
class ReissuedReceipt:
    """The printed number of the receipt and which copy this is."""

    label: str
    copy: int


def reissue_receipt(*, actor: Actor, now: datetime, receipt_ref: str) -> ReissuedReceipt:
    """Record one more copy; refuses a void receipt, and one whose words were erased."""
    with acting(actor):
        receipt = access_receipt(actor, receipt_ref, lock=True)
        if receipt.voided_at is not None:
            raise Refusal("receipts.void", "A void receipt is not handed out again. Issue a new one.")
        if receipt.sealed is None:
            raise Refusal("receipts.erased", "What this receipt said was erased.")
        copy = ReceiptCopy.objects.create(
            organisation_id=actor.own_organisation,
            receipt=receipt,
            number=receipt.copies.count() + 1,
            issued_on=day_of(actor.own_organisation, now=now),
            issued_at=now,
            issued_by=actor.ref,
        )
        details = {"number": receipt.label, "copy": copy.number}
        record_audit(actor=actor, now=now, tag="receipt.reissued", subject=receipt.ref, details=details)
    return ReissuedReceipt(receipt.label, copy.number)

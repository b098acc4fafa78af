"""Take back a refund that waits for a second person; either of the two may."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import access_card_refund
from appealdesk.donations.models import CardRefund
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal

__all__ = ["withdraw_card_refund"]


def withdraw_card_refund(*, actor: Actor, now: datetime, refund_ref: str) -> None:
    """Nothing is given back; refuses a refund that is on its way."""
    with acting(actor):
        refund = access_card_refund(actor, refund_ref, lock=True)
        if refund.status != CardRefund.Status.PROPOSED:
            raise Refusal(
                "cards.refund_meanwhile", "A colleague decided about this refund meanwhile: look at it again."
            )
        refund.status = CardRefund.Status.WITHDRAWN
        refund.save(update_fields=["status"])
        details = {"payment": refund.payment.ref}
        record_audit(actor=actor, now=now, tag="card_refund.withdrawn", subject=refund.ref, details=details)

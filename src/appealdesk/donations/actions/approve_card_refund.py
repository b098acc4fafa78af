"""The second person agrees to a refund."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import access_card_refund
from appealdesk.donations.actions.check_giver import check_giver
from appealdesk.donations.events import CardRefundApproved
from appealdesk.donations.ledger.standing import check_giver_not_held
from appealdesk.donations.models import CardRefund
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit
from appealdesk.foundation.refusals import Refusal

__all__ = ["approve_card_refund"]


def approve_card_refund(*, actor: Actor, now: datetime, refund_ref: str) -> None:
    """Approve it; refuses whoever proposed it."""
    with acting(actor):
        given = access_card_refund(actor, refund_ref).payment.donation
    check_giver(actor=actor, now=now, donation=given)
    with acting(actor):
        refund = access_card_refund(actor, refund_ref, lock=True)
        if refund.status != CardRefund.Status.PROPOSED:
            raise Refusal(
                "cards.refund_meanwhile", "A colleague decided about this refund meanwhile: look at it again."
            )
        if refund.proposed_by == actor.ref:
            raise Refusal("cards.second_person", "A second person has to agree: ask a colleague to look at it.")
        if refund.payment.donation is not None:
            check_giver_not_held(actor, refund.payment.donation)
        refund.status, refund.approved_by, refund.approved_at = CardRefund.Status.APPROVED, actor.ref, now
        refund.save(update_fields=["status", "approved_by", "approved_at"])
        emit(CardRefundApproved(refund_ref=refund.ref), actor=actor, now=now)
        details = {"payment": refund.payment.ref}
        record_audit(actor=actor, now=now, tag="card_refund.approved", subject=refund.ref, details=details)

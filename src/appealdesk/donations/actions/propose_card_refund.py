"""Give money back to a card, or from a certain amount on propose it to a second person."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import access_card_payment
from appealdesk.donations.actions.check_giver import check_giver
from appealdesk.donations.events import CardRefundApproved
from appealdesk.donations.ledger.standing import check_giver_not_held
from appealdesk.donations.models import CardRefund
from appealdesk.donations.queries.card_payments import refundable
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import Refusal

__all__ = ["propose_card_refund"]

_OPEN = (CardRefund.Status.PROPOSED, CardRefund.Status.APPROVED)


def propose_card_refund(*, actor: Actor, now: datetime, payment_ref: str, amount_minor: int) -> str:
    """Record the wish; without a need for two people it goes to the provider at once. Returns its reference."""
    with acting(actor):
        given = access_card_payment(actor, payment_ref).donation
    check_giver(actor=actor, now=now, donation=given)
    with acting(actor):
        payment = access_card_payment(actor, payment_ref, lock=True)
        left = refundable(payment)
        if CardRefund.objects.filter(payment=payment, status__in=_OPEN).exists():
            raise Refusal("cards.refund_meanwhile", "Another refund of this payment is under way: look at it first.")
        if not 0 < amount_minor <= left.amount_minor:
            raise Refusal("cards.refund_amount", "Only what is left of the payment can be refunded.", field="amount")
        if payment.donation is not None:
            check_giver_not_held(actor, payment.donation)
        limit = payment.account.two_refund_from.get(left.currency)
        needs_two = limit is not None and amount_minor >= limit
        refund = CardRefund.objects.create(
            ref=new_ref("O"),
            organisation_id=payment.organisation_id,
            payment=payment,
            amount_minor=amount_minor,
            currency=left.currency,
            needs_two=needs_two,
            status=CardRefund.Status.PROPOSED if needs_two else CardRefund.Status.APPROVED,
            proposed_by=actor.ref,
            proposed_at=now,
        )
        if not needs_two:
            emit(CardRefundApproved(refund_ref=refund.ref), actor=actor, now=now)
        details = {"payment": payment.ref, "amount_minor": amount_minor, "needs_two": needs_two}
        record_audit(actor=actor, now=now, tag="card_refund.proposed", subject=refund.ref, details=details)
    return refund.ref

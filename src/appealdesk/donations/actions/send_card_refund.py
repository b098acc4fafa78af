"""Tell the provider to give money back, once, and read the payment again."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.core.money import Money
from appealdesk.donations.access import access_card_refund
from appealdesk.donations.actions.absorb import absorb_payment
from appealdesk.donations.ledger.standing import check_giver_not_held
from appealdesk.donations.models import CardPayment, CardRefund
from appealdesk.donations.queries.card_accounts import driver_of
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal

__all__ = ["send_card_refund"]


def send_card_refund(*, actor: Actor, now: datetime, refund_ref: str) -> str:
    """How the refund stands then. The provider knows it by our reference, so that trying again gives nothing more.

    One whose donor is held meanwhile is taken back: it is proposed anew once the hit is decided about.
    """
    with acting(actor):
        refund = access_card_refund(actor, refund_ref)
        payment = refund.payment
        if refund.status == CardRefund.Status.APPROVED and _is_held(actor, payment):
            refund.status = CardRefund.Status.WITHDRAWN
            refund.save(update_fields=["status"])
            details = {"payment": payment.ref}
            record_audit(actor=actor, now=now, tag="card_refund.withdrawn", subject=refund.ref, details=details)
    if refund.status == CardRefund.Status.APPROVED:
        amount = Money(refund.amount_minor, refund.currency)
        try:
            driver_of(payment.account).refund(payment_id=payment.provider_id, amount=amount, key=refund.ref)
        except Refusal:
            refund.status = CardRefund.Status.REFUSED
        else:
            refund.status = CardRefund.Status.SENT
        with acting(actor):
            refund.save(update_fields=["status"])
            details = {"payment": payment.ref, "outcome": refund.status}
            record_audit(actor=actor, now=now, tag="card_refund.sent", subject=refund.ref, details=details)
        absorb_payment(actor=actor, now=now, payment_ref=payment.ref)
    return refund.status


def _is_held(actor: Actor, payment: CardPayment) -> bool:
    try:
        if payment.donation is not None:
            check_giver_not_held(actor, payment.donation)
    except Refusal:
        return True
    return False

"""A donor has come back from the provider's page."""

from datetime import datetime

from appealdesk.donations.events import CardPaymentReturned
from appealdesk.donations.models import CardPayment
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit

__all__ = ["return_card_gift"]


def return_card_gift(*, actor: Actor, now: datetime, payment_ref: str) -> bool:
    """Have the provider asked, once for a payment that it has not confirmed; the caller has checked the secret."""
    with acting(actor):
        first = CardPayment.objects.filter(
            organisation_id=actor.own_organisation,
            ref=payment_ref,
            state=CardPayment.State.STARTED,
            returned_at__isnull=True,
        ).update(returned_at=now)
        if first:
            emit(CardPaymentReturned(payment_ref=payment_ref), actor=actor, now=now)
    return bool(first)

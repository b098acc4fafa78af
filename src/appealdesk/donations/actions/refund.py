"""Give part or all of a donation back."""

from datetime import datetime

from appealdesk.core.money import Money
from appealdesk.donations.access import access_donation
from appealdesk.donations.actions.check_giver import check_giver
from appealdesk.donations.inputs import RefundInput
from appealdesk.donations.ledger.corrections import ask, check_day
from appealdesk.donations.ledger.standing import check_giver_not_held
from appealdesk.donations.models import Donation, Refund
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import Refusal

__all__ = ["refund_donation"]


def refund_donation(*, actor: Actor, now: datetime, entry: RefundInput) -> str:
    """Refund it, or ask a second person where the amount wants two. Returns the refund's reference.

    A card donation goes back through its card provider, which tells of it by itself.
    """
    with acting(actor):
        given = access_donation(actor, entry.donation_ref)
    check_giver(actor=actor, now=now, donation=given)
    with acting(actor):
        donation = access_donation(actor, entry.donation_ref, lock=True)
        if donation.channel == Donation.Channel.CARD:
            raise Refusal(
                "donations.refund_by_card", "A card donation goes back to the card: refund it with the card provider."
            )
        check_giver_not_held(actor, donation)
        check_day(actor, now, entry.happened_on)
        left = donation.amount_minor - donation.returned_minor
        if entry.amount_minor > left:
            raise Refusal(
                "donations.refund_large",
                f"Of this donation {left} minor units are left that could be given back.",
                field="amount",
                values={"left": Money(left, donation.currency)},
            )
        money = Money(entry.amount_minor, donation.currency)
        row = Refund(
            ref=new_ref("R"),
            donation=donation,
            reason=entry.reason,
            amount_minor=money.amount_minor,
            currency=money.currency,
            happened_on=entry.happened_on,
        )
        details = {"donation": donation.ref, "reason": entry.reason}
        return ask(actor=actor, now=now, row=row, words=entry.words, details=details)

"""What the tests of card payments do again and again: an account, a gift, what the worker does with what comes."""

from datetime import UTC, datetime, timedelta

from appealdesk.donations.actions.receive_card_event import receive_card_event
from appealdesk.donations.actions.set_card_account import set_card_account
from appealdesk.donations.actions.start_card_gift import start_card_gift
from appealdesk.donations.inputs import CardAccountInput, CardGiftInput
from appealdesk.donations.models import CardPayment, Donation
from appealdesk.foundation.actor import public_actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import new_submission_id
from appealdesk.people.inputs import IdentityInput
from tests.cast import Cast, work_off
from tests.donations.cards.stripe_stand_in import API_KEY, SECRET, START, StripeStandIn, Thing

__all__ = ["AT", "NOBODY", "begun", "donation", "given", "paid", "payment", "stripe_account", "told"]

AT = datetime.fromtimestamp(START, UTC)
NOBODY = IdentityInput(language="en")
LATER = timedelta(hours=6)


def stripe_account(cast: Cast, server: StripeStandIn, *, active: bool = True) -> str:
    """The organisation takes cards by Stripe; the account's reference."""
    entry = CardAccountInput(
        provider="stripe",
        label="Stripe",
        secrets={"api_key": API_KEY, "webhook_secret": SECRET},
        smallest={"JPY": 500, "USD": 500},
        two_refund_from={"JPY": 50_000},
        address=server.address,
        active=active,
    )
    return set_card_account(actor=cast.system, now=AT, entry=entry)


def given(cast: Cast, account_ref: str, amount: int = 10_000, *, identity: IdentityInput = NOBODY) -> CardGiftInput:
    """What the public form hands in."""
    return CardGiftInput(
        appeal_id=cast.appeal_id,
        account_ref=account_ref,
        amount_minor=amount,
        currency="JPY",
        language="en",
        identity=identity,
        submission=new_submission_id(),
    )


def begun(cast: Cast, entry: CardGiftInput, *, now: datetime = AT) -> str:
    """A donor leaves for the provider's page; the payment's reference."""
    actor = public_actor(cast.organisation_id)
    return start_card_gift(actor=actor, now=now, entry=entry, address_of=lambda *parts: "/".join(parts)).ref


def paid(cast: Cast, server: StripeStandIn, account_ref: str, amount: int = 10_000) -> tuple[str, str]:
    """A gift that has been paid and heard of: our reference and the provider's."""
    ref = begun(cast, given(cast, account_ref, amount))
    intent = server.pay(ref)
    told(cast, server, account_ref, server.events)
    return ref, intent


def told(cast: Cast, server: StripeStandIn, account_ref: str, events: list[Thing]) -> list[bool]:
    """Webhooks arrive, each signed as it leaves, and the worker does what they ask for; which of them were new."""
    new = []
    for event in events:
        body, header = server.signed(event)
        now = datetime.fromtimestamp(event["created"], UTC)
        headers = {"stripe-signature": header}
        new.append(receive_card_event(actor=cast.system, now=now, account_ref=account_ref, body=body, headers=headers))
    work_off(AT + LATER)
    return new


def payment(cast: Cast, ref: str) -> CardPayment:
    """The payment as it stands."""
    with acting(cast.system):
        return CardPayment.objects.select_related("donation").get(ref=ref)


def donation(cast: Cast, ref: str) -> Donation | None:
    """The donation that a payment became."""
    return payment(cast, ref).donation

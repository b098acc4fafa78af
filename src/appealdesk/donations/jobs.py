"""What the donations do when something has happened."""

from appealdesk.donations.actions.absorb import absorb_event, absorb_payment
from appealdesk.donations.actions.acknowledge import (
    acknowledge_donation,
    acknowledge_statement,
)
from appealdesk.donations.actions.doubt import doubt_receipts
from appealdesk.donations.actions.erase import erase_of_person
from appealdesk.donations.actions.follow import follow_payee, follow_payees
from appealdesk.donations.actions.import_statement import import_statement
from appealdesk.donations.actions.keep_back import keep_back_joined, keep_back_thanks
from appealdesk.donations.actions.perform import perform_batch
from appealdesk.donations.actions.poll_card_events import poll_card_events
from appealdesk.donations.actions.post import post_fees
from appealdesk.donations.actions.reconcile import reconcile_statement
from appealdesk.donations.actions.send_card_refund import send_card_refund
from appealdesk.donations.actions.write import write_acknowledgement
from appealdesk.foundation.actor import Actor, ActorKind, system_actor
from appealdesk.foundation.events import Delivery

__all__ = [
    "acknowledge_offer",
    "ask_about_gift",
    "ask_for_card_events",
    "carry_on_receipts",
    "check_payees",
    "erase",
    "follow_hit",
    "follow_joined",
    "follow_parted",
    "import_confirmed",
    "post_bank_fees",
    "read_card_event",
    "reconcile_imported",
    "refund_card",
    "thank_donor",
    "thank_donors",
]


def import_confirmed(delivery: Delivery) -> None:
    """StatementConfirmed: store and post its lines."""
    actor = system_actor(delivery.organisation_id)
    import_statement(actor=actor, now=delivery.now, statement_ref=delivery.payload["statement_ref"])


def reconcile_imported(delivery: Delivery) -> None:
    """StatementImported: turn its credits into donations."""
    actor = system_actor(delivery.organisation_id)
    reconcile_statement(actor=actor, now=delivery.now, statement_ref=delivery.payload["statement_ref"])


def thank_donors(delivery: Delivery) -> None:
    """DonationsRecorded: draft thanks to the donors who are known."""
    actor = system_actor(delivery.organisation_id)
    acknowledge_statement(actor=actor, now=delivery.now, statement_ref=delivery.payload["statement_ref"])


def thank_donor(delivery: Delivery) -> None:
    """DonorAttached: draft thanks for the donation."""
    actor = system_actor(delivery.organisation_id)
    acknowledge_donation(actor=actor, now=delivery.now, donation_ref=delivery.payload["donation_ref"])


def post_bank_fees(delivery: Delivery) -> None:
    """DonationsRecorded: post the debits that a rule says are the bank's fees."""
    actor = system_actor(delivery.organisation_id)
    post_fees(actor=actor, now=delivery.now, statement_ref=delivery.payload["statement_ref"])


def follow_hit(delivery: Delivery) -> None:
    """HitFound, HitSettled: what is theirs waits while something holds, and goes on where nothing does any more."""
    actor, told = system_actor(delivery.organisation_id), delivery.payload
    if (person_id := told["person_id"]) is not None:
        keep_back_thanks(actor=actor, now=delivery.now, person_id=person_id)
    else:
        follow_payee(actor=actor, now=delivery.now, payee_ref=told["payee_ref"])


def follow_joined(delivery: Delivery) -> None:
    """PersonsJoined: finance looks at their receipts, and what is held of the one is held of the other."""
    _follow_persons(delivery, [delivery.payload["kept_ref"]], occasion="joined")


def follow_parted(delivery: Delivery) -> None:
    """PersonsParted: finance looks at the receipts of both, and what was held of both is held of the right one."""
    _follow_persons(delivery, [delivery.payload["person_ref"], delivery.payload["parted_ref"]], occasion="parted")


def _follow_persons(delivery: Delivery, refs: list[str], *, occasion: str) -> None:
    actor = system_actor(delivery.organisation_id)
    doubt_receipts(actor=actor, now=delivery.now, person_refs=refs, occasion=occasion)
    keep_back_joined(actor=actor, now=delivery.now, person_refs=refs)


def check_payees(delivery: Delivery) -> None:
    """SanctionsListLoaded, CheckRulesChanged: check those to whom something is still to be paid."""
    follow_payees(actor=system_actor(delivery.organisation_id), now=delivery.now)


def carry_on_receipts(delivery: Delivery) -> None:
    """ReceiptBatchAdvanced: go through the next donations or issue the next parts, in the officer's name."""
    actor = Actor(kind=ActorKind.SYSTEM, ref=delivery.actor_ref, organisation_id=delivery.organisation_id)
    perform_batch(actor=actor, now=delivery.now, batch_ref=delivery.payload["batch_ref"])


def read_card_event(delivery: Delivery) -> None:
    """CardEventReceived: read again what it points to."""
    actor = system_actor(delivery.organisation_id)
    absorb_event(actor=actor, now=delivery.now, event_id=delivery.payload["event_id"])


def ask_about_gift(delivery: Delivery) -> None:
    """CardPaymentReturned: ask the provider, should its word be late."""
    actor = system_actor(delivery.organisation_id)
    absorb_payment(actor=actor, now=delivery.now, payment_ref=delivery.payload["payment_ref"])


def acknowledge_offer(delivery: Delivery) -> None:
    """InKindOffered: tell the offerer that it came."""
    actor = system_actor(delivery.organisation_id)
    write_acknowledgement(actor=actor, now=delivery.now, offer_ref=delivery.payload["offer_ref"])


def erase(delivery: Delivery) -> None:
    """PersonErased: erase what they wrote about goods, and in claims."""
    actor = system_actor(delivery.organisation_id)
    erase_of_person(actor=actor, now=delivery.now, person_ref=delivery.payload["person_ref"])


def ask_for_card_events(delivery: Delivery) -> None:
    """CardEventsWanted: ask for what may have been lost."""
    actor = system_actor(delivery.organisation_id)
    poll_card_events(actor=actor, now=delivery.now, account_ref=delivery.payload["account_ref"])


def refund_card(delivery: Delivery) -> None:
    """CardRefundApproved: have the provider give the money back."""
    actor = system_actor(delivery.organisation_id)
    send_card_refund(actor=actor, now=delivery.now, refund_ref=delivery.payload["refund_ref"])

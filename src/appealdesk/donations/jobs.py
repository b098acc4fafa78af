"""What the donations do when something has happened."""

from appealdesk.donations.actions.acknowledge import (
    acknowledge_donation,
    acknowledge_released,
    acknowledge_statement,
)
from appealdesk.donations.actions.hold import hold_disbursement
from appealdesk.donations.actions.import_statement import import_statement
from appealdesk.donations.actions.keep_back import keep_back_thanks
from appealdesk.donations.actions.post import post_fees
from appealdesk.donations.actions.reconcile import reconcile_statement
from appealdesk.foundation.actor import system_actor
from appealdesk.foundation.events import Delivery

__all__ = [
    "hold_hit",
    "import_confirmed",
    "post_bank_fees",
    "reconcile_imported",
    "thank_donor",
    "thank_donors",
    "thank_released",
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


def hold_hit(delivery: Delivery) -> None:
    """HitFound: thanks that nobody has approved, or what would be paid to the payee, wait until it is settled."""
    actor, told = system_actor(delivery.organisation_id), delivery.payload
    if told["person_id"] is not None:
        keep_back_thanks(actor=actor, now=delivery.now, person_id=told["person_id"])
    else:
        hold_disbursement(actor=actor, now=delivery.now, disbursement_ref=told["payee_ref"], reason="sanctions")


def thank_released(delivery: Delivery) -> None:
    """HitSettled: draft the thanks that were kept back, where nothing holds any more."""
    person_id = delivery.payload["person_id"]
    if person_id is not None and not delivery.payload["held"]:
        acknowledge_released(actor=system_actor(delivery.organisation_id), now=delivery.now, person_id=person_id)

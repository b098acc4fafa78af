"""What enquiries do when they hear of an event."""

from django.conf import settings

from appealdesk.enquiries.actions import process
from appealdesk.enquiries.actions.advance_people_file import advance_people_file
from appealdesk.enquiries.actions.carry import carry_enquirers
from appealdesk.enquiries.actions.erase import erase_enquiries
from appealdesk.enquiries.actions.withdraw import withdraw_offers
from appealdesk.foundation.actor import Actor, ActorKind, system_actor
from appealdesk.foundation.events import Delivery

__all__ = ["carry_over", "erase", "go_on_with_people_file", "process_enquiry", "withdraw_without_consent"]


def process_enquiry(delivery: Delivery) -> None:
    """EnquiryReceived → process it."""
    process.process_enquiry(
        actor=system_actor(delivery.organisation_id),
        now=delivery.now,
        enquiry_ref=delivery.payload["enquiry_ref"],
        address=settings.PUBLIC_ADDRESS,
    )


def erase(delivery: Delivery) -> None:
    """PersonErased → erase what they wrote, their facts and their documents."""
    erase_enquiries(
        actor=system_actor(delivery.organisation_id), now=delivery.now, person_ref=delivery.payload["person_ref"]
    )


def withdraw_without_consent(delivery: Delivery) -> None:
    """ConsentWithdrawn → an offer that may not be looked at any more is withdrawn."""
    if delivery.payload["purpose"] == "processing":
        withdraw_offers(
            actor=Actor(kind=ActorKind.SYSTEM, ref=delivery.actor_ref, organisation_id=delivery.organisation_id),
            now=delivery.now,
            person_ref=delivery.payload["person_ref"],
            enquiry_ref=delivery.payload["about_ref"],
        )


def carry_over(delivery: Delivery) -> None:
    """AppealSuperseded, CarryOverAdvanced → carry the next enquirers over."""
    carry_enquirers(
        actor=system_actor(delivery.organisation_id),
        now=delivery.now,
        appeal_id=delivery.payload["appeal_id"],
        address=settings.PUBLIC_ADDRESS,
        in_background=True,
    )


def go_on_with_people_file(delivery: Delivery) -> None:
    """PeopleFileAdvanced → the next rows, in the name of whoever sent or confirmed the file."""
    advance_people_file(
        actor=Actor(kind=ActorKind.SYSTEM, ref=delivery.actor_ref, organisation_id=delivery.organisation_id),
        now=delivery.now,
        file_ref=delivery.payload["file_ref"],
    )

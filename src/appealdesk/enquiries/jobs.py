"""What enquiries do when they hear of an event."""

from django.conf import settings

from appealdesk.enquiries.actions import process
from appealdesk.foundation.actor import system_actor
from appealdesk.foundation.events import Delivery

__all__ = ["process_enquiry"]


def process_enquiry(delivery: Delivery) -> None:
    """EnquiryReceived → process it."""
    process.process_enquiry(
        actor=system_actor(delivery.organisation_id),
        now=delivery.now,
        enquiry_ref=delivery.payload["enquiry_ref"],
        address=settings.PUBLIC_ADDRESS,
    )

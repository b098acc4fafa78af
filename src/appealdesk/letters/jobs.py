"""What letters do when they hear of an event."""

from django.conf import settings

from appealdesk.foundation.actor import system_actor
from appealdesk.foundation.events import Delivery
from appealdesk.letters.actions.erase import erase_letters
from appealdesk.letters.actions.send import send_letter

__all__ = ["erase", "send"]


def send(delivery: Delivery) -> None:
    """LetterApproved → send it."""
    send_letter(
        actor=system_actor(delivery.organisation_id),
        now=delivery.now,
        letter_ref=delivery.payload["letter_ref"],
        sender=settings.DEFAULT_FROM_EMAIL,
    )


def erase(delivery: Delivery) -> None:
    """PersonErased → erase what letters to them say."""
    erase_letters(
        actor=system_actor(delivery.organisation_id), now=delivery.now, person_ref=delivery.payload["person_ref"]
    )

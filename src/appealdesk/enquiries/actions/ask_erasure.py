"""Asking to be erased from the status page: the secret of the link proves whose enquiry it is."""

import hmac
from datetime import datetime

from appealdesk.enquiries.models import Enquiry
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import hash_secret
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.people.actions.request_erasure import RequestedErasure, request_erasure

__all__ = ["ask_erasure"]


def ask_erasure(*, actor: Actor, now: datetime, enquiry_ref: str, secret: str, words: str = "") -> RequestedErasure:
    """Record the request of whoever sent the enquiry. Raises Refusal while the enquiry is still being read."""
    with acting(actor):
        enquiry = Enquiry.objects.filter(organisation_id=actor.own_organisation, ref=enquiry_ref).first()
        if enquiry is None or not hmac.compare_digest(bytes(enquiry.secret_hash), hash_secret(secret)):
            raise NotFound("enquiry")
        try:
            return request_erasure(actor=actor, now=now, enquiry_ref=enquiry_ref, words=words)
        except NotFound as error:
            raise Refusal(
                "enquiries.still_being_read", "Your message is still being read. Try again in a minute."
            ) from error

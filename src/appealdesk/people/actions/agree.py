"""Agreeing to one purpose, for the first time or anew, on the person's own page or as an officer was told."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.people.access import person_meant
from appealdesk.people.actions.record import record_consent
from appealdesk.people.models import Consent

__all__ = ["TEXTS", "agree_to_purpose"]

# The version of each text that is agreed to now; a text that changes gets the next number.
TEXTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        Consent.Purpose.PROCESSING: "offer/1",
        Consent.Purpose.HAND_OVER: "hand-over/1",
        Consent.Purpose.PUBLIC_NAME: "public-name/1",
    }
)
_LASTS: Final = timedelta(days=365)


def agree_to_purpose(
    *, actor: Actor, now: datetime, purpose: str, person_ref: str = "", enquiry_ref: str = ""
) -> datetime:
    """Record that somebody agrees from now on, for a year; returns until when.

    An officer names the person; for a visitor the caller has checked the link of the enquiry.
    """
    if purpose not in TEXTS:
        raise NotFound("purpose")
    with acting(actor):
        person = person_meant(actor, person_ref=person_ref, enquiry_ref=enquiry_ref)
        if person.erased_at is not None:
            raise Refusal("people.erased_already", "This person was erased already.")
        until = now + _LASTS
        record_consent(
            actor=actor,
            now=now,
            person_id=person.pk,
            purpose=purpose,
            text_version=TEXTS[purpose],
            about_ref=enquiry_ref,
            given_at=now,
            expires_at=until,
        )
    return until

"""What somebody agreed to, purpose by purpose: on their own page, at the desk, and for whoever needs it to hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from appealdesk.foundation.actor import Actor
from appealdesk.foundation.refusals import NotFound
from appealdesk.people.access import access_person, person_of_source
from appealdesk.people.models import Consent

__all__ = ["PurposePage", "consent_state", "own_consents", "own_language", "purposes_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PurposePage:
    """One purpose: `state` is holds, expired, withdrawn or none, and the dates are those of the latest consent."""

    purpose: str
    state: str
    text_version: str = ""
    given_at: datetime | None = None
    expires_at: datetime | None = None
    withdrawn_at: datetime | None = None


def own_consents(*, actor: Actor, enquiry_ref: str, now: datetime) -> tuple[PurposePage, ...]:
    """What was agreed about one enquiry, by the link of which the caller has made sure. One query."""
    rows = Consent.objects.filter(organisation_id=actor.own_organisation, about_ref=enquiry_ref)
    return _by_purpose(rows.order_by("given_at", "pk"), now)


def own_language(*, actor: Actor, enquiry_ref: str) -> str:
    """The language of the letters to whoever holds the link; empty before the worker has made them a person."""
    try:
        return person_of_source(actor, source="enquiry", source_ref=enquiry_ref).language
    except NotFound:
        return ""


def purposes_of(*, actor: Actor, person_ref: str, now: datetime) -> tuple[PurposePage, ...]:
    """What a person agreed to, whichever record it came with. Two queries."""
    person = access_person(actor, person_ref)
    rows = Consent.objects.filter(Q(person=person) | Q(person__redirects_to=person))
    return _by_purpose(rows.order_by("given_at", "pk"), now)


def consent_state(*, actor: Actor, person_ref: str, purpose: str, now: datetime) -> str:
    """How a person's consent for one purpose stands: holds, expired, withdrawn or none. Two queries."""
    pages = purposes_of(actor=actor, person_ref=person_ref, now=now)
    return next(page.state for page in pages if page.purpose == purpose)


def _by_purpose(rows: Iterable[Consent], now: datetime) -> tuple[PurposePage, ...]:
    """Each purpose by its latest consent, or by the one that holds where there is one."""
    latest = {purpose: PurposePage(purpose=purpose, state="none") for purpose in Consent.Purpose.values}
    for row in rows:
        state = "withdrawn" if row.withdrawn_at else "holds" if row.given_at <= now < row.expires_at else "expired"
        if state == "holds" or latest[row.purpose].state != "holds":
            latest[row.purpose] = PurposePage(
                purpose=row.purpose,
                state=state,
                text_version=row.text_version,
                given_at=row.given_at,
                expires_at=row.expires_at,
                withdrawn_at=row.withdrawn_at,
            )
    return tuple(latest.values())

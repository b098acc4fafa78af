"""Recording what a person agreed to."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor, ActorKind
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.people.access import visible_people
from appealdesk.people.models import Consent, Person

__all__ = ["record_consent"]


def record_consent(
    *,
    actor: Actor,
    now: datetime,
    person_id: int,
    purpose: str,
    text_version: str,
    about_ref: str,
    given_at: datetime,
    expires_at: datetime,
) -> bool:
    """Record a consent for one occasion; false if it was recorded before; a later one about it renews it."""
    if expires_at <= given_at:
        raise Refusal("people.consent_expiry", "A consent must expire after it was given.", field="expires_at")
    with acting(actor):
        # A visitor sees no person; whose link it is, the caller has made sure of, and a key never comes from outside.
        own = Person.objects.filter(organisation_id=actor.own_organisation)
        people = own if actor.kind is ActorKind.PUBLIC else visible_people(actor)
        person = people.select_related("redirects_to").filter(pk=person_id).first()
        if person is None:
            raise NotFound("person")
        _, new = Consent.objects.get_or_create(
            person=person,
            purpose=purpose,
            about_ref=about_ref,
            given_at=given_at,
            defaults={
                "organisation_id": person.organisation_id,
                "text_version": text_version,
                "expires_at": expires_at,
            },
        )
        if new:
            details = {"purpose": purpose, "text_version": text_version, "about": about_ref}
            subject = (person.redirects_to or person).ref
            record_audit(actor=actor, now=now, tag="consent.recorded", subject=subject, details=details)
    return new

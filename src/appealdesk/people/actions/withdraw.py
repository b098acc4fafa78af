"""Taking a consent back, by an officer who was told so or by the person on their own page."""

from datetime import datetime

from django.db.models import Q

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit
from appealdesk.foundation.refusals import NotFound
from appealdesk.people.access import access_person, may_see_people, person_of_source
from appealdesk.people.events import ConsentWithdrawn
from appealdesk.people.models import Consent

__all__ = ["withdraw_consent"]


def withdraw_consent(*, actor: Actor, now: datetime, purpose: str, person_ref: str = "", enquiry_ref: str = "") -> int:
    """Withdraw every consent of a person for a purpose; returns how many held until now.

    An officer names the person; for a visitor the caller has checked the link of the enquiry, and only what was agreed
    about this enquiry is taken back.
    """
    if purpose not in Consent.Purpose.values:
        raise NotFound("purpose")
    with acting(actor):
        if person_ref and may_see_people(actor):
            person, about = access_person(actor, person_ref), ""
        else:
            person, about = person_of_source(actor, source="enquiry", source_ref=enquiry_ref), enquiry_ref
        theirs = Consent.objects.filter(Q(person=person) | Q(person__redirects_to=person), purpose=purpose)
        held = theirs.filter(withdrawn_at__isnull=True)
        count = (held.filter(about_ref=about) if about else held).update(withdrawn_at=now)
        if count:
            details = {"purpose": purpose, "count": count, "about": about}
            record_audit(actor=actor, now=now, tag="consent.withdrawn", subject=person.ref, details=details)
            emit(ConsentWithdrawn(person_ref=person.ref, purpose=purpose, about_ref=about), actor=actor, now=now)
    return count

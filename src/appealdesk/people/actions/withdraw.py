"""Taking a consent back."""

from datetime import datetime

from django.db.models import Q

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound
from appealdesk.people.access import visible_people
from appealdesk.people.models import Consent

__all__ = ["withdraw_consent"]


def withdraw_consent(*, actor: Actor, now: datetime, person_id: int, purpose: str) -> int:
    """Withdraw every consent of a person for a purpose; returns how many held until now."""
    with acting(actor):
        found = visible_people(actor).select_related("redirects_to").filter(pk=person_id).first()
        if found is None:
            raise NotFound("person")
        person = found.redirects_to or found
        theirs = Consent.objects.filter(Q(person=person) | Q(person__redirects_to=person), purpose=purpose)
        count = theirs.filter(withdrawn_at__isnull=True).update(withdrawn_at=now)
        if count:
            details = {"purpose": purpose, "count": count}
            record_audit(actor=actor, now=now, tag="consent.withdrawn", subject=person.ref, details=details)
    return count

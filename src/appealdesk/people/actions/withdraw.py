"""Taking a consent back."""

from datetime import datetime

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
        person = visible_people(actor).filter(pk=person_id).first()
        if person is None:
            raise NotFound("person")
        count = Consent.objects.filter(person=person, purpose=purpose, withdrawn_at__isnull=True).update(
            withdrawn_at=now
        )
        if count:
            details = {"purpose": purpose, "count": count}
            record_audit(actor=actor, now=now, tag="consent.withdrawn", subject=person.ref, details=details)
    return count

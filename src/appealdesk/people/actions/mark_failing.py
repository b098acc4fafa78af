"""Noting that nothing arrives at a contact point any more, by the mail server's answer or by an officer."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.people.access import access_contact_point
from appealdesk.people.models import ContactPoint

__all__ = ["mark_failing"]


def mark_failing(*, actor: Actor, now: datetime, point: str = "", point_id: int = 0, failing: bool = True) -> bool:
    """Letters go elsewhere from now on, or to the printer; false where it was noted before.

    An officer names the `point`; letters, which have its key already, give that.
    """
    with acting(actor):
        if point:
            found = access_contact_point(actor, point, lock=True)
        else:
            own = ContactPoint.objects.filter(organisation_id=actor.own_organisation, pk=point_id)
            held = own.select_related("record__person").first()
            if held is None:
                return False
            found = held
        if (found.failing_at is not None) == failing:
            return False
        person = found.record.person
        same = ContactPoint.objects.filter(record__person=person, kind=found.kind, token=found.token)
        same.update(failing_at=now if failing else None)
        tag = "contact.failing" if failing else "contact.works"
        details = {"kind": found.kind, "record": found.record.ref}
        record_audit(actor=actor, now=now, tag=tag, subject=person.ref, details=details)
    return True

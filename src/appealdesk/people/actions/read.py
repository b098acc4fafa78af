"""Opening one person: whoever does so leaves a line in the audit log."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.people.queries.persons import PersonPage, person_page

__all__ = ["read_person"]


def read_person(*, actor: Actor, now: datetime, ref: str) -> PersonPage:
    """One person, opened and noted."""
    with acting(actor):
        page = person_page(actor=actor, now=now, ref=ref)
        record_audit(actor=actor, now=now, tag="person.read", subject=page.ref, details={"page": "person"})
    return page

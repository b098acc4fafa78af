"""Erasing what screening holds of a person: the words beside decisions, proposals and reviews.

The facts in their profiles go by themselves: enquiries forget them and say so, and the application is screened again.
"""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.enquiries.queries.applications import applications_of_persons
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.people.queries.persons import family_of_person
from appealdesk.screening.models import Decision, ProposedAcceptance, ReviewRequest

__all__ = ["erase_screenings"]


def erase_screenings(*, actor: Actor, now: datetime, person_ref: str) -> int:
    """Destroy the keys of what was written beside a person's decisions; returns how many texts there were."""
    with acting(actor):
        family = family_of_person(actor=actor, ref=person_ref)
        ids = [row.id for row in applications_of_persons(actor=actor, person_ids=family)]
        changed = Decision.objects.filter(application_id__in=ids, wrapped_key__isnull=False).update(
            wrapped_key=None, sealed=None
        )
        for model in (ProposedAcceptance, ReviewRequest):
            notes = model.objects.filter(application_id__in=ids)
            changed += notes.filter(wrapped_key__isnull=False).update(wrapped_key=None, sealed=None)
            changed += notes.filter(answer_wrapped_key__isnull=False).update(
                answer_wrapped_key=None, answer_sealed=None
            )
        if changed:
            details = {"count": changed}
            record_audit(actor=actor, now=now, tag="screenings.erased", subject=person_ref, details=details)
    return changed

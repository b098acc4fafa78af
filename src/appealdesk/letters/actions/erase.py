"""Erasing what letters to a person say; those that have not left do not leave any more."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.letters.access import visible_letters
from appealdesk.letters.models import Letter
from appealdesk.people.queries.persons import family_of_person

__all__ = ["erase_letters"]


def erase_letters(*, actor: Actor, now: datetime, person_ref: str) -> int:
    """Destroy the keys of a person's letters; returns how many there were."""
    with acting(actor):
        letters = visible_letters(actor).filter(person_id__in=family_of_person(actor=actor, ref=person_ref))
        letters.filter(status__in=[Letter.Status.DRAFT, Letter.Status.APPROVED]).update(status=Letter.Status.CANCELLED)
        changed = letters.filter(wrapped_key__isnull=False).update(wrapped_key=None, sealed=None)
        if changed:
            details = {"count": changed}
            record_audit(actor=actor, now=now, tag="letters.erased", subject=person_ref, details=details)
    return changed

"""Choosing the language of our letters, on the person's own page or as an officer was told."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.languages import LANGUAGES
from appealdesk.foundation.refusals import NotFound
from appealdesk.people.access import person_meant
from appealdesk.people.models import Person

__all__ = ["choose_language"]


def choose_language(*, actor: Actor, now: datetime, language: str, person_ref: str = "", enquiry_ref: str = "") -> bool:
    """Letters are in this language from now on, whatever the language of their occasion; false if they were already.

    An officer names the person; for a visitor the caller has checked the link of the enquiry.
    """
    if language not in LANGUAGES:
        raise NotFound("language")
    with acting(actor):
        found = person_meant(actor, person_ref=person_ref, enquiry_ref=enquiry_ref)
        person = Person.objects.select_for_update().get(pk=found.pk)
        if person.language == language and person.language_chosen_at is not None:
            return False
        person.language, person.language_chosen_at = language, now
        person.save(update_fields=["language", "language_chosen_at"])
        details = {"language": language, "about": enquiry_ref}
        record_audit(actor=actor, now=now, tag="person.language_chosen", subject=person.ref, details=details)
    return True

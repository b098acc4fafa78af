"""Erasing what enquiries hold of a person: what they wrote, their facts and their documents.

An application stays as a reference with dates, withdrawn: decisions, counts and the audit log rest on it.
"""

from collections.abc import Iterable
from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.enquiries.actions.put_aside import put_aside_naming
from appealdesk.enquiries.actions.withdraw import withdraw_application
from appealdesk.enquiries.events import FactsCorrected
from appealdesk.enquiries.models import Application, Enquiry, Evidence, EvidenceCheck, EvidencePage
from appealdesk.enquiries.queries.enquiries import open_speaker, open_statement
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting, fetch_value
from appealdesk.foundation.events import emit_many
from appealdesk.people.inputs import IdentityInput
from appealdesk.people.queries.persons import family_of_person, sources_of_person

__all__ = ["erase_enquiries"]


def erase_enquiries(*, actor: Actor, now: datetime, person_ref: str) -> int:
    """Destroy the keys of a person's enquiries and documents, forget the facts, and withdraw what is still open.

    A list of people that waits and names the person is put aside. Where the person spoke for somebody else, only what
    was said of the speaker is destroyed. Returns how many enquiries and documents it changed: none, when it is called
    again.
    """
    with acting(actor):
        family = family_of_person(actor=actor, ref=person_ref)
        own = Enquiry.objects.filter(organisation_id=actor.own_organisation)
        enquiries = own.filter(ref__in=_sources(actor, family, "enquiry"))
        spoken = own.filter(ref__in=_sources(actor, family, "speaker"), speaker_wrapped_key__isnull=False)
        applications = Application.objects.filter(organisation_id=actor.own_organisation, enquiry__in=enquiries)
        for ref in applications.filter(withdrawn_at__isnull=True).order_by("pk").values_list("ref", flat=True):
            withdraw_application(actor=actor, now=now, application_ref=ref)
        put_aside_naming(actor=actor, now=now, identities=_said(enquiries, spoken))
        changed = spoken.update(speaker_wrapped_key=None, speaker_sealed=None)
        changed += enquiries.filter(wrapped_key__isnull=False).update(wrapped_key=None, sealed=None)
        # The database itself forgets facts, and only those of enquiries that are erased.
        fetch_value("SELECT enquiries_forget_facts(%s)", [list(applications.values_list("pk", flat=True))])
        evidence = Evidence.objects.filter(application__in=applications)
        EvidencePage.objects.filter(evidence__in=evidence).delete()
        EvidenceCheck.objects.filter(evidence__in=evidence).update(sealed=None)
        changed += evidence.exclude(state=Evidence.State.ERASED).update(
            state=Evidence.State.ERASED, wrapped_key=None, fingerprint=None
        )
        if changed:
            # Screened without facts, a profile forgets them too.
            told = [FactsCorrected(application_ref=ref) for ref in applications.values_list("ref", flat=True)]
            emit_many(told, actor=actor, now=now)
            details = {"count": changed}
            record_audit(actor=actor, now=now, tag="enquiries.erased", subject=person_ref, details=details)
    return changed


def _said(enquiries: Iterable[Enquiry], spoken: Iterable[Enquiry]) -> list[IdentityInput]:
    """Who they said that they are, while that can still be opened."""
    said = [*map(open_statement, enquiries), *map(open_speaker, spoken)]
    return [each.identity for each in said if each is not None]


def _sources(actor: Actor, family: Iterable[int], source: str) -> set[str]:
    return {ref for key in family for ref in sources_of_person(actor=actor, person_id=key, source=source)}

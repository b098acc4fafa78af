"""Somebody is erased: what officers wrote about their hits is destroyed; that there was a check stays."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.people.queries.persons import family_of_person
from appealdesk.sanctions.models import Hit, HitDecision, Subject

__all__ = ["erase_subject"]


def erase_subject(*, actor: Actor, now: datetime, person_ref: str) -> int:
    """Destroy the reasons of the person's hits and let those lapse that wait; returns how many hits there were."""
    with acting(actor):
        family = family_of_person(actor=actor, ref=person_ref)
        hits = Hit.objects.filter(organisation_id=actor.own_organisation, subject__person_id__in=family)
        refs = list(hits.values_list("ref", flat=True))
        Subject.objects.filter(organisation_id=actor.own_organisation, person_id__in=family).update(digest=None)
        hits.update(digest=None)
        HitDecision.objects.filter(hit__in=hits).update(wrapped_key=None, sealed=None)
        # A true hit stays: money that may not be moved does not become movable because its giver is forgotten.
        hits.filter(status=Hit.Status.OPEN).update(status=Hit.Status.LAPSED)
        if refs:
            details = {"hits": len(refs)}
            record_audit(actor=actor, now=now, tag="sanctions_hit.erased", subject=person_ref, details=details)
    return len(refs)

"""Letting a verification run out: the fact is documented again, until a newer document is checked."""

from datetime import datetime

from django.db.models import QuerySet

from appealdesk.appeals.queries.appeals import day_of
from appealdesk.audit.actions.record import record_audit
from appealdesk.enquiries.access import access_application, access_evidence
from appealdesk.enquiries.actions.grade_facts import grade_facts
from appealdesk.enquiries.models import Evidence, EvidenceCheck
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting

__all__ = ["expire_evidence"]


def expire_evidence(*, actor: Actor, now: datetime) -> int:
    """Expire every check of the organisation whose last day has passed; returns how many. Safe to call at any time.

    The look-up reads an index of the checks that can expire, so that a day without any costs nothing. Each check has a
    transaction of its own: one application that is being written does not hold up the others.
    """
    with acting(actor):
        today = day_of(actor.own_organisation, now=now)
        due = list(_due(actor).filter(valid_until__lt=today).order_by("valid_until", "pk"))
        refs = {check.pk: (check.evidence.ref, check.evidence.application.ref) for check in due}
    return sum(_expire(actor, now, pk, *found) for pk, found in refs.items())


def _due(actor: Actor) -> QuerySet[EvidenceCheck]:
    return EvidenceCheck.objects.filter(
        organisation_id=actor.own_organisation,
        superseded_at__isnull=True,
        expired_at__isnull=True,
        valid_until__isnull=False,
    ).select_related("evidence__application")


def _expire(actor: Actor, now: datetime, check_id: int, evidence_ref: str, application_ref: str) -> bool:
    with acting(actor):
        application = access_application(actor, application_ref, lock=True)
        evidence = access_evidence(actor, evidence_ref, lock=True)
        if not _due(actor).filter(pk=check_id).update(expired_at=now):
            return False
        if evidence.state == Evidence.State.VERIFIED:
            evidence.state = Evidence.State.EXPIRED
            evidence.save(update_fields=["state"])
        details = {"evidence": evidence_ref}
        record_audit(actor=actor, now=now, tag="evidence.expired", subject=application_ref, details=details)
        grade_facts(actor=actor, now=now, application=application)
    return True

"""Recording which ways to help a decision offered."""

from collections.abc import Sequence
from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.enquiries.queries.applications import application_by_ref
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.placements.models import Referral, WayToHelp

__all__ = ["record_referrals"]


def record_referrals(
    *, actor: Actor, now: datetime, application_ref: str, decision_ref: str, way_refs: Sequence[str]
) -> int:
    """Record each way once for a decision; returns how many are new. A way of another appeal is left out."""
    if not way_refs:
        return 0
    with acting(actor):
        application = application_by_ref(actor=actor, ref=application_ref)
        ways = WayToHelp.objects.filter(ref__in=way_refs, appeal_id=application.appeal_id).order_by("pk")
        known = set(
            Referral.objects.filter(application_id=application.id, decision_ref=decision_ref).values_list(
                "way_id", flat=True
            )
        )
        fresh = [way for way in ways if way.pk not in known]
        Referral.objects.bulk_create(
            [
                Referral(
                    organisation_id=application.organisation_id,
                    way=way,
                    application_id=application.id,
                    decision_ref=decision_ref,
                    at=now,
                )
                for way in fresh
            ],
            ignore_conflicts=True,
        )
        if fresh:
            details = {"decision": decision_ref, "ways": [way.ref for way in fresh]}
            record_audit(actor=actor, now=now, tag="referral.recorded", subject=application.ref, details=details)
    return len(fresh)

"""Keeping the roster as the decisions say: who is accepted is on it, who is not any more leaves it."""

from dataclasses import dataclass
from datetime import datetime

from appealdesk.appeals.queries.appeals import day_of
from appealdesk.audit.actions.record import record_audit
from appealdesk.core.criteria.ages import age_on
from appealdesk.enquiries.queries.applications import ApplicationRow, application_by_ref
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import new_ref
from appealdesk.people.queries.identities import identities_of
from appealdesk.placements.access import visible_roster
from appealdesk.placements.actions.stand_down import stand_down_all
from appealdesk.placements.models import RosterEntry
from appealdesk.screening.actions.decide import ADULT_YEARS
from appealdesk.screening.queries.decisions import present_outcome

__all__ = ["OnRoster", "keep_roster"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnRoster:
    """The roster entry, or None where the applicant is not on the roster."""

    ref: str | None


def keep_roster(*, actor: Actor, now: datetime, application_ref: str) -> OnRoster:
    """Make the roster agree with the present decision, which may be a later one than the one that was told of."""
    with acting(actor):
        application = application_by_ref(actor=actor, ref=application_ref)
        accepted = present_outcome(actor=actor, application_id=application.id) == "accepted"
        entry = visible_roster(actor).filter(application_id=application.id, left_at__isnull=True).first()
        may_stand = accepted and not _is_under_age(actor, entry.since if entry else now, application)
        if may_stand and entry is None:
            entry = RosterEntry.objects.create(
                ref=new_ref("U"),
                organisation_id=application.organisation_id,
                appeal_id=application.appeal_id,
                person_id=application.person_id,
                application_id=application.id,
                position_id=application.position_id,
                since=now,
            )
            details = {"roster": entry.ref}
            record_audit(actor=actor, now=now, tag="roster.entered", subject=application.ref, details=details)
        elif not may_stand and entry is not None:
            entry.left_at = now
            entry.save(update_fields=["left_at"])
            stand_down_all(actor=actor, now=now, roster_ref=entry.ref)
            details = {"roster": entry.ref}
            record_audit(actor=actor, now=now, tag="roster.left", subject=application.ref, details=details)
            entry = None
    return OnRoster(ref=entry.ref if entry else None)


def _is_under_age(actor: Actor, entering: datetime, application: ApplicationRow) -> bool:
    """True for somebody known to be under age then; the date of birth may have been learnt after the decision."""
    identity = identities_of(actor=actor, person_ids=[application.person_id]).get(application.person_id)
    if identity is None or identity.birth_date is None:
        return False
    return age_on(identity.birth_date, day_of(application.organisation_id, now=entering)) < ADULT_YEARS

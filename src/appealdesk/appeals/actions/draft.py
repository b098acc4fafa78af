"""Draft an appeal."""

from dataclasses import dataclass
from datetime import datetime

from appealdesk.appeals.access import check_administrator
from appealdesk.appeals.inputs import AppealInput
from appealdesk.appeals.models import Appeal, StateChange
from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import Refusal

__all__ = ["DraftedAppeal", "draft_appeal"]


@dataclass(frozen=True, slots=True)
class DraftedAppeal:
    """The new appeal's keys."""

    id: int
    ref: str


def draft_appeal(*, actor: Actor, now: datetime, entry: AppealInput) -> DraftedAppeal:
    """Create the appeal as a draft, or refuse an address that is taken."""
    if actor.organisation_id is None:
        raise Refusal("appeals.no_organisation", "An appeal belongs to an organisation: act for one.")
    with acting(actor):
        check_administrator(actor)
        if Appeal.objects.filter(slug=entry.slug).exists():
            raise Refusal("appeals.slug_taken", "There is an appeal at this address.", field="slug")
        row = Appeal.objects.create(
            ref=new_ref("Q"), organisation_id=actor.own_organisation, created_at=now, **entry.model_dump()
        )
        StateChange.objects.create(appeal=row, to_status=Appeal.Status.DRAFT, at=now, by=actor.ref)
        record_audit(actor=actor, now=now, tag="appeal.drafted", subject=row.ref, details={"slug": row.slug})
    return DraftedAppeal(row.pk, row.ref)

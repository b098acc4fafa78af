"""Register an organisation; everything else belongs to one."""

from dataclasses import dataclass
from datetime import datetime

from appealdesk.appeals.inputs import OrganisationInput
from appealdesk.appeals.models import Organisation
from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import Refusal

__all__ = ["CreatedOrganisation", "create_organisation"]


@dataclass(frozen=True, slots=True)
class CreatedOrganisation:
    """The new organisation's keys."""

    id: int
    ref: str


def create_organisation(*, actor: Actor, now: datetime, entry: OrganisationInput) -> CreatedOrganisation:
    """Create it, or refuse a slug that is taken."""
    with acting(actor):
        if Organisation.objects.filter(slug=entry.slug).exists():
            raise Refusal("appeals.organisation_exists", "There is an organisation with this short name.", field="slug")
        row = Organisation.objects.create(
            ref=new_ref("O"),
            slug=entry.slug,
            names=entry.names,
            country=entry.country,
            timezone=entry.timezone,
            created_at=now,
        )
        record_audit(actor=actor, now=now, tag="organisation.created", subject=row.ref, details={"slug": row.slug})
    return CreatedOrganisation(row.pk, row.ref)

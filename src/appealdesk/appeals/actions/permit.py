"""Recording the legal basis that permits a position in a country."""

from datetime import datetime

from appealdesk.appeals.access import access_own_position, check_administrator
from appealdesk.appeals.inputs import LegalBasisInput
from appealdesk.appeals.models import LegalBasis
from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import new_ref

__all__ = ["permit_position"]


def permit_position(*, actor: Actor, now: datetime, position_ref: str, entry: LegalBasisInput) -> str:
    """Record the authority, the document and its dates; returns the reference. What was recorded can only end."""
    with acting(actor):
        check_administrator(actor)
        position = access_own_position(actor, position_ref)
        row = LegalBasis.objects.create(
            ref=new_ref("M"), position=position, recorded_at=now, recorded_by=actor.ref, **entry.model_dump()
        )
        details = {"basis": row.ref, "country": row.country, "authority": row.authority}
        record_audit(actor=actor, now=now, tag="legal_basis.recorded", subject=position.ref, details=details)
    return row.ref

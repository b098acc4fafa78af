"""Adding a reason of the organisation's own to the library."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import new_ref
from appealdesk.screening.access import check_may_keep_reasons
from appealdesk.screening.inputs import ReasonInput
from appealdesk.screening.models import OwnReason

__all__ = ["add_reason"]


def add_reason(*, actor: Actor, now: datetime, entry: ReasonInput) -> str:
    """Add it; returns its code. What a letter has quoted must stay, so that it can only be retired later."""
    with acting(actor):
        check_may_keep_reasons(actor)
        code = f"own_{new_ref('R')[2:].lower()}"
        OwnReason.objects.create(
            organisation_id=actor.own_organisation,
            code=code,
            texts=dict(entry.texts),
            outcomes=sorted(entry.outcomes),
            adds=entry.adds,
            added_by=actor.ref,
            added_at=now,
        )
        details = {"outcomes": sorted(entry.outcomes)}
        record_audit(actor=actor, now=now, tag="reason.added", subject=code, details=details)
    return code

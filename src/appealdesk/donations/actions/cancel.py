"""Cancel a Gift Aid declaration that its donor cancelled; what was given before stays covered."""

from datetime import datetime

from appealdesk.appeals.queries.appeals import day_of
from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import access_declaration
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting

__all__ = ["cancel_gift_aid"]


def cancel_gift_aid(*, actor: Actor, now: datetime, declaration_ref: str) -> None:
    """Cancel it from today on; one that is cancelled stays as it is."""
    with acting(actor):
        declaration = access_declaration(actor, declaration_ref, lock=True)
        if declaration.cancelled_on is not None:
            return
        declaration.cancelled_on = day_of(actor.own_organisation, now=now)
        declaration.cancelled_by = actor.ref
        declaration.save(update_fields=["cancelled_on", "cancelled_by"])
        record_audit(actor=actor, now=now, tag="gift_aid.cancelled", subject=declaration.ref)

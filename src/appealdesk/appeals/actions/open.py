"""Open an appeal to the public."""

from datetime import datetime

from appealdesk.appeals.models import Appeal
from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound, Refusal

__all__ = ["open_appeal"]


def open_appeal(*, actor: Actor, now: datetime, ref: str) -> None:
    """Open a draft or a paused appeal; it needs at least one position."""
    with acting(actor):
        row = Appeal.objects.select_for_update().filter(ref=ref, organisation_id=actor.own_organisation).first()
        if row is None:
            raise NotFound("appeal")
        if row.status not in {Appeal.Status.DRAFT, Appeal.Status.PAUSED}:
            raise Refusal("appeals.not_openable", f"The appeal is {row.status}: only a draft or a paused one opens.")
        if not row.positions.exists():
            raise Refusal("appeals.no_position", "Say first what is needed: the appeal has no position yet.")
        Appeal.objects.filter(pk=row.pk).update(status=Appeal.Status.OPEN, opened_at=row.opened_at or now)
        record_audit(actor=actor, now=now, tag="appeal.opened", subject=row.ref, details={})

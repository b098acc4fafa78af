"""Retiring a reason of the organisation's own: it is offered no more, and earlier decisions still quote it."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound
from appealdesk.screening.access import check_may_keep_reasons
from appealdesk.screening.models import OwnReason

__all__ = ["retire_reason"]


def retire_reason(*, actor: Actor, now: datetime, code: str) -> None:
    """Retire it; retiring it again changes nothing."""
    with acting(actor):
        check_may_keep_reasons(actor)
        row = OwnReason.objects.select_for_update().filter(organisation_id=actor.own_organisation, code=code).first()
        if row is None:
            raise NotFound("reason")
        if row.retired_at is None:
            row.retired_at = now
            row.save(update_fields=["retired_at"])
            record_audit(actor=actor, now=now, tag="reason.retired", subject=code, details={})

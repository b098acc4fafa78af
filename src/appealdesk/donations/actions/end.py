"""End a rule for the fees of a bank."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import access_fee_rule
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting

__all__ = ["end_fee_rule"]


def end_fee_rule(*, actor: Actor, now: datetime, rule_ref: str) -> None:
    """What it posted stays; it posts nothing more."""
    with acting(actor):
        row = access_fee_rule(actor, rule_ref)
        row.ended_at, row.ended_by = now, actor.ref
        row.save(update_fields=["ended_at", "ended_by"])
        record_audit(actor=actor, now=now, tag="fee_rule.ended", subject=row.ref, details={})

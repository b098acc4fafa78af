"""Set from which amount on corrections want two people."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.core.money import Money
from appealdesk.donations.models import Threshold
from appealdesk.foundation.actor import Actor, Role
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound

__all__ = ["set_threshold"]


def set_threshold(*, actor: Actor, now: datetime, amount: Money) -> None:
    """From this amount on a refund, a transfer and a write-off want two people; administrators say so."""
    with acting(actor):
        if not actor.has_role(Role.ADMINISTRATOR):
            raise NotFound("page")
        Threshold.objects.update_or_create(
            organisation_id=actor.own_organisation,
            currency=amount.currency,
            defaults={"amount_minor": amount.amount_minor, "set_at": now, "set_by": actor.ref},
        )
        details = {"currency": amount.currency, "amount_minor": amount.amount_minor}
        record_audit(actor=actor, now=now, tag="threshold.set", subject=amount.currency, details=details)

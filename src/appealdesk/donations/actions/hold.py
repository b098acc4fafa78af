"""Hold a disbursement, so that it is neither approved nor paid until a person releases it."""

import re
from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import access_disbursement
from appealdesk.donations.models import Disbursement
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting

__all__ = ["hold_disbursement"]

_ENDED = (
    Disbursement.Status.PAID,
    Disbursement.Status.REJECTED,
    Disbursement.Status.CANCELLED,
    Disbursement.Status.REVERSED,
)


def hold_disbursement(*, actor: Actor, now: datetime, disbursement_ref: str, reason: str) -> bool:
    """Hold it for a reason, a code such as `sanctions`; False where it is held already or has ended."""
    if re.fullmatch("[a-z][a-z_]{1,39}", reason) is None:
        raise ValueError(f"{reason!r} is not a code of a reason.")
    with acting(actor):
        row = access_disbursement(actor, disbursement_ref, lock=True)
        if row.is_held or row.status in _ENDED:
            return False
        row.held_reason, row.held_at, row.held_by = reason, now, actor.ref
        row.released_at, row.released_by = None, ""
        row.save()
        record_audit(actor=actor, now=now, tag="disbursement.held", subject=row.ref, details={"reason": reason})
    return True

"""Declining to erase somebody, with a reason that they read on their page."""

from datetime import datetime
from typing import Final

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.people.access import access_erasure
from appealdesk.people.models import ErasureRequest

__all__ = ["decline_erasure"]

_REASONS: Final = frozenset(ErasureRequest.Reason.values) - {""}


def decline_erasure(*, actor: Actor, now: datetime, request_ref: str, reason: str) -> bool:
    """Decline an open request; false where it was declined for this reason before.

    Raises Refusal without a reason, and where a colleague has answered otherwise meanwhile.
    """
    with acting(actor):
        if not actor.is_staff:
            raise NotFound("request")
        request = access_erasure(actor, request_ref, lock=True)
        if reason not in _REASONS:
            raise Refusal("people.erasure_reason", "Say why: the person reads it.", field="reason")
        if request.status == ErasureRequest.Status.DECLINED and request.reason == reason:
            return False
        if request.status != ErasureRequest.Status.OPEN:
            raise Refusal(
                "people.erasure_answered_meanwhile", "This request has been answered meanwhile. Look at it again."
            )
        request.status = ErasureRequest.Status.DECLINED
        request.reason = reason
        request.answered_at = now
        request.answered_by = actor.ref
        request.save(update_fields=["status", "reason", "answered_at", "answered_by"])
        details = {"request": request.ref, "reason": reason}
        record_audit(actor=actor, now=now, tag="erasure.declined", subject=request.person.ref, details=details)
    return True

"""Release a disbursement that is held."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import access_disbursement
from appealdesk.donations.actions.follow import SANCTIONS
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal
from appealdesk.sanctions.queries.holds import is_payee_held

__all__ = ["release_disbursement"]


def release_disbursement(*, actor: Actor, now: datetime, disbursement_ref: str) -> None:
    """Let it go on from where it was; only a person may, and not the one who planned it."""
    with acting(actor):
        row = access_disbursement(actor, disbursement_ref, lock=True)
        if not row.is_held:
            raise Refusal(
                "donations.disbursement_meanwhile", "A colleague went on with this meanwhile: look at it again."
            )
        if row.held_reason == SANCTIONS and is_payee_held(actor=actor, payee_ref=row.payee_ref):
            raise Refusal(
                "donations.hit_first", "A sanctions check holds this: decide about the hit, then it goes on by itself."
            )
        if not actor.is_staff or actor.ref == row.planned_by:
            raise Refusal(
                "donations.release_own", "Somebody else releases a hold than the one who planned the disbursement."
            )
        row.released_at, row.released_by = now, actor.ref
        row.save()
        details = {"reason": row.held_reason}
        record_audit(actor=actor, now=now, tag="disbursement.released", subject=row.ref, details=details)

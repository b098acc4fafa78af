"""Take one's last decision about a hit back: what held before holds again."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal
from appealdesk.sanctions.access import access_hit
from appealdesk.sanctions.actions.settle import settle_told
from appealdesk.sanctions.models import Hit, HitDecision

__all__ = ["undo_decision"]


def undo_decision(*, actor: Actor, now: datetime, hit_ref: str) -> str:
    """Take back the last decision about the hit, which has to be the actor's own; says what the hit's state is now."""
    with acting(actor):
        hit = access_hit(actor, hit_ref, lock=True)
        decisions = list(hit.decisions.filter(undone_at__isnull=True).order_by("pk"))
        if hit.status == Hit.Status.LAPSED or not decisions or decisions[-1].decided_by != actor.ref:
            raise Refusal("sanctions.nothing_to_undo", "The last decision about this hit is not yours to take back.")
        undone = decisions.pop()
        undone.undone_at = now
        undone.save(update_fields=["undone_at"])
        hit.status = _state(decisions)
        hit.save(update_fields=["status"])
        details = {"verdict": undone.verdict, "state": hit.status}
        record_audit(actor=actor, now=now, tag="sanctions_hit.undone", subject=hit.ref, details=details)
        settle_told(actor=actor, now=now, hit=hit)
    return hit.status


def _state(decisions: list[HitDecision]) -> Hit.Status:
    """The state that the decisions, the oldest first, lead to."""
    state = Hit.Status.OPEN
    for decision in decisions:
        true_hit = decision.verdict == HitDecision.Verdict.TRUE_HIT
        if state == Hit.Status.ESCALATED:
            state = Hit.Status.CONFIRMED if true_hit else Hit.Status.OPEN
        else:
            state = Hit.Status.ESCALATED if true_hit else Hit.Status.NOT_SAME
    return state

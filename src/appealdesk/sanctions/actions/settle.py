"""Decide about a hit. "Not the same" lets go at once; a true hit stays held and a second person confirms it."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import new_data_key, seal
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.sanctions.access import access_hit
from appealdesk.sanctions.events import HitSettled
from appealdesk.sanctions.inputs import SettleInput
from appealdesk.sanctions.models import Hit, HitDecision
from appealdesk.sanctions.queries.holds import held_among, is_payee_held

__all__ = ["settle_hit"]


def settle_hit(*, actor: Actor, now: datetime, entry: SettleInput) -> str:
    """Record the decision and say what the hit's state is now.

    An escalated hit is decided by somebody else than whoever escalated it: a true hit is confirmed then, and "not the
    same" contradicts, so that the hit waits again for both to talk.
    """
    with acting(actor):
        if not actor.is_staff:
            raise NotFound("hit")
        hit = access_hit(actor, entry.hit_ref, lock=True)
        hit.status = _next(actor, hit, entry.verdict)
        hit.save(update_fields=["status"])
        key, ref = new_data_key(), new_ref("J")
        HitDecision.objects.create(
            ref=ref,
            organisation_id=actor.own_organisation,
            hit=hit,
            verdict=entry.verdict,
            wrapped_key=key.wrapped,
            sealed=seal(key, context=f"sanctions.hitdecision:{ref}", plain=entry.reason.encode()),
            decided_at=now,
            decided_by=actor.ref,
        )
        details = {"verdict": entry.verdict, "state": hit.status, "list": hit.entry.code, "entry": hit.entry.uid}
        record_audit(actor=actor, now=now, tag="sanctions_hit.decided", subject=hit.ref, details=details)
        settle_told(actor=actor, now=now, hit=hit)
    return hit.status


def settle_told(*, actor: Actor, now: datetime, hit: Hit) -> None:
    """Tell those who hold money whether something of the subject's is still held."""
    row = hit.subject
    held = (
        is_payee_held(actor=actor, payee_ref=row.payee_ref)
        if row.person_id is None
        else bool(held_among(actor=actor, person_ids=[row.person_id]))
    )
    emit(HitSettled(hit_ref=hit.ref, person_id=row.person_id, payee_ref=row.payee_ref, held=held), actor=actor, now=now)


def _next(actor: Actor, hit: Hit, verdict: str) -> Hit.Status:
    if hit.status == Hit.Status.OPEN:
        return Hit.Status.NOT_SAME if verdict == HitDecision.Verdict.NOT_SAME else Hit.Status.ESCALATED
    if hit.status != Hit.Status.ESCALATED:
        raise Refusal("sanctions.settled_meanwhile", "This hit has been decided meanwhile. Look at it again.")
    last = hit.decisions.filter(undone_at__isnull=True).order_by("-pk").first()
    if last is not None and last.decided_by == actor.ref:
        raise Refusal("sanctions.second_person", "You escalated this hit yourself: a second person confirms it.")
    return Hit.Status.OPEN if verdict == HitDecision.Verdict.NOT_SAME else Hit.Status.CONFIRMED

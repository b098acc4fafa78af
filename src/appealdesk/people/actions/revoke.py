"""Taking a verdict about two records back."""

from datetime import datetime
from typing import Final

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.people.access import hold_persons, may_see_people
from appealdesk.people.actions.judge import SUPERSEDED, Judged
from appealdesk.people.actions.settle import settle_persons
from appealdesk.people.models import Judgement

__all__ = ["REASONS", "revoke_judgement"]


REASONS: Final = frozenset({"", "mistake", "new_facts", "they_say"})


def revoke_judgement(*, actor: Actor, now: datetime, judgement_ref: str, reason: str = "") -> Judged:
    """Take a verdict back: what it alone connected is two persons again, and what it superseded holds again.

    `reason` is a code word of `REASONS`. Raises Refusal where that contradicts a later verdict about another pair.
    """
    if reason not in REASONS:
        raise Refusal("people.revoke_reason", "Choose one of the reasons.", field="reason")
    with acting(actor):
        hold_persons(actor, alone=True)
        judgement = (
            Judgement.objects.select_for_update(of=("self",))
            .filter(organisation_id=actor.own_organisation, ref=judgement_ref, revoked_at__isnull=True)
            .first()
        )
        if judgement is None or not may_see_people(actor):
            raise NotFound("judgement")
        judgement.revoked_at = now
        judgement.revoked_by, judgement.revoked_for = actor.ref, reason
        judgement.save(update_fields=["revoked_at", "revoked_by", "revoked_for"])
        one, other = judgement.a, judgement.b
        restored = _restore(judgement)
        settle_persons(actor=actor, now=now, one=one, other=other)
        details = {"a": one.ref, "b": other.ref, "verdict": judgement.verdict, "reason": reason, "restored": restored}
        record_audit(actor=actor, now=now, tag="judgement.revoked", subject=judgement.ref, details=details)
        return Judged(judgement.ref, one.person.ref, other.person.ref)


def _restore(judgement: Judgement) -> str:
    """What this judgement superseded holds again; returns its reference, or nothing."""
    pair = Judgement.objects.filter(a=judgement.a_id, b=judgement.b_id, pk__lt=judgement.pk)
    earlier = pair.filter(revoked_for=SUPERSEDED).order_by("pk").last()
    if earlier is None:
        return ""
    earlier.revoked_at, earlier.revoked_by, earlier.revoked_for = None, "", ""
    earlier.save(update_fields=["revoked_at", "revoked_by", "revoked_for"])
    return earlier.ref

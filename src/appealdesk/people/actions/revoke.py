"""Taking a verdict about two records back."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound
from appealdesk.people.access import may_see_people
from appealdesk.people.actions.judge import Judged
from appealdesk.people.actions.settle import settle_persons
from appealdesk.people.models import Judgement

__all__ = ["revoke_judgement"]


def revoke_judgement(*, actor: Actor, now: datetime, judgement_ref: str) -> Judged:
    """Take a verdict back: what it alone connected is two persons again."""
    with acting(actor):
        judgement = (
            Judgement.objects.select_for_update(of=("self",))
            .filter(organisation_id=actor.own_organisation, ref=judgement_ref, revoked_at__isnull=True)
            .first()
        )
        if judgement is None or not may_see_people(actor):
            raise NotFound("judgement")
        judgement.revoked_at = now
        judgement.save(update_fields=["revoked_at"])
        one, other = judgement.a, judgement.b
        settle_persons(actor=actor, now=now, one=one, other=other)
        details = {"a": one.ref, "b": other.ref, "verdict": judgement.verdict}
        record_audit(actor=actor, now=now, tag="judgement.revoked", subject=judgement.ref, details=details)
        return Judged(judgement.ref, one.person.ref, other.person.ref)

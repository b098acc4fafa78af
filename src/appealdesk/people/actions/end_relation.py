"""Noting that somebody does not speak for somebody else any more, or has moved out."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound
from appealdesk.people.access import may_see_people
from appealdesk.people.models import Relation

__all__ = ["end_relation"]


def end_relation(*, actor: Actor, now: datetime, relation_ref: str) -> None:
    """End a relation; that the two are two people stays judged."""
    with acting(actor):
        own = Relation.objects.select_for_update(of=("self",)).select_related("speaker__person")
        relation = own.filter(organisation_id=actor.own_organisation, ref=relation_ref, ended_at__isnull=True).first()
        if relation is None or not may_see_people(actor):
            raise NotFound("relation")
        relation.ended_at, relation.ended_by = now, actor.ref
        relation.save(update_fields=["ended_at", "ended_by"])
        details = {"relation": relation.ref, "kind": relation.kind}
        subject = relation.speaker.person.ref
        record_audit(actor=actor, now=now, tag="person.relation_ended", subject=subject, details=details)

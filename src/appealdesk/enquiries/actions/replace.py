"""Putting facts in force: what differs supersedes what stood there, and the apps above hear of it once."""

from collections.abc import Iterable
from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.enquiries.events import FactsCorrected
from appealdesk.enquiries.models import Application, Fact
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.events import emit

__all__ = ["replace_facts"]


def replace_facts(
    *, actor: Actor, now: datetime, application: Application, stated: Iterable[Fact], source: str
) -> tuple[str, ...]:
    """Put facts in force in the present transaction, for the other actions; returns the keys that changed."""
    held = {fact.key: fact for fact in application.facts.filter(superseded_at__isnull=True)}
    changed = [fact for fact in stated if fact.key not in held or _differs(fact, held[fact.key])]
    if changed:
        outdated = [held[fact.key].pk for fact in changed if fact.key in held]
        Fact.objects.filter(pk__in=outdated).update(superseded_at=now)
        Fact.objects.bulk_create(changed)
        details = {"facts": sorted(fact.key for fact in changed), "source": source}
        record_audit(actor=actor, now=now, tag="facts.corrected", subject=application.ref, details=details)
        emit(FactsCorrected(application_ref=application.ref), actor=actor, now=now)
    return tuple(sorted(fact.key for fact in changed))


def _differs(one: Fact, other: Fact) -> bool:
    return (one.value, one.evidence, one.absent, one.source) != (
        other.value,
        other.evidence,
        other.absent,
        other.source,
    )

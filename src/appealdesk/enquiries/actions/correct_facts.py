"""Correcting facts: the new answer counts, the earlier one stays readable."""

from datetime import datetime

from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.audit.actions.record import record_audit
from appealdesk.enquiries.access import access_application
from appealdesk.enquiries.events import FactsCorrected
from appealdesk.enquiries.inputs import FactCorrection
from appealdesk.enquiries.models import Fact
from appealdesk.enquiries.queries.answers import check_answers
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit
from appealdesk.foundation.refusals import Refusal

__all__ = ["correct_facts"]


def correct_facts(*, actor: Actor, now: datetime, entry: FactCorrection) -> tuple[str, ...]:
    """Replace facts of an application; returns the keys that really changed, and tells nobody if none did.

    Raises Refusal for the first answer that does not fit its fact.
    """
    with acting(actor):
        application = access_application(actor, entry.application_ref, lock=True)
        for problem in check_answers(fact_dictionary(application.organisation_id), entry.facts):
            raise Refusal("enquiries.answer_misfit", problem.sentence, field=problem.key)
        held = {fact.key: fact for fact in application.facts.filter(superseded_at__isnull=True)}
        stated = [
            Fact(
                organisation_id=application.organisation_id,
                application=application,
                key=key,
                value=answer.stored_value,
                evidence=answer.stored_evidence,
                absent=answer.absent,
                source=entry.source,
                stated_by=actor.ref,
                at=now,
            )
            for key, answer in entry.facts.items()
        ]
        changed = [fact for fact in stated if fact.key not in held or _differs(fact, held[fact.key])]
        if changed:
            outdated = [held[fact.key].pk for fact in changed if fact.key in held]
            Fact.objects.filter(pk__in=outdated).update(superseded_at=now)
            Fact.objects.bulk_create(changed)
            details = {"facts": sorted(fact.key for fact in changed), "source": entry.source}
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

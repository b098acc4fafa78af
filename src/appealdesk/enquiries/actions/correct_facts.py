"""Correcting facts: the new answer counts, the earlier one stays readable."""

from datetime import datetime

from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.enquiries.access import access_own_application
from appealdesk.enquiries.actions.grade_facts import grade_facts
from appealdesk.enquiries.actions.replace import replace_facts
from appealdesk.enquiries.inputs import FactCorrection
from appealdesk.enquiries.models import Application, Fact
from appealdesk.enquiries.queries.answers import check_answers
from appealdesk.foundation.actor import Actor, ActorKind
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound, Refusal

__all__ = ["correct_facts"]


def correct_facts(*, actor: Actor, now: datetime, entry: FactCorrection, secret: str = "") -> tuple[str, ...]:
    """Replace facts of an application; returns the keys that really changed, and tells nobody if none did.

    A visitor proves by the secret whose application it is, and can only declare. Raises Refusal for the first answer
    that does not fit its fact, and for a visitor who has withdrawn the offer.
    """
    with acting(actor):
        application = access_own_application(actor, entry.application_ref, secret, lock=True)
        if actor.kind is ActorKind.PUBLIC:
            _check_own(application, entry)
        for problem in check_answers(fact_dictionary(application.organisation_id), entry.facts):
            raise Refusal("enquiries.answer_misfit", problem.sentence, field=problem.key)
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
        if entry.source == "declared":
            stated = _unlike(application, stated)
        changed = replace_facts(actor=actor, now=now, application=application, stated=stated, source=entry.source)
        if changed:
            # A document on file supports the new answer as it did the earlier one; a check does not.
            grade_facts(actor=actor, now=now, application=application)
        return changed


def _check_own(application: Application, entry: FactCorrection) -> None:
    if entry.source != "declared" or any(
        answer.stored_evidence not in {"", "claimed"} for answer in entry.facts.values()
    ):
        raise NotFound("answer")
    if application.withdrawn_at is not None:
        raise Refusal(
            "enquiries.offer_withdrawn", "This offer was withdrawn, so nothing about it changes any more.", field=""
        )


def _unlike(application: Application, stated: list[Fact]) -> list[Fact]:
    """Without the same answers given again: they take nothing away from what a document or a colleague has shown."""
    held = {fact.key: (fact.value, fact.absent) for fact in application.facts.filter(superseded_at__isnull=True)}
    return [fact for fact in stated if held.get(fact.key) != (fact.value, fact.absent)]

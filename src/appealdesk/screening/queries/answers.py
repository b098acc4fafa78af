"""What is known about one applicant, as facts that the criteria can judge."""

from collections.abc import Mapping
from typing import Any

from appealdesk.appeals.queries.pages import FactPage
from appealdesk.core.criteria.facts import Facts
from appealdesk.enquiries.queries.applications import ApplicationRow, FactRow, facts_in_force
from appealdesk.foundation.actor import Actor
from appealdesk.people.queries.identities import identities_of
from appealdesk.screening.slots import typed_facts

__all__ = ["BIRTH_DATE", "answers_of", "facts_of_application"]

BIRTH_DATE = "birth_date"


def facts_of_application(*, actor: Actor, application: ApplicationRow, dictionary: Mapping[str, FactPage]) -> Facts:
    """The typed facts, with the date of birth from the sealed record. Two queries."""
    rows = facts_in_force(actor=actor, application_id=application.id)
    identity = identities_of(actor=actor, person_ids=[application.person_id]).get(application.person_id)
    birth_date = identity.birth_date if identity else None
    return typed_facts(dictionary, answers_of(rows, birth_date.isoformat() if birth_date else None))


def answers_of(rows: Mapping[str, FactRow], birth_date: str | None) -> dict[str, Any]:
    """Stored facts as the facts file writes them: {value, evidence}, or {absent: reason}, or null."""
    answers: dict[str, Any] = {key: _answer(row) for key, row in rows.items()}
    answers[BIRTH_DATE] = birth_date
    return answers


def _answer(row: FactRow) -> Any:
    if row.value is None:
        return {"absent": row.absent} if row.absent else None
    return {"value": row.value, "evidence": row.evidence or "claimed"}

"""What the rules said about one application, as its applicant may read it.

Once there is a decision, the page shows the criteria that it rests on, as they came out with the facts of that moment;
before, only what is still to be asked. A screening without a decision is shown to nobody outside the desk.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from appealdesk.appeals.queries.appeals import day_of
from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.appeals.queries.pages import FactPage, RevisionPage
from appealdesk.appeals.queries.positions import revision_by_id, revision_in_force
from appealdesk.core.criteria.evaluate import evaluate
from appealdesk.core.criteria.explain import open_questions
from appealdesk.core.criteria.facts import Facts
from appealdesk.core.criteria.outline import Outlined, missing, outline
from appealdesk.core.criteria.sentences import Labels
from appealdesk.enquiries.queries.applications import ApplicationRow, FactRow, application_history
from appealdesk.foundation.actor import Actor
from appealdesk.people.queries.identities import identities_of
from appealdesk.screening.access import check_may_screen
from appealdesk.screening.models import Decision
from appealdesk.screening.queries.answers import BIRTH_DATE, answers_of
from appealdesk.screening.queries.explanation import labels_of
from appealdesk.screening.slots import typed_facts

__all__ = ["OpenQuestion", "ToldCriterion", "ToldResult", "told_result"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldCriterion:
    """One criterion with its state, and the fact behind it; a group has criteria below and no fact of its own."""

    text: str
    state: str
    decides: bool
    fact_key: str = ""
    fact_label: str = ""
    value: str = ""
    evidence: str = ""
    source: str = ""
    children: tuple["ToldCriterion", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """Something that the desk still needs: `need` is answer, document or check."""

    fact_key: str
    need: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldResult:
    """The explanation of a decision, and the open questions of today.

    `criteria` and `changes` are empty before a decision. `revised` is the revision that is in force by now where it is
    another than the one that the decision rests on; `corrected` is true where facts have changed since.
    """

    revision_number: int | None
    revision_from: datetime | None
    outcome: str
    criteria: tuple[ToldCriterion, ...]
    changes: tuple[ToldCriterion, ...]
    questions: tuple[OpenQuestion, ...]
    revised: RevisionPage | None
    corrected: bool


def told_result(*, actor: Actor, now: datetime, application: ApplicationRow, language: str) -> ToldResult:
    """What the holder of the status link may read; the door has checked the link."""
    check_may_screen(actor)
    dictionary = fact_dictionary(application.organisation_id)
    history = application_history(actor=actor, application_id=application.id)
    identity = identities_of(actor=actor, person_ids=[application.person_id]).get(application.person_id)
    birth_date = identity.birth_date.isoformat() if identity and identity.birth_date else None
    present = Decision.objects.filter(application_id=application.id, superseded_by__isnull=True)
    newest = present.select_related("restores").first()
    decision = newest.standing if newest else None
    in_force = revision_in_force(application.position_id, at=now) if application.position_id is not None else None
    decided_by = revision_by_id(decision.revision_id) if decision and decision.revision_id else None
    told = _Explained("", (), ())
    if decision is not None and decided_by is not None:
        rows = _in_force_at(history, decision.at)
        facts = typed_facts(dictionary, answers_of(rows, birth_date))
        day = day_of(application.organisation_id, now=decision.at)
        told = _explained(decided_by, facts, rows, day, dictionary, language)
    facts_now = typed_facts(dictionary, answers_of(_in_force_at(history, now), birth_date))
    today = day_of(application.organisation_id, now=now)
    return ToldResult(
        revision_number=decided_by.number if decided_by else None,
        revision_from=decided_by.effective_from if decided_by else None,
        outcome=told.outcome,
        criteria=told.criteria,
        changes=told.changes,
        questions=_questions(in_force, facts_now, dictionary, today, language),
        revised=in_force if in_force and decided_by and in_force.id != decided_by.id else None,
        corrected=decision is not None and any(row.at > decision.at for row in history),
    )


@dataclass(frozen=True, slots=True)
class _Explained:
    outcome: str
    criteria: tuple[ToldCriterion, ...]
    changes: tuple[ToldCriterion, ...]


def _explained(
    revision: RevisionPage,
    facts: Facts,
    rows: Mapping[str, FactRow],
    day: date,
    dictionary: Mapping[str, FactPage],
    language: str,
) -> _Explained:
    result = evaluate(revision.criteria, facts, day)
    labels = labels_of(dictionary)
    nodes = outline(revision.criteria, facts, result, labels, language)
    changes = missing(nodes, result.outcome, language)
    return _Explained(
        outcome=result.outcome.value,
        criteria=tuple(_told(node, rows, labels, language) for node in nodes),
        changes=tuple(_told(node, rows, labels, language) for node in changes),
    )


def _in_force_at(history: Iterable[FactRow], moment: datetime) -> dict[str, FactRow]:
    """The facts as they stood at a moment, from everything that was ever stated."""
    return {
        row.key: row
        for row in history
        if row.at <= moment and (row.superseded_at is None or row.superseded_at > moment)
    }


def _told(node: Outlined, rows: Mapping[str, FactRow], labels: Labels, language: str) -> ToldCriterion:
    children = tuple(_told(child, rows, labels, language) for child in node.children)
    if node.leaf is None:
        return ToldCriterion(text=node.text, state=node.status.value, decides=node.decides, children=children)
    leaf, row = node.leaf, rows.get(node.leaf.fact)
    return ToldCriterion(
        text=node.text,
        state=node.status.value,
        decides=node.decides,
        fact_key=leaf.fact,
        fact_label=labels.fact(leaf.fact, language),
        # Whoever finds the link learns no date of birth from it.
        value="" if leaf.fact == BIRTH_DATE else leaf.answer,
        evidence=leaf.evidence.word if leaf.evidence else "",
        source=row.source if row else "",
    )


def _questions(
    revision: RevisionPage | None, facts: Facts, dictionary: Mapping[str, FactPage], today: date, language: str
) -> tuple[OpenQuestion, ...]:
    if revision is None:
        return ()
    result = evaluate(revision.criteria, facts, today)
    asked = open_questions(revision.criteria, facts, result, labels_of(dictionary), language)
    return tuple(OpenQuestion(fact_key=asks.fact, need=asks.need.value, text=asks.text) for asks in asked)

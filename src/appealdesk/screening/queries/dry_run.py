"""Whom unpublished criteria would judge otherwise: each person, what decides, and what was decided before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from appealdesk.appeals.queries.appeals import day_of
from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.appeals.queries.positions import position_names
from appealdesk.core.criteria.evaluate import Outcome
from appealdesk.core.criteria.explain import criterion_texts
from appealdesk.core.names.person_name import PersonName
from appealdesk.enquiries.queries.applications import application_by_ref, applications_by_id
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import fetch_all
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.people.queries.identities import identities_of
from appealdesk.screening.access import check_may_screen
from appealdesk.screening.inputs import MoveFilter
from appealdesk.screening.models import DecisionCode
from appealdesk.screening.queries.explanation import labels_of
from appealdesk.screening.queries.preview import parsed_document
from appealdesk.screening.queries.runs import NO_RESULT, outcome_word
from appealdesk.screening.statement import judging_statement

__all__ = ["PAGE_SIZE", "MovedPage", "MovedRow", "moved_people"]

PAGE_SIZE: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedRow:
    """One application whose result would change; `reasons` are the criteria that would decide."""

    ref: str
    person_ref: str
    names: PersonName
    decision: str
    before: str
    after: str
    reasons: tuple[str, ...]

    @property
    def adverse(self) -> bool:
        """True for somebody who was accepted and would meet the criteria no more."""
        return self.decision == "accepted" and self.before == Outcome.MEETS and self.after != Outcome.MEETS


@dataclass(frozen=True, slots=True)
class MovedPage:
    """One page of them; `next` is the reference to go on after, or empty."""

    rows: tuple[MovedRow, ...]
    next: str


def moved_people(
    *,
    actor: Actor,
    now: datetime,
    position_id: int,
    document: Mapping[str, Any],
    chosen: MoveFilter,
    size: int = PAGE_SIZE,
) -> MovedPage:
    """The page after `chosen.after`, oldest applications first.

    Doors call `screening.actions.read.read_dry_run`, which notes the reading. The number of queries does not depend on
    the number of rows.
    """
    check_may_screen(actor)
    if position_id not in position_names(actor.own_organisation):
        raise NotFound("position")
    dictionary = fact_dictionary(actor.own_organisation)
    criteria = parsed_document(document)
    conditions, values = _conditions(chosen)
    try:
        judging = judging_statement(
            criteria,
            dictionary,
            day_of(actor.own_organisation, now=now),
            where="position_id = %(position)s AND application_id > %(after)s",
            keep={"application_id": "application_id", "before": "outcome", "decision": "decision"},
        )
    except ValueError as error:
        raise Refusal("screening.criteria_not_judgeable", str(error), field="document") from error
    found = fetch_all(
        "SELECT application_id, before, decision, outcome, reasons "  # noqa: S608 - SQL of ours
        f"FROM ({judging}) AS judged WHERE {' AND '.join(conditions)} ORDER BY application_id LIMIT %(size)s",
        values | {"position": position_id, "after": _after(actor, chosen.after), "size": size + 1},
    )
    texts = criterion_texts(criteria, labels_of(dictionary), actor.language)
    rows = _rows(actor, [(*row[:4], [texts[name] for name in criteria.leaf_ids(row[4])]) for row in found[:size]])
    return MovedPage(rows, rows[-1].ref if rows and len(found) > size else "")


def _conditions(chosen: MoveFilter) -> tuple[list[str], dict[str, Any]]:
    conditions, values = ["before IS DISTINCT FROM outcome"], dict[str, Any]()
    if chosen.before == NO_RESULT:
        conditions.append("before IS NULL")
    elif chosen.before:
        conditions.append("before = %(before)s")
        values["before"] = Outcome(chosen.before).code
    if chosen.to:
        conditions.append("outcome = %(to)s")
        values["to"] = Outcome(chosen.to).code
    if chosen.decision:
        conditions.append("decision = %(decision)s")
        values["decision"] = DecisionCode[chosen.decision.upper()].value
    return conditions, values


def _after(actor: Actor, ref: str) -> int:
    return application_by_ref(actor=actor, ref=ref).id if ref else 0


def _rows(actor: Actor, found: Sequence[tuple[Any, ...]]) -> tuple[MovedRow, ...]:
    applications = applications_by_id(actor=actor, application_ids=[row[0] for row in found])
    identities = identities_of(actor=actor, person_ids={row.person_id for row in applications.values()})
    rows = []
    for key, before, decision, after, reasons in found:
        if (application := applications.get(key)) is None:
            continue
        identity = identities.get(application.person_id)
        rows.append(
            MovedRow(
                ref=application.ref,
                person_ref=identity.ref if identity else "",
                names=identity.names if identity else PersonName(""),
                decision=DecisionCode(decision).name.lower(),
                before=outcome_word(before),
                after=outcome_word(after),
                reasons=tuple(reasons),
            )
        )
    return tuple(rows)

"""What a criteria revision would do to everybody who has applied, before anybody publishes it. Nothing is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from appealdesk.appeals.queries.appeals import day_of
from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.appeals.queries.pages import FactPage
from appealdesk.appeals.queries.positions import position_names
from appealdesk.core.criteria.language import parse_criteria
from appealdesk.core.criteria.problems import CriteriaError
from appealdesk.core.criteria.tree import CriteriaSet
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import fetch_all
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.screening.access import check_may_screen
from appealdesk.screening.models import DecisionCode
from appealdesk.screening.queries.runs import Transition, outcome_word
from appealdesk.screening.statement import PROFILES, judging_statement

__all__ = ["Preview", "parsed_document", "preview_revision"]

# A sample reads one page of the table in a hundred; the same ones each time, so that a number on the editor's page
# moves only when the rule does.
_SAMPLED: Final = f"{PROFILES} TABLESAMPLE SYSTEM (1) REPEATABLE (1)"
_ONE_IN: Final = 100
# A smaller sample would say little, and so few applicants are judged one and all in no more time.
_SAMPLE_AT_LEAST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Who would go from which outcome to which. `judged` of `total` applications were looked at.

    `total` is about right where the preview is `sampled`: counting everybody would take longer than judging a sample.
    `by_decision` splits the same moves by what was decided: the accepted who would meet no more are worth a look.
    """

    matrix: tuple[Transition, ...]
    by_decision: Mapping[str, tuple[Transition, ...]]
    judged: int
    total: int
    sampled: bool

    @property
    def changed(self) -> int:
        """How many of those that were judged would have another outcome."""
        return sum(move.count for move in self.matrix if move.changed)


def preview_revision(
    *, actor: Actor, now: datetime, position_id: int, document: Mapping[str, Any], sample: bool = False
) -> Preview:
    """Judge everybody who applied for the position, or a sample of them, by a document that is not published."""
    check_may_screen(actor)
    if position_id not in position_names(actor.own_organisation):
        raise NotFound("position")
    criteria = parsed_document(document)
    today = day_of(actor.own_organisation, now=now)
    dictionary = fact_dictionary(actor.own_organisation)
    if sample:
        moves = _moves(criteria, dictionary, today, position_id, source=_SAMPLED)
        judged = sum(count for *_, count in moves)
        if judged >= _SAMPLE_AT_LEAST:
            return _preview(moves, total=judged * _ONE_IN, sampled=True)
    moves = _moves(criteria, dictionary, today, position_id, source=PROFILES)
    return _preview(moves, total=sum(count for *_, count in moves), sampled=False)


def _moves(
    criteria: CriteriaSet, dictionary: Mapping[str, FactPage], today: date, position_id: int, *, source: str
) -> list[tuple[int, int | None, int, int]]:
    """(decision, outcome before, outcome, how many) of the applications for the position in the source."""
    try:
        judging = judging_statement(
            criteria,
            dictionary,
            today,
            where="position_id = %(position)s",
            keep={"before": "outcome", "decision": "decision"},
            source=source,
            for_few=source == _SAMPLED,
        )
    except ValueError as error:
        raise Refusal("screening.criteria_not_judgeable", str(error), field="document") from error
    return fetch_all(
        f"SELECT decision, before, outcome, count(*) FROM ({judging}) AS judged GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",  # noqa: S608 - SQL of ours
        {"position": position_id},
    )


def parsed_document(document: Mapping[str, Any]) -> CriteriaSet:
    """The criteria of a document that is not published yet, or a refusal that says what is wrong with it."""
    try:
        return parse_criteria(document)
    except CriteriaError as error:
        raise Refusal("screening.criteria_malformed", str(error), field="document") from error


def _preview(moves: list[tuple[int, int | None, int, int]], *, total: int, sampled: bool) -> Preview:
    together: dict[tuple[str, str], int] = {}
    by_decision: dict[str, list[Transition]] = {}
    for decision, before_code, after_code, count in moves:
        before, after = outcome_word(before_code), outcome_word(after_code)
        together[before, after] = together.get((before, after), 0) + count
        move = Transition(before=before, after=after, count=count)
        by_decision.setdefault(DecisionCode(decision).name.lower(), []).append(move)
    return Preview(
        matrix=tuple(
            Transition(before=before, after=after, count=count) for (before, after), count in together.items()
        ),
        by_decision={decision: tuple(listed) for decision, listed in by_decision.items()},
        judged=sum(together.values()),
        total=total,
        sampled=sampled,
    )

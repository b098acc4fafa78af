"""The public check: yes, not now, or what we need to know. Nothing is stored, and nobody is asked for a name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from appealdesk.appeals.queries.pages import PositionPage
from appealdesk.core.criteria.evaluate import Outcome, evaluate
from appealdesk.screening.queries.explanation import CriterionLine, explain_lines
from appealdesk.screening.slots import typed_facts

__all__ = ["Eligibility", "check_eligibility"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """The result and the criteria that decide it."""

    outcome: Outcome
    lines: tuple[CriterionLine, ...]


def check_eligibility(position: PositionPage, answers: Mapping[str, Any], as_of: date, *, language: str) -> Eligibility:
    """Judge answers, written as in a facts file, by the criteria in force. Asks no database.

    A position without criteria is open to everybody.
    """
    if position.revision is None:
        return Eligibility(outcome=Outcome.MEETS, lines=())
    criteria = position.revision.criteria
    dictionary = {fact.key: fact for fact in position.facts}
    facts = typed_facts(dictionary, answers)
    lines = explain_lines(criteria=criteria, facts=facts, dictionary=dictionary, as_of=as_of, language=language)
    return Eligibility(
        outcome=evaluate(criteria, facts, as_of).outcome, lines=tuple(line for line in lines if line.decides)
    )

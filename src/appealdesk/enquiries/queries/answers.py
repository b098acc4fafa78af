"""Do answers fit the organisation's fact dictionary? Doors ask before they accept; the worker asks again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from appealdesk.appeals.queries.pages import FactPage
from appealdesk.core.criteria.facts import parse_fact
from appealdesk.core.criteria.tree import FactKind, FactType
from appealdesk.enquiries.inputs import FactAnswer

__all__ = ["AnswerProblem", "check_answers"]


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """A fact whose answer does not fit, and a sentence that says why."""

    key: str
    sentence: str


def check_answers(dictionary: Mapping[str, FactPage], answers: Mapping[str, FactAnswer]) -> tuple[AnswerProblem, ...]:
    """Every answer that asks about an unknown fact, or has the wrong type or choice. Asks no database."""
    problems = []
    for key, answer in answers.items():
        fact = dictionary.get(key)
        if fact is None:
            problems.append(AnswerProblem(key, f"There is no fact “{key}”; please use the questions of the form."))
            continue
        try:
            parse_fact(_raw(answer), _type(fact))
        except ValueError as error:
            problems.append(AnswerProblem(key, str(error)))
    return tuple(problems)


def _raw(answer: FactAnswer) -> Any:
    if answer.absent:
        return {"absent": answer.absent}
    return {"value": answer.stored_value, "evidence": answer.stored_evidence}


def _type(fact: FactPage) -> FactType:
    return FactType(kind=FactKind(fact.type), choices=tuple(choice.key for choice in fact.choices))

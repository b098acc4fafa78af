"""Do Python and PostgreSQL judge alike, and is nothing that was decided ever taken back? Random trees, random people.

The people are packed into profiles as the product packs them, and judged by the statement that re-screening runs.
"""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any, Final

from psycopg import sql
from tests.core.criteria.invented import AS_OF_DAYS, FACTS, invent_document, invent_facts

from appealdesk.appeals.queries.pages import ChoicePage, FactPage
from appealdesk.core.criteria.evaluate import Outcome, evaluate
from appealdesk.core.criteria.facts import Facts, FactValue, parse_facts
from appealdesk.core.criteria.language import parse_criteria
from appealdesk.core.criteria.tree import CriteriaSet, Evidence
from appealdesk.foundation.actor import system_actor
from appealdesk.foundation.db import acting, fetch_all
from appealdesk.screening.slots import COLUMNS, pack_facts
from appealdesk.screening.statement import PROFILES, judging_statement
from bench.database import fresh_database, owner_connection
from bench.line import Line, Round, Target, make_line
from bench.memory import forget_peak, peak_mb
from bench.sizes import ROUNDS, pick_size
from bench.stage import NOW

__all__ = ["measure"]

_ORGANISATION: Final = 1
_MOST_LEAVES: Final = 60
# One person in so many is followed to the end of all questions.
_COMPLETED: Final = 10
_SLOTS: Final = {
    "birth_date": "birth_day",
    "service_branch": "c01",
    "service_years": "n01",
    "specialised_training": "b01",
    "medical_licence": "v01",
    "height": "n02",
    "languages": "s01",
    "fit_for_travel": "b02",
    "available_from": "d01",
}


@dataclass(slots=True)
class _Tally:
    """What a round found, and what its halves took."""

    compared: int = 0
    differences: int = 0
    completed: int = 0
    contradictions: int = 0
    seconds: dict[str, float] = field(default_factory=lambda: {"python": 0.0, "postgres": 0.0})


def measure() -> Iterator[Line]:
    """A thousand trees of up to sixty leaves, a thousand people: every result compared, with its mask of reasons."""
    people_count = pick_size(small=60, full=1_000)
    trees = pick_size(small=6, full=1_000)
    forget_peak()
    chance = Random(2022)
    with fresh_database() as database:
        people = _store_people(database, people_count, chance)
        tallies = []
        for number in range(ROUNDS):
            share = trees // ROUNDS + (number < trees % ROUNDS)
            tallies.append(_compare(people, share, chance))
    yield _line("criteria-agree", "comparisons", [(tally.differences, tally.compared) for tally in tallies], tallies)
    yield _line(
        "criteria-sound", "completions", [(tally.contradictions, tally.completed) for tally in tallies], tallies
    )


def _line(name: str, what: str, found: list[tuple[int, int]], tallies: list[_Tally]) -> Line:
    """The value is how many were wrong in all rounds, since a median would hide one; none may be."""
    wrong, total = (sum(column) for column in zip(*found, strict=True))
    compared = sum(tally.compared for tally in tallies)
    return make_line(
        name,
        [Round(wrong, looked_at) for _, looked_at in found],
        unit="wrong",
        floor_name=f"{what}, a round",
        memory_mb=peak_mb(),
        target=Target("value", "at_most", 0.0),
        sizes={what: total, "leaves": _MOST_LEAVES},
        notes={
            "python_per_s": compared / sum(tally.seconds["python"] for tally in tallies),
            "postgres_per_s": compared / sum(tally.seconds["postgres"] for tally in tallies),
        },
    )


def _dictionary() -> Mapping[str, FactPage]:
    nothing: dict[str, str] = {}
    return {
        name: FactPage(
            key=name,
            type=declared["type"],
            choices=tuple(ChoicePage(key=choice, labels=nothing) for choice in declared.get("choices", ())),
            labels=nothing,
            questions=nothing,
            hints=nothing,
            slot=_SLOTS[name],
            privacy="sensitive",
        )
        for name, declared in FACTS.items()
    }


def _store_people(database: str, count: int, chance: Random) -> dict[int, Facts]:
    declared = parse_criteria(invent_document(chance, 1)).facts
    people = {number: parse_facts(invent_facts(chance), declared) for number in range(1, count + 1)}
    dictionary = _dictionary()
    names = (
        "application_id",
        "organisation_id",
        "appeal_id",
        "reasons",
        "screened_at",
        "decision",
        "channel",
        *COLUMNS,
    )
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(PROFILES), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    with owner_connection(database) as connection, connection.cursor() as cursor, cursor.copy(into) as copy:
        for number, facts in people.items():
            packed = pack_facts(dictionary, facts)
            row: list[Any] = [number, _ORGANISATION, 1, 0, NOW, 0, 0]
            copy.write_row([*row, *(packed[column] for column in COLUMNS)])
    return people


def _compare(people: Mapping[int, Facts], trees: int, chance: Random) -> _Tally:
    tally, dictionary = _Tally(), _dictionary()
    with acting(system_actor(_ORGANISATION)):
        for _ in range(trees):
            criteria = parse_criteria(invent_document(chance, chance.randint(1, _MOST_LEAVES)))
            day = chance.choice(AS_OF_DAYS)
            began = time.perf_counter()
            rows = fetch_all(judging_statement(criteria, dictionary, day, for_few=chance.random() < 0.5))
            between = time.perf_counter()
            results = {number: evaluate(criteria, facts, day) for number, facts in people.items()}
            tally.seconds["postgres"] += between - began
            tally.seconds["python"] += time.perf_counter() - between
            tally.compared += len(people)
            by_python = {number: (result.outcome.code, result.mask) for number, result in results.items()}
            by_postgres = {number: (outcome, reasons) for number, outcome, reasons in rows}
            tally.differences += sum(by_postgres.get(number) != wanted for number, wanted in by_python.items())
            _complete(tally, people, criteria, day, chance)
    return tally


def _complete(tally: _Tally, people: Mapping[int, Facts], criteria: CriteriaSet, day: date, chance: Random) -> None:
    """Answer every open question of some people, and show every document: what was decided has to stand."""
    for number in range(chance.randint(1, _COMPLETED), len(people) + 1, _COMPLETED):
        facts = people[number]
        before = evaluate(criteria, facts, day).outcome
        after = evaluate(criteria, _answered(facts, criteria, chance), day).outcome
        tally.completed += 1
        if after is Outcome.CANNOT_TELL or (before is not Outcome.CANNOT_TELL and after is not before):
            tally.contradictions += 1


def _answered(facts: Facts, criteria: CriteriaSet, chance: Random) -> Facts:
    answers = {}
    for name, fact in facts.items():
        known: Any = fact
        while not isinstance(known, FactValue):
            known = parse_facts(invent_facts(chance), criteria.facts)[name]
        answers[name] = FactValue(known.value, Evidence.VERIFIED)
    return answers

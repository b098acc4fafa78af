"""The test vectors of a revision ask every leaf at its bounds, and each leaf decides in each of its three values."""

import json
from datetime import date
from random import Random

import pytest

from appealdesk.core.criteria.check import judge_lines
from appealdesk.core.criteria.edges import edge_values
from appealdesk.core.criteria.evaluate import Outcome, decide, evaluate
from appealdesk.core.criteria.facts import Validity, parse_fact, parse_facts
from appealdesk.core.criteria.language import parse_criteria
from appealdesk.core.criteria.tree import Group, walk
from appealdesk.core.criteria.vectors import make_vectors, write_fact
from tests.core.criteria.invented import AS_OF_DAYS, document, invent_document, invent_facts, invent_leaf

DAY = date(2022, 3, 2)
TREE = {
    "id": "root",
    "all": [
        {
            "id": "experience",
            "at_least": 2,
            "of": [
                {"id": "years", "fact": "service_years", "op": "gte", "value": {"constant": "limit"}},
                {
                    "id": "trained",
                    "fact": "specialised_training",
                    "op": "is",
                    "value": True,
                    "min_evidence": "verified",
                },
                {"id": "licence", "fact": "medical_licence", "op": "valid_on", "value": "as_of"},
            ],
        },
        {"id": "not-other", "not": [{"id": "other", "fact": "service_branch", "op": "is", "value": "other"}]},
        {"id": "tongue", "any": [{"id": "speaks", "fact": "languages", "op": "contains_all", "value": ["ja", "en"]}]},
        {"id": "age", "fact": "birth_date", "op": "age_between", "value": [18, 60]},
    ],
}


def test_every_leaf_decides_true_false_and_unknown_and_every_group_takes_each_value() -> None:
    criteria = parse_criteria(document(TREE))

    made = make_vectors(criteria, DAY)

    assert made.silent == ()
    decided = {(reason, vector.outcome) for vector in made.vectors for reason in vector.reasons}
    assert decided == {(leaf.id, outcome) for leaf in criteria.leaves for outcome in Outcome}
    groups = {
        (node.id, decide(node, evaluate(criteria, parse_facts(vector.facts, criteria.facts), DAY).leaves)[0])
        for vector in made.vectors
        for node in walk(criteria.root)
        if isinstance(node, Group)
    }
    names = ("root", "experience", "not-other", "tongue")
    assert groups == {(name, value) for name in names for value in (True, False, None)}


def test_the_vectors_are_few_the_same_each_time_and_each_has_its_own_name_and_facts() -> None:
    criteria = parse_criteria(document(TREE))

    made = make_vectors(criteria, DAY)

    assert made == make_vectors(criteria, DAY)
    assert len({vector.ref for vector in made.vectors}) == len(made.vectors) < 15 * len(criteria.leaves)
    assert len({json.dumps(vector.facts, sort_keys=True) for vector in made.vectors}) == len(made.vectors)


@pytest.mark.parametrize("seed", range(12))
def test_the_check_of_files_agrees_with_the_vectors(seed: int) -> None:
    random = Random(seed)
    raw = invent_document(random, leaves=1 + 3 * seed)
    day = random.choice(AS_OF_DAYS)
    vectors = make_vectors(parse_criteria(raw), day).vectors

    judged = list(judge_lines(json.dumps(raw), [json.dumps(vector.fact_line()) for vector in vectors], day))

    assert judged == [vector.expected_line() for vector in vectors]


def test_two_criteria_that_exclude_each_other_are_named() -> None:
    contradiction = {
        "id": "root",
        "all": [
            {"id": "few", "fact": "service_years", "op": "lt", "value": 1},
            {"id": "many", "fact": "service_years", "op": "gte", "value": 2},
        ],
    }

    made = make_vectors(parse_criteria(document(contradiction)), DAY)

    assert made.silent == (("few", "true"), ("many", "true"))


@pytest.mark.parametrize("seed", range(40))
def test_a_fact_is_written_as_it_is_read(seed: int) -> None:
    criteria = parse_criteria(document({"id": "a", "fact": "height", "op": "gte", "value": 0}))
    facts = parse_facts(invent_facts(Random(seed)), criteria.facts)

    again = {
        name: parse_fact(write_fact(fact, criteria.facts[name]), criteria.facts[name]) for name, fact in facts.items()
    }

    assert again == facts


def test_the_edges_of_an_age_are_the_birthdays_and_a_leap_day() -> None:
    criteria = parse_criteria(document({"id": "age", "fact": "birth_date", "op": "age_between", "value": [18, 60]}))

    edges = edge_values(criteria.leaves[0], criteria.facts["birth_date"], date(2022, 2, 28))

    oldest, youngest = date(1961, 3, 1), date(2004, 2, 28)
    assert {oldest, date(1961, 2, 28), youngest, date(2004, 2, 29), date(2000, 2, 29)} <= set(edges)


def test_the_edges_of_a_licence_are_the_day_itself_and_its_neighbours() -> None:
    criteria = parse_criteria(
        document({"id": "licence", "fact": "medical_licence", "op": "valid_on", "value": "as_of"})
    )

    edges = edge_values(criteria.leaves[0], criteria.facts["medical_licence"], DAY)

    assert Validity(None, DAY) in edges
    assert Validity(None, date(2022, 3, 1)) in edges
    assert Validity(date(2022, 3, 3), None) in edges


@pytest.mark.parametrize("day", [date.min, date(1, 3, 1), date(9999, 2, 28), date.max])
def test_the_ends_of_the_calendar_have_edges_too(day: date) -> None:
    random = Random(3)
    for _ in range(60):
        made = make_vectors(parse_criteria(document(invent_leaf(random, "alone"))), day)

        assert made.vectors

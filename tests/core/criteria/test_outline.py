"""The tree as it came out for one person, and what of it would have to be different."""

from collections.abc import Iterator
from random import Random
from typing import Any

from hypothesis import given, settings

from appealdesk.core.criteria.evaluate import Outcome, Result, decide, evaluate, outcome_of
from appealdesk.core.criteria.explain import Status
from appealdesk.core.criteria.facts import parse_facts
from appealdesk.core.criteria.language import parse_criteria
from appealdesk.core.criteria.outline import Outlined, missing, outline
from appealdesk.core.criteria.tree import CriteriaSet, Leaf, Node, Rule
from tests.core.criteria.invented import AS_OF_DAYS, document
from tests.core.criteria.test_explain import DAY, LABELS, TRAINING, TRAVEL, TREE, YEARS
from tests.core.criteria.test_properties import invent, randoms, sizes


def outlined(node: dict[str, Any], facts: dict[str, Any]) -> tuple[tuple[Outlined, ...], Result]:
    criteria = parse_criteria(document(node))
    known = parse_facts(facts, criteria.facts)
    result = evaluate(criteria, known, DAY)
    return outline(criteria, known, result, LABELS, "en"), result


def spoken(nodes: tuple[Outlined, ...]) -> list[Any]:
    """State and text of each node, groups with their children."""
    return [(node.status.value, node.text, *([spoken(node.children)] if node.children else [])) for node in nodes]


def test_a_met_alternative_makes_its_group_met() -> None:
    nodes, _ = outlined(TREE, {"service_years": 3, "fit_for_travel": True})

    assert spoken(nodes) == [
        (
            "met",
            "At least one of these:",
            [
                ("met", "Years of service: at least 1."),
                ("unknown", "Specialised training: yes. A document must show it."),
            ],
        ),
        ("met", "Fit for travel: yes."),
    ]


def test_what_is_missing_leaves_out_what_is_met() -> None:
    facts = {"service_years": 0, "specialised_training": {"value": False, "evidence": "verified"}}
    nodes, result = outlined(TREE, facts | {"fit_for_travel": True})

    assert spoken(missing(nodes, result.outcome, "en")) == [
        (
            "unmet",
            "At least one of these:",
            [
                ("unmet", "Years of service: at least 1."),
                ("unmet", "Specialised training: yes. A document must show it."),
            ],
        )
    ]


def test_two_of_three_of_which_one_is_met_lack_one_more() -> None:
    facts = {"service_years": 0, "specialised_training": {"value": False, "evidence": "verified"}}
    nodes, result = outlined(
        {"id": "root", "at_least": 2, "of": [YEARS, TRAINING, TRAVEL]}, facts | {"fit_for_travel": True}
    )

    assert [(node.text, len(node.children)) for node in missing(nodes, result.outcome, "en")] == [
        ("At least one of these:", 2)
    ]


def test_none_of_these_becomes_all_of_the_opposites() -> None:
    nodes, _ = outlined({"id": "root", "not": [{"id": "either", "any": [YEARS, TRAVEL]}]}, {"service_years": 0})

    assert spoken(nodes) == [
        ("met", "This must not be so: Years of service: at least 1."),
        ("unknown", "This must not be so: Fit for travel: yes."),
    ]


def test_who_meets_lacks_nothing() -> None:
    nodes, result = outlined(TREE, {"service_years": 3, "fit_for_travel": True})

    assert missing(nodes, result.outcome, "en") == ()


@settings(max_examples=150, deadline=None)
@given(random=randoms, leaves=sizes)
def test_the_outline_comes_out_as_the_rules_do(random: Random, leaves: int) -> None:
    criteria, facts = invent(random, leaves)
    result = evaluate(criteria, facts, random.choice(AS_OF_DAYS))

    states = [node.status for node in outline(criteria, facts, result, LABELS, "en")]

    worst = min(states, key=[Status.UNMET, Status.UNKNOWN, Status.MET].index)
    assert {
        Status.MET: Outcome.MEETS,
        Status.UNMET: Outcome.DOES_NOT_MEET,
        Status.UNKNOWN: Outcome.CANNOT_TELL,
    }[worst] is result.outcome


@settings(max_examples=150, deadline=None)
@given(random=randoms, leaves=sizes)
def test_whoever_mends_what_is_missing_is_not_turned_away(random: Random, leaves: int) -> None:
    criteria, facts = invent(random, leaves)
    result = evaluate(criteria, facts, random.choice(AS_OF_DAYS))
    lacking = missing(outline(criteria, facts, result, LABELS, "en"), result.outcome, "en")

    mended, _ = decide(
        criteria.root, _mended(criteria, result, {leaf.id for node in lacking for leaf in node.leaves()})
    )

    assert bool(lacking) is (result.outcome is Outcome.DOES_NOT_MEET)
    assert outcome_of(mended) is not Outcome.DOES_NOT_MEET or not lacking


def _mended(criteria: CriteriaSet, result: Result, ids: set[str]) -> list[bool | None]:
    """The values of the leaves after each of those named came out the other way, an open one as it should."""
    met = dict(_met_when(criteria.root, True))
    return [
        met[leaf.id] if leaf.id in ids else value for leaf, value in zip(criteria.leaves, result.leaves, strict=True)
    ]


def _met_when(node: Node, value: bool) -> Iterator[tuple[str, bool]]:
    """Each leaf with the value by which it helps: false below an odd number of `not`."""
    if isinstance(node, Leaf):
        yield node.id, value
        return
    for child in node.children:
        yield from _met_when(child, value is not (node.rule is Rule.NOT))

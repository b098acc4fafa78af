"""The three levels of the editor say exactly what their tree says, and each problem finds its line."""

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appealdesk.core.criteria.form import (
    CriteriaForm,
    FormAlternative,
    FormBlock,
    FormLine,
    Misfit,
    NoForm,
    Place,
    place_problems,
    read_form,
    write_form,
)
from appealdesk.core.criteria.language import parse_criteria
from appealdesk.core.criteria.problems import CriteriaError, Problem
from tests.core.criteria.invented import document, invent_document, invent_leaf

TEXTS = {"ja": {"ask": "勤務年数は？"}, "en": {"met": "You served.", "unmet": "You have not served."}}


def invent_shaped(random: Random) -> dict[str, Any]:
    """A tree of the three levels, with and without the groups that one child does not need."""
    ids = (f"n{number}" for number in range(10_000))
    blocks = [_invent_block(random, ids) for _ in range(random.randint(1, 4))]
    if len(blocks) == 1 and random.random() < 0.4:
        return blocks[0]
    return {"id": next(ids), "all": blocks}


def _invent_block(random: Random, ids: Iterator[str]) -> dict[str, Any]:
    if random.random() < 0.3:
        return _invent_alternative(random, ids)
    alternatives = [_invent_alternative(random, ids) for _ in range(random.randint(1, 4))]
    if random.random() < 0.3:
        return {"id": next(ids), "at_least": random.randint(1, len(alternatives)), "of": alternatives}
    return {"id": next(ids), "any": alternatives}


def _invent_alternative(random: Random, ids: Iterator[str]) -> dict[str, Any]:
    lines = [_invent_line(random, next(ids)) for _ in range(random.randint(1, 4))]
    return lines[0] if len(lines) == 1 and random.random() < 0.5 else {"id": next(ids), "all": lines}


def _invent_line(random: Random, name: str) -> dict[str, Any]:
    leaf = invent_leaf(random, name)
    return leaf | {"texts": TEXTS} if random.random() < 0.2 else leaf


randoms = st.integers(0, 2**32).map(Random)


@settings(max_examples=300, deadline=None)
@given(random=randoms)
def test_a_tree_of_the_shape_comes_back_as_it_was(random: Random) -> None:
    tree = invent_shaped(random)

    form = read_form(tree)

    assert write_form(form) == tree
    assert parse_criteria(document(write_form(form))) == parse_criteria(document(tree))


@settings(max_examples=300, deadline=None)
@given(random=randoms, leaves=st.integers(1, 14))
def test_any_tree_comes_back_as_it_was_or_is_no_form(random: Random, leaves: int) -> None:
    tree = invent_document(random, leaves)["criteria"]

    try:
        form = read_form(tree)
    except NoForm:
        return

    assert write_form(form) == tree


LEAF = {"id": "years", "fact": "service_years", "op": "gte", "value": 1}


def test_a_block_by_itself_is_one_alternative_of_one_line() -> None:
    form = read_form(LEAF)

    line = FormLine(id="years", fact="service_years", op="gte", value=1)
    assert form == CriteriaForm(blocks=(FormBlock(alternatives=(FormAlternative(lines=(line,)),)),))


@pytest.mark.parametrize(
    ("tree", "reason"),
    [
        ({"id": "root", "not": [LEAF]}, Misfit.NOT),
        ({"id": "root", "all": [{"id": "n", "not": [LEAF]}]}, Misfit.NOT),
        ({"id": "root", "all": [{"id": "a", "any": [{"id": "b", "any": [LEAF]}]}]}, Misfit.DEEP),
        ({"id": "root", "all": [{"id": "a", "all": [{"id": "b", "all": [LEAF]}]}]}, Misfit.DEEP),
        ({"id": "root", "all": [{"id": "a", "any": [{"id": "b", "at_least": 1, "of": [LEAF]}]}]}, Misfit.COUNT),
        ({"id": "root", "all": [LEAF | {"weight": 3}]}, Misfit.UNREADABLE),
        ({"id": "root", "all": [LEAF | {"value": None}]}, Misfit.UNREADABLE),
        ({"id": "root", "all": [LEAF | {"min_evidence": ""}]}, Misfit.UNREADABLE),
        ({"id": "root", "all": [LEAF | {"texts": {}}]}, Misfit.UNREADABLE),
        ({"id": "root", "all": [LEAF | {"texts": {"fr": {"ask": "?"}}}]}, Misfit.UNREADABLE),
        ({"id": "root", "at_least": True, "of": [LEAF]}, Misfit.UNREADABLE),
        ({"id": "root", "all": LEAF}, Misfit.UNREADABLE),
        ({"all": [LEAF]}, Misfit.UNREADABLE),
        ({"id": "a", "op": "is", "value": True}, Misfit.UNREADABLE),
        ([LEAF], Misfit.UNREADABLE),
    ],
)
def test_what_three_levels_cannot_hold_is_told(tree: Any, reason: Misfit) -> None:
    with pytest.raises(NoForm) as told:
        read_form(tree)

    assert told.value.reason is reason


def _placed(tree: dict[str, Any]) -> dict[Place, list[str]]:
    with pytest.raises(CriteriaError) as refused:
        parse_criteria(document(tree))
    found = place_problems(read_form(tree), refused.value.problems)
    return {place: [problem.path for problem in problems] for place, problems in found.items()}


def test_each_problem_finds_the_line_it_is_about() -> None:
    tree = {
        "id": "root",
        "all": [
            {
                "id": "experience",
                "any": [
                    {"id": "served", "all": [LEAF, LEAF | {"id": "height", "fact": "shoe_size"}]},
                    LEAF | {"id": "alone", "value": "three"},
                ],
            },
            {"id": "empty", "any": []},
            LEAF | {"id": "branch", "fact": "service_branch"},
        ],
    }

    assert _placed(tree) == {
        (0, 0, 1): ["criteria.all[0].any[0].all[1].fact"],
        (0, 1, 0): ["criteria.all[0].any[1].value"],
        (1,): ["criteria.all[1].any"],
        (2, 0, 0): ["criteria.all[2].op"],
    }


def test_what_is_about_the_whole_stands_above_it() -> None:
    tree = {"id": "root", "all": [LEAF | {"id": f"n{number}"} for number in range(61)]}

    assert _placed(tree) == {(): ["criteria"]}


def test_a_problem_of_a_block_by_itself_stands_at_its_line() -> None:
    assert place_problems(read_form(LEAF), (Problem("criteria.value", "Wrong."),)) == {
        (0, 0, 0): (Problem("criteria.value", "Wrong."),)
    }

"""The compiled text: what may stand in it, and what cannot be compiled."""

import re
from datetime import date
from random import Random
from typing import Any

import pytest

from appealdesk.core.criteria.blocks import LEAVES_IN_BLOCK, LEAVES_IN_TREE_OF_ONE_BLOCK, Block, Joint, Part, cut
from appealdesk.core.criteria.language import parse_criteria
from appealdesk.core.criteria.leaf_sql import FactColumn
from appealdesk.core.criteria.sql import compile_criteria, judging_select
from tests.core.criteria.invented import FACTS, document, invent_document, invent_leaf

DAY = date(2022, 2, 28)
CODES = {"jsdf": 0, "ffl": 1, "other": 2, "none": 3, "ja": 0, "en": 1, "uk": 2, "fr": 3}
COLUMNS = {name: FactColumn(value="v", grade="g", codes=CODES, until="u") for name in FACTS}


def leaf_of(fact: str, op: str, value: Any, **more: Any) -> str:
    criteria = parse_criteria(document({"id": "a", "fact": fact, "op": op, "value": value} | more))
    return compile_criteria(criteria, COLUMNS, DAY).leaves[0]


@pytest.mark.parametrize(
    ("fact", "op", "value", "sql"),
    [
        ("service_branch", "is", "ffl", "(v = 1)"),
        ("service_branch", "in", ["none", "jsdf"], "(v IN (0, 3))"),
        ("service_branch", "in", ["none"], "(v = 3)"),
        ("service_branch", "not_in", ["none", "jsdf"], "(v NOT IN (0, 3))"),
        ("service_branch", "not_in", ["none"], "(v <> 3)"),
        ("service_years", "gte", {"constant": "limit"}, "(v >= 2)"),
        ("service_years", "lt", -0.5, "(v < (-0.5))"),
        ("service_years", "between", [1, 2.5], "(v BETWEEN 1 AND 2.5)"),
        ("fit_for_travel", "is", True, "v"),
        ("fit_for_travel", "is", False, "(NOT v)"),
        ("available_from", "after", "2022-04-01", "(v > DATE '2022-04-01')"),
        ("birth_date", "age_between", [18, 60], "(v BETWEEN DATE '1961-03-01' AND DATE '2004-02-28')"),
        ("languages", "contains_any", ["en", "uk"], "((v & 6) <> 0)"),
        ("languages", "contains_all", ["en", "uk"], "((v & 6) = 6)"),
        ("languages", "disjoint", ["en", "uk"], "((v & 6) = 0)"),
    ],
)
def test_leaves(fact: str, op: str, value: Any, sql: str) -> None:
    assert leaf_of(fact, op, value) == sql
    assert leaf_of(fact, op, value, min_evidence="documented") == f"(CASE WHEN g >= 2 THEN {sql} END)"


def test_an_age_never_asks_the_database_for_an_age() -> None:
    assert "age" not in leaf_of("birth_date", "age_between", [18, 60]).lower()


def test_an_expression_of_the_caller_is_bracketed() -> None:
    columns = {"service_years": FactColumn(value="a + b", grade="c & 3")}
    leaf = {"id": "a", "fact": "service_years", "op": "gt", "value": 1, "min_evidence": "verified"}

    fragment = compile_criteria(parse_criteria(document(leaf)), columns, DAY)

    assert fragment.leaves == ("(CASE WHEN (c & 3) >= 3 THEN ((a + b) > 1) END)",)


@pytest.mark.parametrize(
    ("op", "value", "sql"),
    [
        ("age_between", [18, 60], "(v BETWEEN (-14244) AND 1460)"),
        ("before", "2000-03-01", "(v < 1)"),
    ],
)
def test_dates_that_are_counts_of_days(op: str, value: Any, sql: str) -> None:
    columns = {"birth_date": FactColumn(value="v", grade="g", day_zero=date(2000, 2, 29))}
    criteria = parse_criteria(document({"id": "a", "fact": "birth_date", "op": op, "value": value}))

    assert compile_criteria(criteria, columns, DAY).leaves == (sql,)


def test_no_text_of_the_criteria_reaches_the_query() -> None:
    random = Random(1)
    for leaves in (1, 9, 30, 60):
        fragment = compile_criteria(parse_criteria(invent_document(random, leaves)), COLUMNS, DAY)

        query = judging_select(fragment, source="profile")

        quoted = re.findall(r"'([^']*)'", query)
        assert [text for text in quoted if not re.fullmatch(r"\d{4}-\d\d-\d\d|\{[\d,]+\}", text)] == []
        assert "%" not in query
        assert not re.search(r"jsdf|ffl|service|birth|n\d", query)


def test_a_fact_without_a_column() -> None:
    criteria = parse_criteria(document({"id": "a", "fact": "height", "op": "gt", "value": 1}))

    with pytest.raises(ValueError, match='No column holds the fact "height" that the leaf "a" asks about'):
        compile_criteria(criteria, {}, DAY)


def test_a_choice_without_a_code() -> None:
    criteria = parse_criteria(document({"id": "a", "fact": "service_branch", "op": "is", "value": "ffl"}))
    columns = {"service_branch": FactColumn(value="v", grade="g", codes={"jsdf": 1})}

    with pytest.raises(ValueError, match='The column of "service_branch" has no code for "ffl"'):
        compile_criteria(criteria, columns, DAY)


def test_more_leaves_than_a_mask_holds() -> None:
    random = Random(2)
    node = {"id": "root", "any": [invent_leaf(random, f"leaf{number}") for number in range(61)]}
    criteria = parse_criteria(document(node), leaf_limit=61)

    with pytest.raises(ValueError, match="61 leaves do not fit into a mask; at most 60 do"):
        compile_criteria(criteria, COLUMNS, DAY)


@pytest.mark.parametrize("leaves", [1, 5, LEAVES_IN_TREE_OF_ONE_BLOCK])
def test_a_small_tree_is_one_block(leaves: int) -> None:
    criteria = parse_criteria(invent_document(Random(leaves), leaves))

    assert cut(criteria.root) == Block(criteria.root, criteria.leaves)
    assert len(compile_criteria(criteria, COLUMNS, DAY).stages) == 1


def test_blocks_of_a_large_tree_are_small_and_keep_every_leaf_once() -> None:
    for seed in range(50):
        criteria = parse_criteria(invent_document(Random(seed), 40))

        blocks = list(blocks_of(cut(criteria.root)))

        assert max(len(block.leaves) for block in blocks) <= LEAVES_IN_BLOCK
        assert [leaf for block in blocks for leaf in block.leaves] == list(criteria.leaves)


def blocks_of(part: Part) -> list[Block]:
    if isinstance(part, Joint):
        return [block for inner in part.parts for block in blocks_of(inner)]
    return [part]

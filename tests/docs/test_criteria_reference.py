"""The reference of the criteria files is what the product reads: its example is judged as it says."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from appealdesk.core.criteria.check import judge_lines
from appealdesk.core.criteria.language import read_criteria
from appealdesk.core.criteria.operators import operators_of
from appealdesk.core.criteria.tree import MAX_LEAVES, FactKind

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "criteria.md").read_text(encoding="utf-8")
CRITERIA, FACTS, RESULTS = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)


def test_the_example_is_judged_as_the_page_says() -> None:
    judged = list(judge_lines(CRITERIA, FACTS.splitlines(), date(2022, 3, 2)))

    assert judged == [json.loads(line) for line in RESULTS.splitlines()]


def test_the_example_could_be_published() -> None:
    assert len(read_criteria(CRITERIA).leaves) == 4
    assert f"at most {MAX_LEAVES}\nleaves" in PAGE


@pytest.mark.parametrize("kind", list(FactKind))
def test_each_type_has_the_operators_of_the_page(kind: FactKind) -> None:
    (row,) = re.findall(rf"^\| {kind.value} \| (.+) \|$", PAGE, re.MULTILINE)

    assert re.findall(r"`([a-z_]+)`", row.partition(" `null`")[0].replace('`"as_of"`', "")) == [
        operator.value for operator in operators_of(kind)
    ]

"""What is wrong with criteria is told in the reader's language: every sentence of the core has its translation."""

import ast
from pathlib import Path

import pytest
from django.utils.translation import override

import appealdesk
from appealdesk.core.criteria.language import parse_criteria
from appealdesk.core.criteria.problems import CriteriaError, Problem
from appealdesk.web.shared.criteria_problems import TEMPLATES, problem_text
from tests.core.criteria.invented import document

_SOURCE = Path(appealdesk.__file__).parent
_READERS = [
    *(_SOURCE / "core" / "criteria" / f"{name}.py" for name in ("declarations", "language", "operators", "problems")),
    _SOURCE / "core" / "criteria" / "values.py",
    _SOURCE / "appeals" / "queries" / "drafts.py",
]


def _told() -> set[str]:
    """Every text that is told or blamed, directly or by the name of a constant sentence above it."""
    found = set()
    for path in _READERS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                found |= _told_in(node)
    return found


def _told_in(function: ast.FunctionDef) -> set[str]:
    named: dict[str, set[str]] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            for target in node.targets:
                named.setdefault(getattr(target, "id", ""), set()).add(str(node.value.value))
    found: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            place = {"tell": 0, "blame": 1}.get(name)
            if place is not None and len(node.args) > place:
                given = node.args[place]
                found |= (
                    {str(given.value)}
                    if isinstance(given, ast.Constant)
                    else named.get(getattr(given, "id", ""), set())
                )
    return found


def test_the_list_is_what_the_readers_tell() -> None:
    assert _told() == set(TEMPLATES)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", '"three" is not a number.'),
        ("ja", '"three" は数ではありません。'),
        ("uk", '"three" – не число.'),
    ],
)
def test_a_problem_is_told_in_the_readers_language(language: str, sentence: str) -> None:
    tree = {"id": "years", "fact": "service_years", "op": "gte", "value": "three"}
    with pytest.raises(CriteriaError) as refused:
        parse_criteria(document(tree))

    with override(language):
        assert [problem_text(problem) for problem in refused.value.problems] == [sentence]


def test_a_sentence_without_a_template_stays_as_it_is() -> None:
    with override("ja"):
        assert problem_text(Problem("", "Something else.")) == "Something else."

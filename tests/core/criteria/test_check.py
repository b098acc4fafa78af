"""The golden cases of the format, and what a hostile file of facts is told."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from appealdesk.core.criteria.check import judge_lines
from appealdesk.core.criteria.problems import CriteriaError
from tests.core.criteria.invented import document

CASES = Path(__file__).parents[2] / "data" / "criteria"
YEARS = document({"id": "years", "fact": "service_years", "op": "gte", "value": {"constant": "limit"}})
DAY = date(2022, 3, 1)


def judge(*lines: str) -> list[dict[str, Any]]:
    return list(judge_lines(YEARS, lines, DAY))


@pytest.mark.parametrize("case", range(6))
def test_golden_cases(case: int) -> None:
    criteria = (CASES / f"case{case}.criteria.json").read_text(encoding="utf-8")
    as_of = date.fromisoformat((CASES / f"case{case}.as_of").read_text(encoding="utf-8").strip())
    expected = [json.loads(line) for line in (CASES / f"case{case}.expected.jsonl").open(encoding="utf-8")]

    with (CASES / f"case{case}.facts.jsonl").open(encoding="utf-8") as lines:
        results = list(judge_lines(criteria, lines, as_of))

    assert [known_part(result) for result in results] == [known_part(result) for result in expected]


def known_part(result: dict[str, Any]) -> dict[str, Any]:
    """The sentence of an error is free; that there is one is not."""
    return result | {"error": True} if "error" in result else result


def test_each_outcome() -> None:
    results = judge(
        '{"ref": "A", "facts": {"service_years": 2}}',
        '{"ref": "B", "facts": {"service_years": 1.5}}',
        '{"ref": "C", "facts": {}}',
    )

    assert results == [
        {"ref": "A", "outcome": "meets", "reasons": ["years"]},
        {"ref": "B", "outcome": "does_not_meet", "reasons": ["years"]},
        {"ref": "C", "outcome": "cannot_tell", "reasons": ["years"]},
    ]


def test_blank_lines_are_passed_over_but_counted() -> None:
    assert judge("\n", "  \n", "[]\n") == [
        {"ref": None, "error": "Line 3: [] is not a JSON object with ref and facts."}
    ]


@pytest.mark.parametrize(
    ("line", "ref", "sentence"),
    [
        ('{"ref": "A"', None, "This is not a JSON object: Expecting ',' delimiter."),
        ("[" * 100_000, None, "This is nested too deeply to be facts."),
        ('{"facts": {}}', None, "null is not a ref; give each line a text by which to find it."),
        ('{"ref": 7, "facts": {}}', None, "7 is not a ref; give each line a text by which to find it."),
        ('{"ref": "A"}', "A", "null is not an object of facts."),
        ('{"ref": "A", "facts": []}', "A", "[] is not an object of facts."),
        ('{"ref": "A", "facts": {}, "note": 1}', "A", "A line may hold nothing but ref and facts."),
        (
            '{"ref": "A", "facts": {"service_years": 1, "service_years": 9}}',
            None,
            'The key "service_years" is given twice in one object; keep one of them.',
        ),
        (
            '{"ref": "A", "facts": {"service_years": NaN}}',
            "A",
            "service_years: Infinity and not-a-number are no numbers here; give a finite one.",
        ),
        (
            '{"ref": "A", "facts": {"service_years": "3", "fit_for_travel": 1}}',
            "A",
            'service_years: "3" is not a number. fit_for_travel: 1 is neither true nor false.',
        ),
    ],
)
def test_a_line_that_cannot_be_judged(line: str, ref: str | None, sentence: str) -> None:
    assert judge(line) == [{"ref": ref, "error": f"Line 1: {sentence}"}]


def test_a_number_of_ten_thousand_digits_is_refused() -> None:
    (result,) = judge(f'{{"ref": "A", "facts": {{"service_years": {"9" * 10_000}}}}}')

    assert result["ref"] is None
    assert "Line 1: " in result["error"]


def test_wrong_criteria_are_refused_before_the_first_line() -> None:
    with pytest.raises(CriteriaError):
        judge_lines({"schema": "appealdesk.criteria/1"}, iter(()), DAY)


def test_criteria_as_text_refuse_a_key_that_is_given_twice() -> None:
    text = json.dumps(YEARS).replace('"id": "years"', '"id": "years", "id": "other"')

    with pytest.raises(CriteriaError, match='The key "id" is given twice'):
        judge_lines(text, [], DAY)

"""Facts are read strictly: what is not plainly a value of its type is an error, never a guess."""

import re
from datetime import date
from typing import Any

import pytest

from appealdesk.core.criteria.facts import Absence, Absent, FactValue, Validity, parse_fact, parse_facts
from appealdesk.core.criteria.problems import FactsError
from appealdesk.core.criteria.tree import Evidence, FactKind, FactType

TYPES = {
    "number": FactType(FactKind.NUMBER),
    "flag": FactType(FactKind.FLAG),
    "date": FactType(FactKind.DATE),
    "choice": FactType(FactKind.CHOICE, ("a", "b")),
    "set": FactType(FactKind.SET, ("a", "b")),
    "validity": FactType(FactKind.VALIDITY),
}


GRADES = '"seen" is not a grade of evidence; use one of claimed, documented, verified.'
REASONS = '"lost" is not a reason for absence; use one of not_asked, declined_to_say, not_applicable, unverified.'
LARGE = "The number is too large to be compared exactly; give one up to 9,007,199,254,740,992."
BOTH = '{"absent": "not_asked", "value": 3} says "absent" and something else; say one of them.'


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("number", 3, 3),
        ("number", -0.5, -0.5),
        ("flag", False, False),
        ("date", "2000-02-29", date(2000, 2, 29)),
        ("choice", "a", "a"),
        ("set", [], frozenset()),
        ("set", ["b", "a", "b"], frozenset({"a", "b"})),
        ("validity", {"from": None, "until": "2022-03-01"}, Validity(None, date(2022, 3, 1))),
    ],
)
def test_a_bare_value_is_claimed(kind: str, raw: Any, value: Any) -> None:
    assert parse_fact(raw, TYPES[kind]) == FactValue(value, Evidence.CLAIMED)


def test_a_graded_value() -> None:
    assert parse_fact({"value": 3, "evidence": "verified"}, TYPES["number"]) == FactValue(3, Evidence.VERIFIED)
    assert parse_fact({"value": 3}, TYPES["number"]) == FactValue(3, Evidence.CLAIMED)


def test_a_graded_validity() -> None:
    raw = {"value": {"from": "2022-01-01", "until": None}, "evidence": "documented"}

    assert parse_fact(raw, TYPES["validity"]) == FactValue(Validity(date(2022, 1, 1), None), Evidence.DOCUMENTED)


@pytest.mark.parametrize(
    ("raw", "fact"),
    [
        (None, Absent()),
        ({"value": None, "evidence": "verified"}, Absent()),
        ({"absent": "declined_to_say"}, Absent(Absence.DECLINED_TO_SAY)),
    ],
)
def test_an_absent_fact(raw: Any, fact: Absent) -> None:
    assert parse_fact(raw, TYPES["number"]) == fact


@pytest.mark.parametrize(
    ("kind", "raw", "sentence"),
    [
        ("number", True, "true is not a number."),
        ("number", "3", '"3" is not a number.'),
        ("number", [1, "x"], '[1, "x"] is not a number.'),
        ("number", 1e300, LARGE),
        ("number", -(2**53) - 1, LARGE),
        ("flag", 0, "0 is neither true nor false."),
        ("flag", "true", '"true" is neither true nor false.'),
        ("date", "2022-3-1", '"2022-3-1" is not a date written YYYY-MM-DD.'),
        ("date", "2022-W09-2", '"2022-W09-2" is not a date written YYYY-MM-DD.'),
        ("date", "２０２２-03-01", '"２０２２-03-01" is not a date written YYYY-MM-DD.'),
        ("date", "2023-02-29", '"2023-02-29" is not a day of the calendar.'),
        ("choice", "c", '"c" is not among the choices a, b.'),
        ("choice", ["a"], '["a"] is not a choice; give one of a, b.'),
        ("set", "a", '"a" is not a list of choices.'),
        ("set", ["a", "c"], '"c" is not among the choices a, b.'),
        ("set", [1, "x"], "1 is not a choice; give one of a, b."),
        (
            "validity",
            {"from": "2022-01-01"},
            '{"from": "2022-01-01"} is not a validity {"from": date or null, "until": date or null}.',
        ),
        ("validity", {"from": "x", "until": None}, '"x" is not a date written YYYY-MM-DD.'),
        ("number", {}, "{} is not a number."),
        (
            "number",
            {"value": 3, "evidence": "seen"},
            '"seen" is not a grade of evidence; use one of claimed, documented, verified.',
        ),
        ("number", {"value": 3, "source": "x"}, '{"value": 3, "source": "x"} may hold nothing but value and evidence.'),
        (
            "number",
            {"absent": "lost"},
            '"lost" is not a reason for absence; use one of not_asked, declined_to_say, not_applicable, unverified.',
        ),
        (
            "number",
            {"absent": "not_asked", "value": 3},
            '{"absent": "not_asked", "value": 3} says "absent" and something else; say one of them.',
        ),
        ("number", "x" * 500, f'"{"x" * 38}… is not a number.'),
    ],
)
def test_a_wrong_fact(kind: str, raw: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        parse_fact(raw, TYPES[kind])


def test_every_declared_fact_is_there_and_no_other() -> None:
    facts = parse_facts({"number": 3, "hat": "tall"}, TYPES)

    assert facts["number"] == FactValue(3)
    assert [name for name, fact in facts.items() if fact == Absent()] == ["flag", "date", "choice", "set", "validity"]
    assert set(facts) == set(TYPES)


def test_all_wrong_facts_are_told_at_once() -> None:
    with pytest.raises(FactsError) as refused:
        parse_facts({"number": "x", "flag": 1, "date": "2022-03-01"}, TYPES)

    assert [problem.path for problem in refused.value.problems] == ["number", "flag"]
    assert str(refused.value) == 'number: "x" is not a number. flag: 1 is neither true nor false.'


def test_an_end_before_the_start_holds_on_no_day() -> None:
    validity = Validity(date(2022, 3, 2), date(2022, 3, 1))

    assert [validity.holds_on(date(2022, 3, day)) for day in (1, 2)] == [False, False]

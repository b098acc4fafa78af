"""Runs `cases.yaml`, which is written for readers of law rather than of code."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from appealdesk.core.criteria.evaluate import evaluate
from appealdesk.core.criteria.facts import parse_facts
from appealdesk.core.criteria.language import parse_criteria
from tests.core.criteria.invented import document

# As plain text, so that yes stays yes, and a day what the file says.
CASES = yaml.load((Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - reads nothing but text
GRADES = ("documented", "verified")
ABSENCES = {"not asked": "not_asked", "would not say": "declined_to_say"}
RULES = {"all of": "all", "any of": "any", "not": "not"}
# What follows the name of a fact in a criterion: the operator, and how its value is read.
QUESTIONS: tuple[tuple[str, str], ...] = (
    (r", aged (\d+) to (\d+)", "age_between"),
    (r" at least ([\d.]+)", "gte"),
    (r" valid on the day", "valid_on"),
    (r" on or before ([\d-]+)", "on_or_before"),
    (r" one of ([\w, ]+)", "in"),
    (r" all of ([\w, ]+)", "contains_all"),
    (r" is (yes|no)", "is"),
)


def people() -> Iterator[Any]:
    for case in CASES:
        for person in case["people"]:
            yield pytest.param(case, person, id=f"{case['title']}: {person['who']}")


@pytest.mark.parametrize(("case", "person"), list(people()))
def test_case(case: dict[str, Any], person: dict[str, Any]) -> None:
    declared = {key(name): declaration(words) for name, words in case["facts"].items()}
    criteria = parse_criteria(document(read_criteria(case), facts=declared))
    said = {key(name): read_answer(text, declared[key(name)]["type"]) for name, text in person["said"].items()}

    result = evaluate(criteria, parse_facts(said, criteria.facts), date.fromisoformat(case["on"]))

    assert result.outcome.value == key(person["result"])
    assert list(result.reasons) == [key(name) for name in person["decided by"]]


def test_each_case_says_its_rule_in_a_sentence_and_shows_somebody_on_each_side() -> None:
    for case in CASES:
        assert re.fullmatch(r"[A-Z].{20,}\.", case["rule"]), case["title"]
        assert {"meets", "does not meet"} <= {person["result"] for person in case["people"]}, case["title"]


def key(name: str) -> str:
    return name.replace(" ", "_")


def declaration(words: str) -> dict[str, Any]:
    kind, _, choices = words.partition(" of ")
    return {"type": kind, "choices": choices.split(", ")} if choices else {"type": kind}


def read_criteria(case: dict[str, Any]) -> dict[str, Any]:
    ((name, written),) = case["criteria"].items()
    if isinstance(written, str):
        return read_node(name, written, case["facts"])
    return read_node("root", case["criteria"], case["facts"])


def read_node(name: str, written: Any, facts: dict[str, str]) -> dict[str, Any]:
    """A criterion is a phrase, a group {rule: {name: child}}."""
    if isinstance(written, str):
        return {"id": key(name)} | read_question(written, facts)
    ((rule, children),) = written.items()
    nodes = [read_node(child, inner, facts) for child, inner in children.items()]
    if rule.startswith("at least "):
        return {"id": key(name), "at_least": int(rule.split()[2]), "of": nodes}
    return {"id": key(name), RULES[rule]: nodes}


def read_question(phrase: str, facts: dict[str, str]) -> dict[str, Any]:
    words, grade = split_grade(phrase)
    fact = max((name for name in facts if words.startswith(name)), key=len)
    for pattern, op in QUESTIONS:
        found = re.fullmatch(pattern, words.removeprefix(fact))
        if found:
            leaf = {"fact": key(fact), "op": op, "value": read_operand(op, found.groups())}
            return leaf | ({"min_evidence": grade} if grade else {})
    raise AssertionError(f"{phrase} cannot be read.")


def read_operand(op: str, found: tuple[str, ...]) -> Any:
    match op:
        case "age_between":
            return [int(age) for age in found]
        case "gte":
            return float(found[0])
        case "valid_on":
            return "as_of"
        case "in" | "contains_all":
            return found[0].split(", ")
        case "is":
            return found[0] == "yes"
    return found[0]


def read_answer(text: str, kind: str) -> Any:
    if text in ABSENCES:
        return {"absent": ABSENCES[text]}
    words, grade = split_grade(text)
    return {"value": read_value(words, kind), "evidence": grade} if grade else read_value(words, kind)


def split_grade(text: str) -> tuple[str, str]:
    words, _, grade = text.rpartition(", ")
    return (words, grade) if grade in GRADES else (text, "")


def read_value(words: str, kind: str) -> Any:
    match kind:
        case "number":
            return float(words)
        case "flag":
            return {"yes": True, "no": False}[words]
        case "set":
            return [] if words == "none of them" else words.split(", ")
        case "validity":
            ends = re.fullmatch(r"(?:from (?P<from>\S+))? ?(?:until (?P<until>\S+))?|without end", words)
            assert ends, words
            return ends.groupdict()
    return words

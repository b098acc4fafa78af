"""Runs `cases.yaml`, which is written for readers of law rather than of code."""

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

CASES = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8"))


def people() -> Iterator[Any]:
    for case in CASES:
        for person in case["people"]:
            yield pytest.param(case, person, id=f"{case['title']}: {person['who']}")


@pytest.mark.parametrize(("case", "person"), list(people()))
def test_case(case: dict[str, Any], person: dict[str, Any]) -> None:
    criteria = parse_criteria(document(node("root", case["criteria"]), facts=declared(case["facts"])))
    facts = parse_facts({key(name): fact(raw) for name, raw in person["knows"].items()}, criteria.facts)

    result = evaluate(criteria, facts, case["judged on"])

    assert (result.outcome.value, list(result.reasons)) == (person["is"], [key(name) for name in person["because"]])


def key(name: str) -> str:
    return name.replace(" ", "_")


def declared(facts: dict[str, str]) -> dict[str, Any]:
    return {key(name): declaration(words) for name, words in facts.items()}


def declaration(words: str) -> dict[str, Any]:
    kind, _, choices = words.partition(" of ")
    return {"type": kind, "choices": choices.split(", ")} if choices else {"type": kind}


def node(name: str, written: Any) -> dict[str, Any]:
    """A leaf is written [fact, operator, value, evidence], a group {rule: {name: child}}."""
    if isinstance(written, list):
        fact_name, operator, value, *evidence = written
        leaf = {"id": key(name), "fact": key(fact_name), "op": operator, "value": plain(value)}
        return leaf | ({"min_evidence": evidence[0]} if evidence else {})
    ((rule, children),) = written.items()
    nodes = [node(child, inner) for child, inner in children.items()]
    if rule.startswith("at least "):
        return {"id": key(name), "at_least": int(rule.removeprefix("at least ")), "of": nodes}
    return {"id": key(name), rule: nodes}


def fact(raw: Any) -> Any:
    """A fact is written as its value, or as [value, evidence]."""
    if isinstance(raw, list) and raw[-1] in ("claimed", "documented", "verified"):
        return {"value": plain(raw[0]), "evidence": raw[1]}
    return plain(raw)


def plain(value: Any) -> Any:
    """YAML reads dates as dates; the format has them as text."""
    if isinstance(value, dict):
        return {end: plain(inner) for end, inner in value.items()}
    return value.isoformat() if isinstance(value, date) else value

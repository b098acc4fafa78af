"""Invents criteria and facts from a source of randomness, crowded around the values where answers turn.

Everything is written as a file would hold it, so that the tests go through the readers as the product does.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

AS_OF_DAYS = (date(2022, 2, 28), date(2022, 3, 1), date(2024, 2, 29), date(2023, 2, 28), date(2024, 3, 1))

BRANCHES = ["jsdf", "ffl", "other", "none"]
TONGUES = ["ja", "en", "uk", "fr"]
FACTS: dict[str, dict[str, Any]] = {
    "birth_date": {"type": "date"},
    "service_branch": {"type": "choice", "choices": BRANCHES},
    "service_years": {"type": "number"},
    "specialised_training": {"type": "flag"},
    "medical_licence": {"type": "validity"},
    "height": {"type": "number"},
    "languages": {"type": "set", "choices": TONGUES},
    "fit_for_travel": {"type": "flag"},
    "available_from": {"type": "date"},
}
_NUMBERS = (-1.5, 0, 0.1, 0.2, 0.30000000000000004, 0.3, 1, 1.0, 2, 2.5, 3, 10)
_GRADES = ("claimed", "documented", "verified")
_REASONS = ("not_asked", "declined_to_say", "not_applicable", "unverified")


def document(criteria: Any, /, **changes: Any) -> dict[str, Any]:
    """A whole document around a tree."""
    return {
        "schema": "appealdesk.criteria/1",
        "position": "defence",
        "revision": 1,
        "effective_from": "2022-02-28T00:00:00+09:00",
        "constants": {"limit": 2},
        "facts": FACTS,
        "criteria": criteria,
    } | changes


def invent_document(random: Random, leaves: int) -> dict[str, Any]:
    """A document whose tree has this many leaves, in every shape."""
    ids = (f"n{number}" for number in range(10_000))
    return document({"id": next(ids), "all": [_invent_node(random, leaves, ids)]})


def _invent_node(random: Random, leaves: int, ids: Iterator[str]) -> dict[str, Any]:
    if random.random() < 0.15:
        return {"id": next(ids), "not": [_invent_node(random, leaves, ids)]}
    if leaves == 1:
        return invent_leaf(random, next(ids))
    name = next(ids)
    sizes = _split(random, leaves)
    children = [_invent_node(random, size, ids) for size in sizes]
    rule = random.choice(("all", "any", "at_least"))
    if rule == "at_least":
        return {"id": name, "at_least": random.randint(1, len(children)), "of": children}
    return {"id": name, rule: children}


def _split(random: Random, leaves: int) -> list[int]:
    """Sizes of two children or more, so that no tree grows without end."""
    parts = random.randint(2, min(leaves, 7))
    cuts = sorted(random.sample(range(1, leaves), parts - 1))
    return [high - low for low, high in zip([0, *cuts], [*cuts, leaves], strict=True)]


def invent_leaf(random: Random, name: str) -> dict[str, Any]:
    """A leaf about any fact with any operator."""
    fact = random.choice(list(FACTS))
    op, value = _invent_question(random, fact)
    leaf = {"id": name, "fact": fact, "op": op, "value": value}
    if random.random() < 0.4:
        leaf["min_evidence"] = random.choice(_GRADES)
    return leaf


def _invent_question(random: Random, fact: str) -> tuple[str, Any]:
    match FACTS[fact]["type"]:
        case "choice":
            op = random.choice(("is", "in", "not_in"))
            return op, random.choice(BRANCHES) if op == "is" else _some(random, BRANCHES, 1)
        case "set":
            return random.choice(("contains_any", "contains_all", "disjoint")), _some(random, TONGUES, 1)
        case "number":
            op = random.choice(("eq", "lt", "lte", "gt", "gte", "between"))
            if op == "between":
                return op, sorted(random.choices(_NUMBERS, k=2))
            return op, random.choice((*_NUMBERS, {"constant": "limit"}))
        case "flag":
            return "is", random.random() < 0.5
        case "date":
            if random.random() < 0.5:
                return "age_between", sorted(random.choices((0, 1, 18, 20, 22, 60, 150), k=2))
            return random.choice(("before", "after", "on_or_before", "on_or_after")), _invent_day(random).isoformat()
        case _:
            return "valid_on", "as_of"


def _some(random: Random, choices: list[str], least: int) -> list[str]:
    return random.sample(choices, random.randint(least, len(choices)))


def _invent_day(random: Random) -> date:
    """A day near the birthdays and the days of judgement, 29 February often among them."""
    near = random.choice(AS_OF_DAYS)
    year = near.year - random.choice((0, 0, 1, 2, 18, 19, 20, 21, 60, 61, 62))
    return date(year, 2, 28) + timedelta(days=random.choice((-1, 0, 0, 1, 1, 2)))


def invent_facts(random: Random) -> dict[str, Any]:
    """The facts of one person, of whom something is always missing."""
    facts = {}
    for name in FACTS:
        chance = random.random()
        if chance < 0.1:
            facts[name] = random.choice((None, {"absent": random.choice(_REASONS)}))
        elif chance < 0.95:
            value = _invent_value(random, name)
            graded = {"value": value, "evidence": random.choice(_GRADES)}
            facts[name] = graded if random.random() < 0.6 else value
    return facts


def _invent_value(random: Random, fact: str) -> Any:
    match FACTS[fact]["type"]:
        case "choice":
            return random.choice(BRANCHES)
        case "set":
            return _some(random, TONGUES, 0)
        case "number":
            return random.choice(_NUMBERS)
        case "flag":
            return random.random() < 0.5
        case "date":
            return _invent_day(random).isoformat()
        case _:
            ends = [random.choice((None, _invent_day(random).isoformat())) for _ in range(2)]
            return {"from": ends[0], "until": ends[1]}

"""Test vectors: a few people, invented for one revision, with the results that it has to give for them.

Each leaf is asked at its bounds, once weakly shown and once not at all, while everything around it is arranged so
that this leaf decides: then every group above it is true, false and unknown in turn. Two implementations that agree
on the vectors agree on every comparison of the revision.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from appealdesk.core.criteria.blocks import needed_children
from appealdesk.core.criteria.edges import edge_values
from appealdesk.core.criteria.evaluate import Outcome, evaluate, judge_leaf
from appealdesk.core.criteria.facts import UNKNOWN, Absence, Absent, FactValue, Validity, Value
from appealdesk.core.criteria.tree import CriteriaSet, Evidence, FactType, Group, Leaf, Node, Rule, walk

Fact = FactValue | Absent
_WORDS = {True: "true", False: "false", None: "unknown"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Vector:
    """One invented person: facts as the facts file writes them, and the result."""

    ref: str
    facts: Mapping[str, Any]
    outcome: Outcome
    reasons: tuple[str, ...]

    def fact_line(self) -> dict[str, Any]:
        """The line of the facts file."""
        return {"ref": self.ref, "facts": dict(self.facts)}

    def expected_line(self) -> dict[str, Any]:
        """The line of the file of results."""
        return {"ref": self.ref, "outcome": self.outcome.value, "reasons": list(self.reasons)}


@dataclass(frozen=True, slots=True, kw_only=True)
class VectorSet:
    """The vectors of a revision, and the leaves that could not be brought to decide in one of their three values.

    A leaf in `silent` is often a mistake: two criteria about one fact that exclude each other, say.
    """

    vectors: tuple[Vector, ...]
    silent: tuple[tuple[str, str], ...]


def make_vectors(criteria: CriteriaSet, as_of: date) -> VectorSet:
    """The vectors for a day; the same ones each time."""
    candidates = _candidates(criteria, as_of)
    found: dict[str, Vector] = {}
    silent = []
    nobody = _vector(criteria, "nobody-asked", {}, as_of)
    found[_key(nobody)] = nobody
    for leaf in criteria.leaves:
        wishes = _wishes(criteria.root, leaf)
        decided = dict.fromkeys(_WORDS.values(), False)
        for fact in _own_facts(leaf, criteria.facts[leaf.fact], as_of):
            facts = _arranged(criteria, candidates, wishes, leaf.fact, fact, as_of)
            word = _WORDS[judge_leaf(leaf, facts, as_of)]
            vector = _vector(criteria, f"{leaf.id}-{word}-{len(found)}", facts, as_of)
            decided[word] = decided[word] or leaf.id in vector.reasons
            found.setdefault(_key(vector), vector)
        silent += [(leaf.id, word) for word, spoke in decided.items() if not spoke]
    return VectorSet(vectors=tuple(found.values()), silent=tuple(silent))


def write_fact(fact: Fact, declared: FactType) -> Any:
    """A fact as the facts file writes it; `parse_fact` reads it back."""
    if isinstance(fact, Absent):
        return {"absent": fact.reason.value} if fact.reason else None
    value = _written(fact.value, declared)
    return value if fact.evidence is Evidence.CLAIMED else {"value": value, "evidence": fact.evidence.word}


def _written(value: Value, declared: FactType) -> Any:
    if isinstance(value, Validity):
        return {"from": _iso(value.start), "until": _iso(value.until)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return [choice for choice in declared.choices if choice in value]
    return value


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _vector(criteria: CriteriaSet, ref: str, facts: Mapping[str, Fact], as_of: date) -> Vector:
    result = evaluate(criteria, facts, as_of)
    written = {name: write_fact(fact, criteria.facts[name]) for name, fact in facts.items()}
    return Vector(ref=ref, facts=written, outcome=result.outcome, reasons=result.reasons)


def _key(vector: Vector) -> str:
    """The facts of a vector, in whatever order they were found."""
    return repr(sorted(vector.facts.items()))


def _own_facts(leaf: Leaf, declared: FactType, as_of: date) -> Iterator[Fact]:
    """What the leaf is asked with: each edge well shown, one too weakly, and the two ways of not being known."""
    edges = edge_values(leaf, declared, as_of)
    yield from (FactValue(value, leaf.min_evidence) for value in edges)
    yield from (FactValue(edges[0], grade) for grade in Evidence if grade != leaf.min_evidence)
    yield UNKNOWN
    yield Absent(Absence.DECLINED_TO_SAY)


def _candidates(criteria: CriteriaSet, as_of: date) -> dict[str, tuple[Fact, ...]]:
    """For each fact that a leaf asks about, what might be said, from which `_arranged` chooses."""
    found: dict[str, dict[Fact, None]] = {}
    for leaf in criteria.leaves:
        facts = found.setdefault(leaf.fact, {})
        for value in edge_values(leaf, criteria.facts[leaf.fact], as_of):
            facts[FactValue(value, Evidence.VERIFIED)] = None
    return {name: tuple(facts) for name, facts in found.items()}


def _arranged(
    criteria: CriteriaSet,
    candidates: Mapping[str, tuple[Fact, ...]],
    wishes: Mapping[int, bool],
    name: str,
    fact: Fact,
    as_of: date,
) -> dict[str, Fact]:
    """The fact of the leaf in question, and for each other fact what fulfils most of the wishes about it."""
    facts = {name: fact}
    for other, choices in candidates.items():
        if other == name:
            continue
        asked = [leaf for leaf in criteria.leaves if leaf.fact == other and leaf.index in wishes]
        facts[other] = max(
            choices,
            key=lambda choice: sum(
                judge_leaf(leaf, {leaf.fact: choice}, as_of) is wishes[leaf.index] for leaf in asked
            ),
        )
    return facts


def _wishes(root: Node, leaf: Leaf) -> dict[int, bool]:
    """What every other leaf has to say so that this one decides: around it, no group may be decided without it."""
    wishes: dict[int, bool] = {}
    node = root
    while isinstance(node, Group):
        path = next(child for child in node.children if any(found is leaf for found in walk(child)))
        others = [child for child in node.children if child is not path]
        helping = 0 if node.rule is Rule.NOT else needed_children(node) - 1
        for place, child in enumerate(others):
            _settle(child, place < helping, wishes)
        node = path
    return wishes


def _settle(node: Node, value: bool, wishes: dict[int, bool]) -> None:
    """Wish the node to have the value whatever a few of its leaves say: all of them shall agree."""
    if isinstance(node, Leaf):
        wishes[node.index] = value
        return
    for child in node.children:
        _settle(child, value is not (node.rule is Rule.NOT), wishes)

"""Judges one person's facts by one revision: an outcome and the leaves that decide it.

Three values (Kleene): an unknown fact makes its leaf unknown, and a group is decided only if no answer to the
unknown ones could change it. So nobody is turned away, and nobody is let in, for not having been asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from appealdesk.core.criteria.ages import age_on
from appealdesk.core.criteria.facts import Absent, Facts
from appealdesk.core.criteria.tree import CriteriaSet, Group, Leaf, Node, Operator, Rule


class Outcome(StrEnum):
    """What the rules say; never a decision."""

    MEETS = "meets"
    DOES_NOT_MEET = "does_not_meet"
    CANNOT_TELL = "cannot_tell"

    @property
    def code(self) -> int:
        """The integer that is stored and that the compiled SQL yields: 1 does not, 2 cannot tell, 3 meets.

        The codes are in Kleene's order, so that `all` is the least of its parts and `any` the greatest.
        """
        return _CODES[self]

    @staticmethod
    def from_code(code: int) -> Outcome:
        """The outcome of a stored integer; raises `ValueError` for any other."""
        for outcome, known in _CODES.items():
            if known == code:
                return outcome
        raise ValueError(f"{code} is not the code of an outcome.")


_CODES = {Outcome.DOES_NOT_MEET: 1, Outcome.CANNOT_TELL: 2, Outcome.MEETS: 3}
_OUTCOMES = {True: Outcome.MEETS, False: Outcome.DOES_NOT_MEET, None: Outcome.CANNOT_TELL}


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome, the ids of the deciding leaves in tree order, their mask, and each leaf's value."""

    outcome: Outcome
    reasons: tuple[str, ...]
    mask: int
    leaves: tuple[bool | None, ...]


def outcome_of(value: bool | None) -> Outcome:
    """The outcome that the root's value means."""
    return _OUTCOMES[value]


def evaluate(criteria: CriteriaSet, facts: Facts, as_of: date) -> Result:
    """The result for facts as `parse_facts` returns them; a fact that the mapping lacks is unknown."""
    leaves = tuple(judge_leaf(leaf, facts, as_of) for leaf in criteria.leaves)
    value, mask = decide(criteria.root, leaves)
    return Result(outcome_of(value), criteria.leaf_ids(mask), mask, leaves)


def judge_leaf(leaf: Leaf, facts: Facts, as_of: date) -> bool | None:
    """True, false, or None if the fact is absent or weaker than the evidence that the leaf asks for."""
    fact = facts.get(leaf.fact)
    if fact is None or isinstance(fact, Absent) or fact.evidence < leaf.min_evidence:
        return None
    return _COMPARE[leaf.operator](fact.value, leaf.operand, as_of)


# The reader of the criteria has matched operand and fact type, hence Any.
_Comparison = Callable[[Any, Any, date], bool]

_COMPARE: Mapping[Operator, _Comparison] = MappingProxyType(
    {
        Operator.IS: lambda value, operand, _: value == operand,
        Operator.IN: lambda value, operand, _: value in operand,
        Operator.NOT_IN: lambda value, operand, _: value not in operand,
        Operator.EQ: lambda value, operand, _: value == operand,
        Operator.LT: lambda value, operand, _: value < operand,
        Operator.LTE: lambda value, operand, _: value <= operand,
        Operator.GT: lambda value, operand, _: value > operand,
        Operator.GTE: lambda value, operand, _: value >= operand,
        Operator.BETWEEN: lambda value, operand, _: operand[0] <= value <= operand[1],
        Operator.BEFORE: lambda value, operand, _: value < operand,
        Operator.AFTER: lambda value, operand, _: value > operand,
        Operator.ON_OR_BEFORE: lambda value, operand, _: value <= operand,
        Operator.ON_OR_AFTER: lambda value, operand, _: value >= operand,
        Operator.AGE_BETWEEN: lambda value, operand, day: operand[0] <= age_on(value, day) <= operand[1],
        Operator.CONTAINS_ANY: lambda value, operand, _: not value.isdisjoint(operand),
        Operator.CONTAINS_ALL: lambda value, operand, _: value.issuperset(operand),
        Operator.DISJOINT: lambda value, operand, _: value.isdisjoint(operand),
        Operator.VALID_ON: lambda value, _, day: value.holds_on(day),
    }
)


def decide(node: Node, leaves: Sequence[bool | None]) -> tuple[bool | None, int]:
    """The value of a node and the mask of the leaves that justify it, from the values of all leaves.

    A group is justified by the children that share its value: where it is `all` and true or `any` and false
    these are all of them. Only `not` differs from its child, which justifies it whatever it is.
    """
    if isinstance(node, Leaf):
        return leaves[node.index], node.bit
    children = [decide(child, leaves) for child in node.children]
    value = _join_values(node, [child for child, _ in children])
    mask = 0
    for child, child_mask in children:
        if child is value or node.rule is Rule.NOT:
            mask |= child_mask
    return value, mask


def _join_values(group: Group, values: Sequence[bool | None]) -> bool | None:
    true, unknown = values.count(True), values.count(None)
    match group.rule:
        case Rule.NOT:
            return None if values[0] is None else not values[0]
        case Rule.ALL:
            needed = len(values)
        case Rule.ANY:
            needed = 1
        case Rule.AT_LEAST:
            needed = group.at_least
    if true >= needed:
        return True
    return None if true + unknown >= needed else False

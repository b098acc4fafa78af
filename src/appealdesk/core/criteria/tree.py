"""The frozen shapes of a criteria revision, shared by the reader, both evaluators and the explanations.

They live apart from the reader because everything that judges or explains needs the shapes and nothing
of the reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum
from types import MappingProxyType

SCHEMA = "appealdesk.criteria/1"
LANGUAGES = ("ja", "en", "uk")
# A mask of reasons is a signed 64-bit integer in the database; 60 leaves leave room to spare.
MAX_LEAVES = 60
# A set of choices is stored as a bit mask in a signed 64-bit integer.
MAX_CHOICES = 60
MAX_DEPTH = 40
MAX_AGE = 150


class FactKind(StrEnum):
    """What kind of answer a fact holds; it decides which operators may ask about it."""

    CHOICE = "choice"
    NUMBER = "number"
    FLAG = "flag"
    DATE = "date"
    SET = "set"
    VALIDITY = "validity"


class Evidence(IntEnum):
    """How well a fact is shown, weakest first; the integers are the stored grades (0 there means unknown)."""

    CLAIMED = 1
    DOCUMENTED = 2
    VERIFIED = 3

    @property
    def word(self) -> str:
        """The word of the file format."""
        return self.name.lower()


class Operator(StrEnum):
    """The closed list of questions that a leaf may ask."""

    IS = "is"
    IN = "in"
    NOT_IN = "not_in"
    EQ = "eq"
    LT = "lt"
    LTE = "lte"
    GT = "gt"
    GTE = "gte"
    BETWEEN = "between"
    BEFORE = "before"
    AFTER = "after"
    ON_OR_BEFORE = "on_or_before"
    ON_OR_AFTER = "on_or_after"
    AGE_BETWEEN = "age_between"
    CONTAINS_ANY = "contains_any"
    CONTAINS_ALL = "contains_all"
    DISJOINT = "disjoint"
    VALID_ON = "valid_on"


class Rule(StrEnum):
    """How a group joins its children."""

    ALL = "all"
    ANY = "any"
    NOT = "not"
    AT_LEAST = "at_least"


AS_OF = "as_of"

# What a leaf compares with: a choice or the word "as_of", a flag, a number, a date, choices, two bounds.
Operand = str | bool | int | float | date | tuple[str, ...] | tuple[float, float]
Constant = str | bool | int | float | tuple[str | int | float, ...]


@dataclass(frozen=True, slots=True)
class FactType:
    """The declared type of one fact; `choices` is empty unless the kind is choice or set."""

    kind: FactKind
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeafTexts:
    """The desk's own words about a leaf in one language; an empty one is made from the operator."""

    ask: str = ""
    met: str = ""
    unmet: str = ""
    unknown: str = ""


_NO_TEXTS: Mapping[str, LeafTexts] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One question about one fact; `index` is its place in the tree and its bit in a mask of reasons.

    `constant` names the constant that gave `operand`, or is empty.
    """

    id: str
    index: int
    fact: str
    operator: Operator
    operand: Operand
    constant: str = ""
    min_evidence: Evidence = Evidence.CLAIMED
    texts: Mapping[str, LeafTexts] = field(default_factory=lambda: _NO_TEXTS, hash=False)

    @property
    def bit(self) -> int:
        """The leaf's bit in a mask of reasons."""
        return 1 << self.index


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Children joined by a rule; `at_least` counts only for that rule and is 0 elsewhere."""

    id: str
    rule: Rule
    children: tuple[Node, ...]
    at_least: int = 0


Node = Group | Leaf


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaSet:
    """One revision of the criteria of a position, checked and immutable.

    `leaves` are in the order of the tree, so that `leaves[i].index == i`.
    """

    position: str
    revision: int
    effective_from: datetime
    constants: Mapping[str, Constant]
    facts: Mapping[str, FactType]
    root: Node
    leaves: tuple[Leaf, ...]

    def leaf_ids(self, mask: int) -> tuple[str, ...]:
        """The ids of the leaves whose bits are set in a stored mask, in the order of the tree."""
        return tuple(leaf.id for leaf in self.leaves if mask & leaf.bit)


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, in the order of the tree."""
    yield node
    if isinstance(node, Group):
        for child in node.children:
            yield from walk(child)

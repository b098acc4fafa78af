"""Shows one person the whole tree as it came out for them: each group with its state, each leaf with its fact.

A flat list of criteria would show one alternative as failed although another is met; the outline keeps the groups, so
that a reader sees what was enough and what was missing. A `not` is carried down to the leaves below it, whose
explanation says the opposite: "none of these" becomes "all of these", each with its opposite.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from appealdesk.core.criteria.evaluate import Outcome, Result
from appealdesk.core.criteria.explain import ExplainedLeaf, Status, explain
from appealdesk.core.criteria.facts import Facts
from appealdesk.core.criteria.sentences import Labels, wording_of
from appealdesk.core.criteria.tree import CriteriaSet, Group, Leaf, Node, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlined:
    """A criterion, or the lead of a group with its criteria below; `leaf` is None for a group.

    `needed` says how many of the children must be met. `decides` is true for what decides the result.
    """

    text: str
    status: Status
    decides: bool
    needed: int = 0
    leaf: ExplainedLeaf | None = None
    children: tuple[Outlined, ...] = ()

    def leaves(self) -> Iterator[ExplainedLeaf]:
        """The leaves of this node, in the order of the tree."""
        if self.leaf is not None:
            yield self.leaf
        for child in self.children:
            yield from child.leaves()


def outline(criteria: CriteriaSet, facts: Facts, result: Result, labels: Labels, language: str) -> tuple[Outlined, ...]:
    """What everybody must meet, one by one; a root that asks for less than all is one of them itself."""
    leaves = {leaf.id: leaf for leaf in explain(criteria, facts, result, labels, language)}
    root = _outlined(criteria.root, leaves, language, turned=False)
    return root.children if root.children and root.needed == len(root.children) else (root,)


def missing(nodes: tuple[Outlined, ...], outcome: Outcome, language: str) -> tuple[Outlined, ...]:
    """Of what does not meet, the part that would have to be different; nothing for any other outcome."""
    if outcome is not Outcome.DOES_NOT_MEET:
        return ()
    return tuple(_lacking(node, language) for node in nodes if node.status is Status.UNMET)


def _outlined(node: Node, leaves: Mapping[str, ExplainedLeaf], language: str, *, turned: bool) -> Outlined:
    if isinstance(node, Leaf):
        leaf = leaves[node.id]
        return Outlined(text=leaf.criterion, status=leaf.status, decides=leaf.decides, leaf=leaf)
    below = turned is not (node.rule is Rule.NOT)
    if len(node.children) == 1:
        return _outlined(node.children[0], leaves, language, turned=below)
    children = tuple(_outlined(child, leaves, language, turned=below) for child in node.children)
    needed = _needed(node, turned)
    return Outlined(
        text=_lead(needed, len(children), language),
        status=_status(children, needed),
        decides=any(child.decides for child in children),
        needed=needed,
        children=children,
    )


def _needed(group: Group, turned: bool) -> int:
    """How many children must be met; "not k of n" is n - k + 1 of the opposites."""
    count = len(group.children)
    needed = {Rule.ALL: count, Rule.ANY: 1}.get(group.rule, group.at_least)
    return count - needed + 1 if turned else needed


def _status(children: tuple[Outlined, ...], needed: int) -> Status:
    states = [child.status for child in children]
    met = states.count(Status.MET)
    if met >= needed:
        return Status.MET
    return Status.UNKNOWN if met + states.count(Status.UNKNOWN) >= needed else Status.UNMET


def _lead(needed: int, count: int, language: str) -> str:
    rule = Rule.ALL if needed == count else Rule.ANY if needed == 1 else Rule.AT_LEAST
    return wording_of(language).rules[rule].format(count=needed)


def _lacking(node: Outlined, language: str) -> Outlined:
    """Without what is met already; a group of which one part is left is that part."""
    if not node.children:
        return node
    is_all = node.needed == len(node.children)
    # Of all, those that fail are enough to say why; where some would do, an open one may be the one that helps.
    lacking = {Status.UNMET} if is_all else {Status.UNMET, Status.UNKNOWN}
    left = tuple(_lacking(child, language) for child in node.children if child.status in lacking)
    needed = len(left) if is_all else node.needed - sum(child.status is Status.MET for child in node.children)
    if len(left) == 1:
        return left[0]
    return replace(node, text=_lead(needed, len(left), language), needed=needed, children=left)

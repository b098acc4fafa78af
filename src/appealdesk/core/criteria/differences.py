"""What changes from one revision to the next, in sentences that a second approver can read.

Ids are stable across revisions, so a leaf or group is the same if its id is. A value that moved because a named
constant did is told once, by the constant's name: minimum years: 1 → 3.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from appealdesk.core.criteria.sentences import Labels, constant_text, group_lead, leaf_sentence, wording_of
from appealdesk.core.criteria.tree import CriteriaSet, Group, Leaf, Node, walk


class ChangeKind(StrEnum):
    """What happened to a part of the criteria."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    REWORDED = "reworded"


@dataclass(frozen=True, slots=True)
class Change:
    """One change: the id of the leaf or group, or the name of the constant or fact, and a sentence."""

    kind: ChangeKind
    id: str
    sentence: str


def differences(before: CriteriaSet, after: CriteriaSet, labels: Labels, language: str) -> tuple[Change, ...]:
    """Everything by which `after` may judge otherwise than `before`, then changed words; empty if nothing is.

    The order of children says nothing about the judgement and is no change.
    """
    return (
        *_constants(before, after, labels, language),
        *_facts(before, after, labels, language),
        *_groups(before, after, labels, language),
        *_leaves(before, after, labels, language),
    )


def _constants(before: CriteriaSet, after: CriteriaSet, labels: Labels, language: str) -> Iterator[Change]:
    used = {leaf.constant for leaf in before.leaves} & {leaf.constant for leaf in after.leaves}
    for name in sorted(used & set(before.constants) & set(after.constants)):
        old, new = before.constants[name], after.constants[name]
        if old != new:
            sentence = wording_of(language).change.format(
                label=labels.constant(name, language),
                before=constant_text(old, language),
                after=constant_text(new, language),
            )
            yield Change(ChangeKind.CHANGED, name, sentence)


def _facts(before: CriteriaSet, after: CriteriaSet, labels: Labels, language: str) -> Iterator[Change]:
    """A new possible answer can meet a `not_in`, so the choices of facts in use belong to the criteria."""
    used = {leaf.fact for leaf in before.leaves} & {leaf.fact for leaf in after.leaves}
    for name in sorted(used):
        old, new = (
            [labels.choice(name, choice, language) for choice in sorted(criteria.facts[name].choices)]
            for criteria in (before, after)
        )
        if old != new:
            sentence = wording_of(language).answers.format(
                label=labels.fact(name, language), before=", ".join(old), after=", ".join(new)
            )
            yield Change(ChangeKind.CHANGED, name, sentence)


def _groups(before: CriteriaSet, after: CriteriaSet, labels: Labels, language: str) -> Iterator[Change]:
    old = _groups_by_id(before)
    for name, group in _groups_by_id(after).items():
        known = old.get(name)
        if known is not None and (known.rule, known.at_least) != (group.rule, group.at_least):
            children = " ".join(leaf_sentence(leaf, labels, language) for leaf in walk(group) if isinstance(leaf, Leaf))
            sentence = wording_of(language).changed.format(
                before=_quoted_lead(known, language), after=f"{group_lead(group, language)} {children}"
            )
            yield Change(ChangeKind.CHANGED, name, sentence)


def _groups_by_id(criteria: CriteriaSet) -> dict[str, Group]:
    return {node.id: node for node in walk(criteria.root) if isinstance(node, Group)}


def _quoted_lead(group: Group, language: str) -> str:
    return group_lead(group, language).rstrip(":：")


def _leaves(before: CriteriaSet, after: CriteriaSet, labels: Labels, language: str) -> Iterator[Change]:
    wording = wording_of(language)
    old = {leaf.id: leaf for leaf in before.leaves}
    new = {leaf.id: leaf for leaf in after.leaves}
    old_parents, new_parents = _parents(before.root), _parents(after.root)
    for leaf in after.leaves:
        sentence = leaf_sentence(leaf, labels, language)
        if leaf.id not in old:
            yield Change(ChangeKind.ADDED, leaf.id, wording.added.format(sentence=sentence))
            continue
        known = old[leaf.id]
        if _asks_otherwise(known, leaf):
            told = leaf_sentence(known, labels, language)
            yield Change(ChangeKind.CHANGED, leaf.id, wording.changed.format(before=told, after=sentence))
        parents = new_parents[leaf.id]
        if [group.id for group in parents] != [group.id for group in old_parents[leaf.id]]:
            lead = _quoted_lead(parents[-1], language) if parents else "–"
            yield Change(ChangeKind.MOVED, leaf.id, wording.moved.format(lead=lead, sentence=sentence))
        if known.texts != leaf.texts:
            yield Change(ChangeKind.REWORDED, leaf.id, wording.reworded.format(sentence=sentence))
    for leaf in before.leaves:
        if leaf.id not in new:
            sentence = leaf_sentence(leaf, labels, language)
            yield Change(ChangeKind.REMOVED, leaf.id, wording.removed.format(sentence=sentence))


def _parents(node: Node, above: tuple[Group, ...] = ()) -> dict[str, tuple[Group, ...]]:
    """For each leaf the groups above it, outermost first."""
    if isinstance(node, Leaf):
        return {node.id: above}
    found: dict[str, tuple[Group, ...]] = {}
    for child in node.children:
        found |= _parents(child, (*above, node))
    return found


def _asks_otherwise(before: Leaf, after: Leaf) -> bool:
    """Whether a leaf asks for something else, beyond what its named constant, told by itself, has become."""
    if (before.fact, before.operator, before.min_evidence) != (after.fact, after.operator, after.min_evidence):
        return True
    same_constant = before.constant and before.constant == after.constant
    return not same_constant and before.operand != after.operand

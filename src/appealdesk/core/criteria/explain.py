"""Tells people what the criteria are, how each of them came out, and what is still to be asked.

The public page lists the criteria, a letter gives the reasons, the desk shows every leaf with the fact behind it. A
leaf below an odd number of `not` is met when it is false: what a person reads is whether the criterion is met, not
the value of a leaf.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from appealdesk.core.criteria.evaluate import Outcome, Result
from appealdesk.core.criteria.facts import Absence, Absent, Facts, FactValue
from appealdesk.core.criteria.sentences import Labels, fact_text, group_lead, leaf_sentence, wording_of
from appealdesk.core.criteria.tree import CriteriaSet, Evidence, Group, Leaf, LeafTexts, Node, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A criterion in plain language, or the lead of a group with its criteria below."""

    id: str
    text: str
    children: tuple[Paragraph, ...] = ()


class Status(StrEnum):
    """How one criterion came out for one person."""

    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedLeaf:
    """One criterion for one person.

    `sentence` says how it came out, in the desk's own words where the revision has them; `criterion` is what was
    asked for, `answer` the fact or why it is not known, `evidence` its grade where it is known. `decides` is true
    for the leaves among the reasons.
    """

    id: str
    fact: str
    status: Status
    decides: bool
    sentence: str
    criterion: str
    answer: str
    evidence: Evidence | None


class Need(StrEnum):
    """What it takes to make an unknown leaf known."""

    ANSWER = "answer"
    DOCUMENT = "document"
    CHECK = "check"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something that is still to be asked, once for each fact, with the leaves that wait for it.

    `min_evidence` is the strongest evidence that one of them wants; `absence` tells that the person has, for
    instance, declined to say.
    """

    fact: str
    need: Need
    text: str
    leaves: tuple[str, ...]
    min_evidence: Evidence
    absence: Absence | None


def describe(criteria: CriteriaSet, labels: Labels, language: str) -> Paragraph:
    """The whole tree as nested sentences; groups of one child show the child."""
    return _paragraph(criteria.root, labels, language)


def _paragraph(node: Node, labels: Labels, language: str) -> Paragraph:
    if isinstance(node, Leaf):
        return Paragraph(id=node.id, text=leaf_sentence(node, labels, language))
    if node.rule is Rule.NOT:
        inner = node.children[0]
        if isinstance(inner, Group) and inner.rule is Rule.NOT:
            return _paragraph(inner.children[0], labels, language)
    elif len(node.children) == 1:
        return _paragraph(node.children[0], labels, language)
    children = tuple(_paragraph(child, labels, language) for child in node.children)
    return Paragraph(id=node.id, text=group_lead(node, language), children=children)


def criterion_texts(criteria: CriteriaSet, labels: Labels, language: str) -> dict[str, str]:
    """What each leaf asks for by its id; below an odd number of `not` it is the opposite that is asked for."""
    return {leaf.id: _criterion(leaf, turned, labels, language) for leaf, turned in _turned_leaves(criteria.root)}


def _criterion(leaf: Leaf, turned: bool, labels: Labels, language: str) -> str:
    sentence = leaf_sentence(leaf, labels, language)
    return wording_of(language).opposite.format(sentence=sentence) if turned else sentence


def explain(
    criteria: CriteriaSet, facts: Facts, result: Result, labels: Labels, language: str
) -> tuple[ExplainedLeaf, ...]:
    """Every leaf in the order of the tree, for a result of these facts by these criteria."""
    return tuple(
        _explained(leaf, turned, facts, result, labels, language) for leaf, turned in _turned_leaves(criteria.root)
    )


def _turned_leaves(node: Node, *, turned: bool = False) -> Iterator[tuple[Leaf, bool]]:
    """Each leaf, and whether an odd number of `not` stands above it."""
    if isinstance(node, Leaf):
        yield node, turned
        return
    for child in node.children:
        yield from _turned_leaves(child, turned=turned is not (node.rule is Rule.NOT))


def _explained(leaf: Leaf, turned: bool, facts: Facts, result: Result, labels: Labels, language: str) -> ExplainedLeaf:
    fact = facts.get(leaf.fact)
    status = _status(result.leaves[leaf.index], turned)
    criterion = _criterion(leaf, turned, labels, language)
    return ExplainedLeaf(
        id=leaf.id,
        fact=leaf.fact,
        status=status,
        decides=bool(result.mask & leaf.bit),
        sentence=_own_words(leaf, status, language) or _result_sentence(status, criterion, language),
        criterion=criterion,
        answer=fact_text(leaf.fact, fact, labels, language),
        evidence=fact.evidence if isinstance(fact, FactValue) else None,
    )


def _status(value: bool | None, turned: bool) -> Status:
    if value is None:
        return Status.UNKNOWN
    return Status.MET if value is not turned else Status.UNMET


def _own_words(leaf: Leaf, status: Status, language: str) -> str:
    texts = leaf.texts.get(language, LeafTexts())
    return {Status.MET: texts.met, Status.UNMET: texts.unmet, Status.UNKNOWN: texts.unknown}[status]


def _result_sentence(status: Status, criterion: str, language: str) -> str:
    wording = wording_of(language)
    template = {Status.MET: wording.met, Status.UNMET: wording.unmet, Status.UNKNOWN: wording.unknown}[status]
    return template.format(sentence=criterion)


def open_questions(
    criteria: CriteriaSet, facts: Facts, result: Result, labels: Labels, language: str
) -> tuple[Question, ...]:
    """What to ask next, in the order of the tree; nothing unless the rules cannot tell."""
    if result.outcome is not Outcome.CANNOT_TELL:
        return ()
    waiting: dict[str, list[Leaf]] = {}
    for leaf in criteria.leaves:
        if result.mask & leaf.bit:
            waiting.setdefault(leaf.fact, []).append(leaf)
    return tuple(_question(leaves, facts, labels, language) for leaves in waiting.values())


def _question(leaves: list[Leaf], facts: Facts, labels: Labels, language: str) -> Question:
    name = leaves[0].fact
    fact = facts.get(name)
    wanted = max(leaf.min_evidence for leaf in leaves)
    need = Need.ANSWER
    if isinstance(fact, FactValue):
        # The fact is known, so every leaf that waits wants better evidence; the next step up is asked for.
        need = Need.DOCUMENT if fact.evidence < Evidence.DOCUMENTED else Need.CHECK
    return Question(
        fact=name,
        need=need,
        text=_question_text(leaves, need, labels, language),
        leaves=tuple(leaf.id for leaf in leaves),
        min_evidence=wanted,
        absence=fact.reason if isinstance(fact, Absent) else None,
    )


def _question_text(leaves: list[Leaf], need: Need, labels: Labels, language: str) -> str:
    wording = wording_of(language)
    name = leaves[0].fact
    if need is Need.ANSWER:
        asked = (leaf.texts[language].ask for leaf in leaves if language in leaf.texts)
        written = next(filter(None, asked), "") or labels.questions.get(name, {}).get(language, "")
        if written:
            return written
    template = {Need.ANSWER: wording.ask, Need.DOCUMENT: wording.ask_document, Need.CHECK: wording.ask_check}[need]
    return template.format(label=labels.fact(name, language))

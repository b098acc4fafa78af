"""Each criterion with its state and a sentence in the reader's language: what the desk, the check and letters show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from appealdesk.appeals.queries.pages import FactPage
from appealdesk.core.criteria.evaluate import evaluate
from appealdesk.core.criteria.explain import ExplainedLeaf, Status, explain
from appealdesk.core.criteria.facts import Facts
from appealdesk.core.criteria.sentences import Labels, group_lead, wording_of
from appealdesk.core.criteria.tree import CriteriaSet, Leaf, Node, Rule, walk

__all__ = ["CriterionLine", "deciding_sentences", "explain_lines", "labels_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionLine:
    """One criterion for one person.

    `state` is met, unmet or unknown; `decides` is true for those that decide the result. `value` is the answer in
    words, `evidence` its grade or empty, `source` where the page knows who said it.
    """

    leaf_id: str
    state: str
    decides: bool
    sentence: str
    criterion: str
    fact_key: str
    fact_label: str
    value: str
    evidence: str
    source: str = ""


def explain_lines(
    *, criteria: CriteriaSet, facts: Facts, dictionary: Mapping[str, FactPage], as_of: date, language: str
) -> tuple[CriterionLine, ...]:
    """Every criterion of a revision in the order of its tree, judged on the day."""
    labels = labels_of(dictionary)
    leaves = explain(criteria, facts, evaluate(criteria, facts, as_of), labels, language)
    return tuple(_line(leaf, labels, language) for leaf in leaves)


def deciding_sentences(
    *, criteria: CriteriaSet, facts: Facts, dictionary: Mapping[str, FactPage], as_of: date, language: str
) -> tuple[str, ...]:
    """What decides the result, as a letter lists it: alternatives are one sentence, so that nobody takes any of them
    for something that everybody needs."""
    labels = labels_of(dictionary)
    leaves = explain(criteria, facts, evaluate(criteria, facts, as_of), labels, language)
    return tuple(_sentences(criteria.root, {leaf.id: leaf for leaf in leaves if leaf.decides}, language))


def _sentences(node: Node, deciding: Mapping[str, ExplainedLeaf], language: str) -> list[str]:
    if isinstance(node, Leaf):
        return [deciding[node.id].sentence] if node.id in deciding else []
    parts = [part for child in node.children if (part := _criteria_text(child, deciding))]
    if node.rule in (Rule.ANY, Rule.AT_LEAST) and len(parts) > 1:
        state = next(leaf.status for leaf in _leaves_below(node, deciding))
        text = f"{group_lead(node, language)} {' / '.join(parts)}"
        return [_template(state, language).format(sentence=text)]
    return [sentence for child in node.children for sentence in _sentences(child, deciding, language)]


def _criteria_text(node: Node, deciding: Mapping[str, ExplainedLeaf]) -> str:
    """The deciding criteria of one alternative, without saying how they came out."""
    return " ".join(leaf.criterion for leaf in _leaves_below(node, deciding))


def _leaves_below(node: Node, deciding: Mapping[str, ExplainedLeaf]) -> list[ExplainedLeaf]:
    return [deciding[below.id] for below in walk(node) if below.id in deciding]


def _template(state: Status, language: str) -> str:
    wording = wording_of(language)
    return {Status.MET: wording.met, Status.UNMET: wording.unmet, Status.UNKNOWN: wording.unknown}[state]


def labels_of(dictionary: Mapping[str, FactPage]) -> Labels:
    """The dictionary's words, as the core of the criteria takes them."""
    return Labels(
        facts={key: page.labels for key, page in dictionary.items()},
        choices={key: {choice.key: choice.labels for choice in page.choices} for key, page in dictionary.items()},
        questions={key: page.questions for key, page in dictionary.items()},
    )


def _line(leaf: ExplainedLeaf, labels: Labels, language: str) -> CriterionLine:
    return CriterionLine(
        leaf_id=leaf.id,
        state=leaf.status.value,
        decides=leaf.decides,
        sentence=leaf.sentence,
        criterion=leaf.criterion,
        fact_key=leaf.fact,
        fact_label=labels.fact(leaf.fact, language),
        value=leaf.answer,
        evidence=leaf.evidence.word if leaf.evidence else "",
    )

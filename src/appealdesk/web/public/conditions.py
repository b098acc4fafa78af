"""The criteria of a position as nested sentences in the reader's language."""

from collections.abc import Iterable

from appealdesk.appeals.queries.pages import FactPage, PositionPage
from appealdesk.core.criteria.explain import Paragraph, describe
from appealdesk.core.criteria.sentences import Labels

__all__ = ["conditions_of", "labels_of"]


def labels_of(facts: Iterable[FactPage]) -> Labels:
    """How an organisation calls its facts and their choices."""
    every = tuple(facts)
    return Labels(
        facts={fact.key: fact.labels for fact in every},
        choices={fact.key: {choice.key: choice.labels for choice in fact.choices} for fact in every},
        questions={fact.key: fact.questions for fact in every},
    )


def conditions_of(position: PositionPage, language: str) -> tuple[Paragraph, ...]:
    """What the position's revision in force asks; empty where there is none.

    Where everything has to be met, the conditions stand side by side without a lead.
    """
    if position.revision is None:
        return ()
    whole = describe(position.revision.criteria, labels_of(position.facts), language)
    root = position.revision.criteria.root
    return whole.children if getattr(root, "rule", None) == "all" and whole.children else (whole,)

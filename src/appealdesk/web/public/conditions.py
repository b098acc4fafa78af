"""The criteria of a position as nested sentences in the reader's language."""

from collections.abc import Mapping

from appealdesk.appeals.queries.pages import FactPage, PositionPage
from appealdesk.core.criteria.explain import Paragraph, describe
from appealdesk.core.criteria.tree import CriteriaSet
from appealdesk.screening.queries.explanation import labels_of

__all__ = ["conditions_of", "conditions_of_criteria"]


def conditions_of(position: PositionPage, language: str) -> tuple[Paragraph, ...]:
    """What the position's revision in force asks; empty where there is none."""
    if position.revision is None:
        return ()
    return conditions_of_criteria(position.revision.criteria, {fact.key: fact for fact in position.facts}, language)


def conditions_of_criteria(
    criteria: CriteriaSet, facts: Mapping[str, FactPage], language: str
) -> tuple[Paragraph, ...]:
    """What the criteria ask. Where everything has to be met, the conditions stand side by side without a lead."""
    whole = describe(criteria, labels_of(facts), language)
    return whole.children if getattr(criteria.root, "rule", None) == "all" and whole.children else (whole,)

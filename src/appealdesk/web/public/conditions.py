"""The criteria of a position as nested sentences in the reader's language."""

from appealdesk.appeals.queries.pages import PositionPage
from appealdesk.core.criteria.explain import Paragraph, describe
from appealdesk.screening.queries.explanation import labels_of

__all__ = ["conditions_of"]


def conditions_of(position: PositionPage, language: str) -> tuple[Paragraph, ...]:
    """What the position's revision in force asks; empty where there is none.

    Where everything has to be met, the conditions stand side by side without a lead.
    """
    if position.revision is None:
        return ()
    whole = describe(position.revision.criteria, labels_of({fact.key: fact for fact in position.facts}), language)
    root = position.revision.criteria.root
    return whole.children if getattr(root, "rule", None) == "all" and whole.children else (whole,)

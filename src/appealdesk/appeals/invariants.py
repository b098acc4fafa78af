"""Truths about appeals that no single row can hold."""

from collections.abc import Iterator

from appealdesk.appeals.models import CriteriaRevision
from appealdesk.core.criteria.language import parse_criteria
from appealdesk.core.criteria.problems import CriteriaError
from appealdesk.foundation.db import fetch_all
from appealdesk.foundation.violations import Invariant, Violation

__all__ = ["INVARIANTS"]


def revisions_parse() -> Iterator[Violation]:
    """Every published criteria document can be read."""
    for ref, document in CriteriaRevision.objects.values_list("ref", "document").iterator():
        try:
            parse_criteria(document)
        except CriteriaError as error:
            yield Violation("appeals.revisions_parse", f"Criteria revision {ref} cannot be read: {error}")


def revisions_are_continuous() -> Iterator[Violation]:
    """Between two revisions of a position there is no moment without criteria."""
    rows = fetch_all(
        """
        SELECT earlier.ref FROM appeals_criteriarevision earlier
        JOIN appeals_criteriarevision later
          ON later.position_id = earlier.position_id AND later.number = earlier.number + 1
        WHERE upper(earlier.effective) IS DISTINCT FROM lower(later.effective)
        """
    )
    for (ref,) in rows:
        yield Violation("appeals.revisions_are_continuous", f"Revision {ref} does not end where the next begins.")


def open_appeals_have_positions() -> Iterator[Violation]:
    """An open appeal says what is needed."""
    rows = fetch_all(
        """
        SELECT ref FROM appeals_appeal
        WHERE status = 'open'
          AND NOT EXISTS (SELECT FROM appeals_position WHERE appeal_id = appeals_appeal.id)
        """
    )
    for (ref,) in rows:
        yield Violation("appeals.open_appeals_have_positions", f"Appeal {ref} is open but has no position.")


INVARIANTS: tuple[Invariant, ...] = (revisions_parse, revisions_are_continuous, open_appeals_have_positions)

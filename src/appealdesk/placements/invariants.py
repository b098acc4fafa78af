"""Truths about the roster and placements that no single row can hold."""

from collections.abc import Iterator

from appealdesk.appeals.queries.appeals import day_of
from appealdesk.core.criteria.ages import age_on
from appealdesk.foundation.db import fetch_all
from appealdesk.foundation.violations import Invariant, Violation
from appealdesk.screening.actions.decide import ADULT_YEARS
from appealdesk.screening.slots import birth_date_of

__all__ = ["INVARIANTS"]


def nobody_under_age_is_on_the_roster() -> Iterator[Violation]:
    """Nobody who is known to have been under 18 when they entered is on the roster."""
    rows = fetch_all(
        """
        SELECT entry.ref, entry.organisation_id, entry.since, profile.birth_day
        FROM placements_rosterentry AS entry
        JOIN screening_screeningprofile AS profile USING (application_id)
        WHERE entry.left_at IS NULL AND profile.birth_day IS NOT NULL
        """
    )
    for ref, organisation_id, since, birth_day in rows:
        if age_on(birth_date_of(birth_day), day_of(organisation_id, now=since)) < ADULT_YEARS:
            yield Violation("placements.nobody_under_age", f"Roster entry {ref} is of somebody under {ADULT_YEARS}.")


def the_roster_follows_the_decisions() -> Iterator[Violation]:
    """Whoever is on the roster has been accepted, and that decision stands."""
    rows = fetch_all(
        """
        SELECT entry.ref FROM placements_rosterentry AS entry
        WHERE entry.left_at IS NULL AND NOT EXISTS (
            SELECT FROM screening_decision AS decision
            WHERE decision.application_id = entry.application_id AND decision.outcome = 'accepted')
        ORDER BY 1
        """
    )
    for (ref,) in rows:
        yield Violation("placements.the_roster_follows_the_decisions", f"Nobody accepted roster entry {ref}.")


def what_is_held_is_not_cleared() -> Iterator[Violation]:
    """A placement with an open hold is held, and nothing else is."""
    rows = fetch_all(
        """
        SELECT placement.ref, placement.status FROM placements_placement AS placement
        WHERE placement.status IN ('proposed', 'held', 'cleared')
          AND (placement.status = 'held') <> EXISTS (
            SELECT FROM placements_hold AS hold WHERE hold.placement_id = placement.id AND hold.lifted_at IS NULL)
        ORDER BY 1
        """
    )
    for ref, status in rows:
        yield Violation("placements.what_is_held_is_not_cleared", f"Placement {ref} is {status} against its holds.")


INVARIANTS: tuple[Invariant, ...] = (
    nobody_under_age_is_on_the_roster,
    the_roster_follows_the_decisions,
    what_is_held_is_not_cleared,
)

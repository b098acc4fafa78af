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


def states_have_their_history() -> Iterator[Violation]:
    """The present state of an appeal is the one to which its newest step led, and each step begins where one ended."""
    rows = fetch_all(
        """
        SELECT appeal.ref FROM appeals_appeal AS appeal
        WHERE appeal.status IS DISTINCT FROM (
            SELECT to_status FROM appeals_statechange WHERE appeal_id = appeal.id ORDER BY id DESC LIMIT 1
        ) OR EXISTS (
            SELECT FROM (
                SELECT from_status, lag(to_status, 1, '') OVER (ORDER BY id) AS before
                FROM appeals_statechange WHERE appeal_id = appeal.id
            ) AS step WHERE from_status <> before
        ) ORDER BY appeal.ref
        """
    )
    for (ref,) in rows:
        yield Violation("appeals.states_have_their_history", f"The state of appeal {ref} does not follow its history.")


def superseded_appeals_have_a_successor() -> Iterator[Violation]:
    """A superseded appeal names the one that continues it, of the same organisation."""
    rows = fetch_all(
        """
        SELECT appeal.ref FROM appeals_appeal AS appeal
        LEFT JOIN appeals_supersession AS step ON step.appeal_id = appeal.id
        LEFT JOIN appeals_appeal AS successor ON successor.id = step.successor_id
        WHERE (appeal.status = 'superseded' AND step.id IS NULL)
           OR (step.id IS NOT NULL AND appeal.status NOT IN ('superseded', 'archived'))
           OR successor.organisation_id <> appeal.organisation_id
        ORDER BY appeal.ref
        """
    )
    for (ref,) in rows:
        yield Violation(
            "appeals.successors", f"Appeal {ref} is superseded without a fitting successor, or has one early."
        )


def combat_criteria_had_a_legal_basis() -> Iterator[Violation]:
    """Criteria of a combat position were published while a legal basis permitted it where the organisation recruits."""
    rows = fetch_all(
        """
        SELECT revision.ref FROM appeals_criteriarevision AS revision
        JOIN appeals_position AS position ON position.id = revision.position_id
        JOIN appeals_appeal AS appeal ON appeal.id = position.appeal_id
        JOIN appeals_organisation AS organisation ON organisation.id = appeal.organisation_id
        CROSS JOIN LATERAL (SELECT (revision.published_at AT TIME ZONE organisation.timezone)::date AS on_day) AS day
        WHERE position.kind = 'combat' AND NOT EXISTS (
            SELECT FROM appeals_legalbasis AS basis
            WHERE basis.position_id = position.id AND basis.country = organisation.country
              AND basis.recorded_at <= revision.published_at
              AND basis.valid_from <= on_day AND (basis.valid_until IS NULL OR basis.valid_until >= on_day)
        ) ORDER BY revision.ref
        """
    )
    for (ref,) in rows:
        yield Violation(
            "appeals.combat_criteria_had_a_legal_basis",
            f"Revision {ref} of a combat position was published without a legal basis.",
        )


def objections_pause_their_appeal() -> Iterator[Violation]:
    """No appeal is open while an objection of the host state stands."""
    rows = fetch_all(
        """
        SELECT DISTINCT appeal.ref FROM appeals_hoststateobjection AS objection
        JOIN appeals_appeal AS appeal ON appeal.id = objection.appeal_id
        WHERE objection.resolved_at IS NULL AND appeal.status = 'open' ORDER BY appeal.ref
        """
    )
    for (ref,) in rows:
        yield Violation("appeals.objections_pause", f"Appeal {ref} is open although the host state objects.")


INVARIANTS: tuple[Invariant, ...] = (
    revisions_parse,
    revisions_are_continuous,
    open_appeals_have_positions,
    states_have_their_history,
    superseded_appeals_have_a_successor,
    combat_criteria_had_a_legal_basis,
    objections_pause_their_appeal,
)

"""Decisions: the present one, the chain behind it, and what the applicant may read of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from appealdesk.accounts.queries import staff_names
from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.appeals.queries.positions import revision_by_id
from appealdesk.core.criteria.evaluate import Outcome
from appealdesk.core.criteria.sentences import leaf_sentence
from appealdesk.foundation.actor import Actor
from appealdesk.screening.access import check_may_screen
from appealdesk.screening.models import Decision, Screening
from appealdesk.screening.queries.explanation import labels_of
from appealdesk.screening.queries.library import library_of
from appealdesk.screening.queries.runs import outcome_word
from appealdesk.screening.queries.standing import open_note
from appealdesk.screening.reasons import Reason, reason_sentences

__all__ = [
    "DecisionLine",
    "PublicResult",
    "decisions_of",
    "decisions_taken_back",
    "present_outcome",
    "result_for_public",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionLine:
    """One decision as the desk sees it; `present` is the one that counts.

    An undo is a line too: `undo` is set, and `outcome` is what stood again. `undone` marks the decision that was taken
    back. `proposed_by` is the first of two people, else empty.
    """

    ref: str
    application_id: int
    outcome: str
    reasons: tuple[str, ...]
    note: str
    letter_ref: str
    by: str
    by_ref: str
    proposed_by: str
    at: datetime
    screening_outcome: str
    present: bool
    undo: bool
    undone: bool

    @property
    def decided(self) -> bool:
        """True if something is decided by it; an undo may leave nothing decided."""
        return self.outcome != "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicResult:
    """What the applicant reads: the decision, its reasons in their language, and when it was made.

    `criteria` are those on which the reasons rest, where one of them points to the criteria.
    """

    outcome: str
    reasons: tuple[str, ...]
    criteria: tuple[str, ...]
    decided_at: datetime


def decisions_of(*, actor: Actor, application_ids: Iterable[int], language: str) -> tuple[DecisionLine, ...]:
    """The decisions about applications, newest first. Three queries."""
    check_may_screen(actor)
    rows = list(
        Decision.objects.filter(organisation_id=actor.own_organisation, application_id__in=set(application_ids))
        .select_related("superseded_by")
        .order_by("-pk")
    )
    library = library_of(actor.own_organisation) if rows else {}
    names = staff_names({row.decided_by for row in rows} | {row.proposed_by for row in rows if row.proposed_by})
    return tuple(
        DecisionLine(
            ref=row.ref,
            application_id=row.application_id,
            outcome=row.outcome,
            reasons=reason_sentences(row.reason_codes, language, library),
            note=open_note("decision", row.ref, row.wrapped_key, row.sealed),
            letter_ref=row.letter_ref,
            by=names.get(row.decided_by, row.decided_by),
            by_ref=row.decided_by,
            proposed_by=names.get(row.proposed_by, row.proposed_by),
            at=row.at,
            screening_outcome=outcome_word(row.screening_outcome),
            present=not hasattr(row, "superseded_by"),
            undo=row.undo,
            undone=hasattr(row, "superseded_by") and row.superseded_by.undo,
        )
        for row in rows
    )


def decisions_taken_back(*, actor: Actor, appeal_id: int) -> frozenset[str]:
    """The decisions of an appeal that were undone before anybody heard of them. One query."""
    rows = Decision.objects.filter(
        organisation_id=actor.own_organisation, application__appeal_id=appeal_id, superseded_by__undo=True
    )
    return frozenset(rows.values_list("ref", flat=True))


def present_outcome(*, actor: Actor, application_id: int) -> str | None:
    """What counts now about an application; `undecided` where the only decision was taken back. One query."""
    present = Decision.objects.filter(
        organisation_id=actor.own_organisation, application_id=application_id, superseded_by__isnull=True
    )
    return present.values_list("outcome", flat=True).first()


def result_for_public(application_ref: str, *, language: str) -> PublicResult | None:
    """The decision for the applicant's own page; the door has checked the secret link.

    What the rules say is no decision and is not shown.
    """
    present = Decision.objects.filter(application__ref=application_ref, superseded_by__isnull=True)
    newest = present.select_related("restores").first()
    row = newest.standing if newest else None
    if row is None:
        return None
    library = library_of(row.organisation_id)
    return PublicResult(
        outcome=row.outcome,
        reasons=reason_sentences(row.reason_codes, language, library),
        criteria=_criteria(row, language, library),
        decided_at=row.at,
    )


def _criteria(row: Decision, language: str, library: Mapping[str, Reason]) -> tuple[str, ...]:
    """The criteria that decided the screening, where a reason says "the following". At most three queries."""
    adds = {library[code].adds for code in row.reason_codes if code in library}
    screening = Screening.objects.filter(pk=row.screening_id).first() if row.screening_id else None
    if screening is None or Outcome.from_code(screening.outcome).value not in adds:
        return ()
    revision = revision_by_id(screening.revision_id)
    if revision is None:
        return ()
    labels = labels_of(fact_dictionary(row.organisation_id))
    return tuple(
        leaf_sentence(leaf, labels, language) for leaf in revision.criteria.leaves if screening.reasons & leaf.bit
    )

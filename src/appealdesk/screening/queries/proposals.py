"""Proposed acceptances: what the first of two people said, and what changed since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from appealdesk.accounts.queries import staff_names
from appealdesk.appeals.queries.pages import RevisionPage
from appealdesk.foundation.actor import Actor
from appealdesk.screening.access import check_may_screen
from appealdesk.screening.models import ProposedAcceptance
from appealdesk.screening.queries.library import library_of
from appealdesk.screening.queries.runs import outcome_word
from appealdesk.screening.queries.standing import basis_of, open_note
from appealdesk.screening.reasons import reason_sentences

__all__ = ["Changes", "ProposalLine", "changes_since", "proposals_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalLine:
    """One proposed acceptance; `status` is open until a second person, the proposer or the applicant settled it."""

    ref: str
    reasons: tuple[str, ...]
    note: str
    by: str
    by_ref: str
    at: datetime
    status: str
    settled_by: str
    settled_at: datetime | None
    answer: str
    outcome: str
    revision_id: int | None
    basis: str

    @property
    def is_open(self) -> bool:
        """True while it waits for a second person."""
        return self.status == ProposedAcceptance.Status.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is not any more as it was when the first person accepted; `basis` goes back with the confirmation."""

    basis: str
    revision_number: int | None
    facts: tuple[str, ...]
    outcome_before: str
    anything: bool


def proposals_of(*, actor: Actor, application_id: int, language: str) -> tuple[ProposalLine, ...]:
    """The proposals about an application, newest first. Three queries at most."""
    check_may_screen(actor)
    rows = list(
        ProposedAcceptance.objects.filter(
            organisation_id=actor.own_organisation, application_id=application_id
        ).order_by("-id")
    )
    if not rows:
        return ()
    library = library_of(actor.own_organisation)
    names = staff_names({row.proposed_by for row in rows} | {row.settled_by for row in rows if row.settled_by})
    return tuple(
        ProposalLine(
            ref=row.ref,
            reasons=reason_sentences(row.reason_codes, language, library),
            note=open_note("proposal", row.ref, row.wrapped_key, row.sealed),
            by=names.get(row.proposed_by, row.proposed_by),
            by_ref=row.proposed_by,
            at=row.proposed_at,
            status=row.status,
            settled_by=names.get(row.settled_by, ""),
            settled_at=row.settled_at,
            answer=open_note("proposal_answer", row.ref, row.answer_wrapped_key, row.answer_sealed),
            outcome=outcome_word(row.screening_outcome),
            revision_id=row.revision_id,
            basis=row.basis,
        )
        for row in rows
    )


def changes_since(
    proposal: ProposalLine,
    *,
    facts: Mapping[str, Any],
    revision: RevisionPage | None,
    stated: Iterable[tuple[str, datetime | None]],
) -> Changes:
    """What changed since a proposal: `facts` are the profile's columns, `stated` each fact's label and moment."""
    revision_id = revision.id if revision else None
    basis = basis_of(facts, revision_id)
    other_criteria = revision is not None and proposal.revision_id != revision_id
    return Changes(
        basis=basis,
        revision_number=revision.number if revision is not None and other_criteria else None,
        facts=tuple(label for label, at in stated if at is not None and at > proposal.at),
        outcome_before=proposal.outcome,
        anything=basis != proposal.basis,
    )

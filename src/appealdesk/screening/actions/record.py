"""Writing a decision down: the new end of the chain, and everything that follows from it in the same transaction.

Whoever decides, alone, as the second person, in bulk or by taking back, ends here, so that a decision's letter, the
profile, the open proposal, the open review, the audit record and the event never disagree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Max

from appealdesk.appeals.queries.positions import revision_in_force
from appealdesk.audit.actions.record import record_audits
from appealdesk.audit.inputs import AuditEntry
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import new_data_key, seal_json
from appealdesk.foundation.events import emit_many
from appealdesk.foundation.ids import new_ref
from appealdesk.letters.actions.cancel import cancel_letters
from appealdesk.screening.events import ApplicationDecided
from appealdesk.screening.models import (
    Decision,
    DecisionCode,
    ProposedAcceptance,
    ReviewRequest,
    Screening,
    ScreeningProfile,
    WaitsCode,
)
from appealdesk.screening.queries.standing import Standing

__all__ = ["Ruling", "Sealed", "record_decisions", "record_settlement"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What is to be written about one standing. An undo has the words of the decision that it restores, if any."""

    standing: Standing
    outcome: str
    reason_codes: Sequence[str] = ()
    way_refs: Sequence[str] = ()
    note: str = ""
    letter_ref: str = ""
    answer_letter_ref: str = ""
    undo: bool = False
    restores: Decision | None = None
    bulk_id: int | None = None


@dataclass(frozen=True, slots=True)
class Sealed:
    """Words that are sealed with a key of their own; both are None where there are none."""

    wrapped_key: bytes | None
    sealed: bytes | None

    @classmethod
    def of(cls, note: str, *, context: str, ref: str) -> "Sealed":
        """Seal a note for the row with this reference."""
        if not note:
            return cls(None, None)
        key = new_data_key()
        return cls(key.wrapped, seal_json(key, context=f"screening.{context}:{ref}", value={"note": note}))


def record_decisions(*, actor: Actor, now: datetime, rulings: Sequence[Ruling]) -> tuple[Decision, ...]:
    """Write rulings about locked standings; the number of statements does not grow with theirs, for one position."""
    latest = _latest_screenings([ruling.standing.application.id for ruling in rulings])
    positions = {ruling.standing.application.position_id for ruling in rulings} - {None}
    revisions = {key: revision_in_force(key, at=now) for key in positions if key is not None}
    decisions = []
    for ruling in rulings:
        application = ruling.standing.application
        revision = revisions.get(application.position_id or 0)
        decisions.append(_decision(actor, now, ruling, revision.id if revision else None, latest.get(application.id)))
    Decision.objects.bulk_create(decisions)
    before = [ruling.standing.present for ruling in rulings]
    overtaken = [row.letter_ref for row in before if row is not None and row.letter_ref]
    if overtaken:
        still_good = {ruling.letter_ref for ruling in rulings}
        cancel_letters(
            actor=actor, now=now, letter_refs=[ref for ref in overtaken if ref not in still_good], approved_too=True
        )
    _write_profiles(decisions)
    for ruling, decision in zip(rulings, decisions, strict=True):
        _settle_proposal(actor, now, ruling, decision)
        _settle_review(actor, now, ruling, decision)
    _tell(actor, now, rulings, decisions)
    return tuple(decisions)


def record_settlement(
    *,
    actor: Actor,
    now: datetime,
    proposal: ProposedAcceptance,
    status: ProposedAcceptance.Status,
    note: str = "",
    decision: Decision | None = None,
) -> None:
    """Settle an open proposal, with words for whoever made it."""
    answer = Sealed.of(note, context="proposal_answer", ref=proposal.ref)
    proposal.status = status
    proposal.settled_by = actor.ref
    proposal.settled_at = now
    proposal.answer_wrapped_key, proposal.answer_sealed = answer.wrapped_key, answer.sealed
    proposal.decision = decision
    proposal.save(
        update_fields=["status", "settled_by", "settled_at", "answer_wrapped_key", "answer_sealed", "decision"]
    )


def _latest_screenings(application_ids: list[int]) -> dict[int, int]:
    rows = Screening.objects.filter(application_id__in=application_ids)
    return dict(rows.values_list("application_id").annotate(newest=Max("id")))


def _decision(
    actor: Actor, now: datetime, ruling: Ruling, revision_id: int | None, screening_id: int | None
) -> Decision:
    ref = new_ref("D")
    standing = ruling.standing
    words = Sealed.of(ruling.note, context="decision", ref=ref)
    proposal = standing.proposal
    return Decision(
        ref=ref,
        organisation_id=standing.application.organisation_id,
        application_id=standing.application.id,
        outcome=ruling.outcome,
        reason_codes=list(ruling.reason_codes),
        way_refs=list(ruling.way_refs),
        wrapped_key=words.wrapped_key,
        sealed=words.sealed,
        letter_ref=ruling.letter_ref,
        revision_id=revision_id,
        screening_id=screening_id,
        screening_outcome=standing.profile.outcome,
        decided_by=actor.ref,
        proposed_by=proposal.proposed_by if proposal is not None and _confirms(ruling) else "",
        at=now,
        supersedes=standing.present,
        undo=ruling.undo,
        restores=ruling.restores,
        bulk_id=ruling.bulk_id,
    )


def _confirms(ruling: Ruling) -> bool:
    return ruling.outcome == Decision.Outcome.ACCEPTED and not ruling.undo and ruling.standing.proposal is not None


def _write_profiles(decisions: Sequence[Decision]) -> None:
    """The profiles know what is decided now; nothing waits any more, because what was open has been settled."""
    by_outcome: dict[str, list[int]] = {}
    for decision in decisions:
        by_outcome.setdefault(decision.outcome, []).append(decision.application_id)
    for outcome, application_ids in by_outcome.items():
        ScreeningProfile.objects.filter(pk__in=application_ids).update(
            decision=DecisionCode[outcome.upper()], waits=WaitsCode.NOTHING, decided_outcome=F("outcome")
        )


def _settle_proposal(actor: Actor, now: datetime, ruling: Ruling, decision: Decision) -> None:
    proposal = ruling.standing.proposal
    if proposal is None:
        return
    if _confirms(ruling):
        status, tag = ProposedAcceptance.Status.CONFIRMED, "acceptance.confirmed"
    elif not actor.is_staff:
        status, tag = ProposedAcceptance.Status.OVERTAKEN, "acceptance.overtaken"
    elif actor.ref == proposal.proposed_by:
        status, tag = ProposedAcceptance.Status.TAKEN_BACK, "acceptance.taken_back"
    else:
        status, tag = ProposedAcceptance.Status.CONTRADICTED, "acceptance.contradicted"
    record_settlement(actor=actor, now=now, proposal=proposal, status=status, decision=decision)
    details = {"proposal": proposal.ref, "decision": decision.ref}
    record_audits(actor=actor, now=now, entries=[AuditEntry(tag, ruling.standing.application.ref, details)])


def _settle_review(actor: Actor, now: datetime, ruling: Ruling, decision: Decision) -> None:
    """A new decision answers the request to look again; a withdrawal leaves nothing to look at."""
    review = ruling.standing.review
    if review is None:
        return
    withdrawn = ruling.outcome == Decision.Outcome.WITHDRAWN
    review.status = ReviewRequest.Status.CLOSED if withdrawn else ReviewRequest.Status.DECIDED_ANEW
    # Of two people who accept, one at least is not whoever made the contested decision.
    review.answered_by = decision.proposed_by if actor.ref == review.contested_by and not withdrawn else actor.ref
    review.answered_at = now
    review.answer = decision
    review.letter_ref = ruling.answer_letter_ref
    review.save(update_fields=["status", "answered_by", "answered_at", "answer", "letter_ref"])
    details = {"review": review.ref, "status": review.status, "decision": decision.ref}
    record_audits(
        actor=actor, now=now, entries=[AuditEntry("review.answered", ruling.standing.application.ref, details)]
    )


def _tell(actor: Actor, now: datetime, rulings: Sequence[Ruling], decisions: Sequence[Decision]) -> None:
    entries, events = [], []
    for ruling, decision in zip(rulings, decisions, strict=True):
        subject = ruling.standing.application.ref
        details = {
            "decision": decision.ref,
            "outcome": decision.outcome,
            "reasons": list(decision.reason_codes),
            "letter": decision.letter_ref,
        }
        if ruling.undo and ruling.standing.present is not None:
            taken_back = {"takes_back": ruling.standing.present.ref}
            entries.append(AuditEntry("decision.undone", subject, details | taken_back))
        else:
            entries.append(AuditEntry("decision.made", subject, details))
        events.append(
            ApplicationDecided(
                application_ref=subject,
                decision_ref=decision.ref,
                outcome=decision.outcome,
                # Whom an undo's decision had pointed to a way was pointed there by that decision already.
                way_refs=() if ruling.undo else tuple(decision.way_refs),
            )
        )
    record_audits(actor=actor, now=now, entries=entries)
    emit_many(events, actor=actor, now=now)

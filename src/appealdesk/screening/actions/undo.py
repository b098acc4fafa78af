"""Taking a decision back while its letter still waits: the state before it stands again, and the chain shows both."""

from dataclasses import dataclass
from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.enquiries.queries.applications import application_by_ref
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal
from appealdesk.letters.actions.cancel import cancel_letters
from appealdesk.letters.actions.draft import draft_again
from appealdesk.screening.access import check_may_decide
from appealdesk.screening.actions.record import Ruling, record_decisions, record_settlement
from appealdesk.screening.inputs import UndoInput
from appealdesk.screening.models import Decision, ProposedAcceptance, ScreeningProfile, WaitsCode
from appealdesk.screening.queries.standing import Standing, locked_standing

__all__ = ["Undone", "undo_decision", "undo_decisions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What stands now: a decision's outcome, or `undecided`; `ref` is what was taken back."""

    ref: str
    outcome: str


def undo_decision(*, actor: Actor, now: datetime, entry: UndoInput) -> Undone:
    """Take back one's own proposal, or the present decision of anybody while its letter is not approved.

    Raises Refusal where the page is not up to date, where there is nothing to take back, once the letter is approved,
    and while the applicant waits for an answer to a request to look again.
    """
    with acting(actor):
        check_may_decide(actor)
        application = application_by_ref(actor=actor, ref=entry.application_ref)
        standing = locked_standing(application)
        if standing.proposal is not None and entry.seen_ref == standing.proposal.ref:
            return _take_back(actor, now, standing, standing.proposal)
        if standing.present is None or standing.present.ref != entry.seen_ref:
            raise Refusal(
                "screening.undo_overtaken_meanwhile",
                "Something was decided about this application meanwhile, so nothing was taken back. Look at it first.",
            )
        undone, why = undo_decisions(actor=actor, now=now, standings=[standing])
        if why:
            raise _refusal(why[application.id])
    (decision,) = undone
    return Undone(ref=entry.seen_ref, outcome=decision.outcome)


def undo_decisions(
    *, actor: Actor, now: datetime, standings: list[Standing]
) -> tuple[tuple[Decision, ...], dict[int, str]]:
    """Take back the present decisions of locked standings; also, by application, why one was left as it is.

    The letters tell whether it is possible: those that were still drafts are kept back here, in one statement.
    """
    left: dict[int, str] = {}
    possible = []
    for standing in standings:
        why = _why_not(standing)
        if why:
            left[standing.application.id] = why
        else:
            possible.append(standing)
    refs = {standing.present.letter_ref for standing in possible if standing.present and standing.present.letter_ref}
    kept_back = cancel_letters(actor=actor, now=now, letter_refs=refs)
    rulings = []
    for standing in possible:
        letter_ref = standing.present.letter_ref if standing.present else ""
        if letter_ref and letter_ref not in kept_back:
            left[standing.application.id] = "letter_approved"
        else:
            rulings.append(_restoring(standing))
    return record_decisions(actor=actor, now=now, rulings=_with_letters(actor, now, rulings)), left


def _why_not(standing: Standing) -> str:
    if standing.decision is None:
        return "nothing_to_undo"
    if standing.application.withdrawn_at is not None:
        return "withdrawn"
    if standing.review is not None:
        return "review_waits"
    return "proposal_waits" if standing.proposal is not None else ""


def _restoring(standing: Standing) -> Ruling:
    """What stood before the decision that holds: an earlier decision, or nothing."""
    earlier = standing.decision.supersedes if standing.decision else None
    before = earlier.standing if earlier else None
    if before is None:
        return Ruling(standing=standing, outcome=Decision.Outcome.UNDECIDED, undo=True)
    return Ruling(
        standing=standing,
        outcome=before.outcome,
        reason_codes=before.reason_codes,
        way_refs=before.way_refs,
        letter_ref=before.letter_ref,
        undo=True,
        restores=before,
    )


def _with_letters(actor: Actor, now: datetime, rulings: list[Ruling]) -> list[Ruling]:
    """A restored decision whose letter was kept back gets it as a new draft; a letter that has left stays the same."""
    wanted = [ruling.letter_ref for ruling in rulings if ruling.letter_ref]
    if not wanted:
        return rulings
    again = draft_again(actor=actor, now=now, letter_refs=wanted)
    return [_replaced(ruling, again.get(ruling.letter_ref, ruling.letter_ref)) for ruling in rulings]


def _replaced(ruling: Ruling, letter_ref: str) -> Ruling:
    return (
        ruling
        if letter_ref == ruling.letter_ref
        else Ruling(
            standing=ruling.standing,
            outcome=ruling.outcome,
            reason_codes=ruling.reason_codes,
            way_refs=ruling.way_refs,
            letter_ref=letter_ref,
            undo=True,
            restores=ruling.restores,
        )
    )


def _take_back(actor: Actor, now: datetime, standing: Standing, proposal: ProposedAcceptance) -> Undone:
    if proposal.proposed_by != actor.ref:
        raise _refusal("proposal_waits")
    status = ProposedAcceptance.Status.TAKEN_BACK
    record_settlement(actor=actor, now=now, proposal=proposal, status=status)
    waits = WaitsCode.REVIEW if standing.review else WaitsCode.NOTHING
    ScreeningProfile.objects.filter(pk=standing.application.id).update(waits=waits)
    details = {"proposal": proposal.ref}
    subject = standing.application.ref
    record_audit(actor=actor, now=now, tag="acceptance.taken_back", subject=subject, details=details)
    return Undone(ref=proposal.ref, outcome=standing.decision.outcome if standing.decision else "undecided")


def _refusal(why: str) -> Refusal:
    match why:
        case "withdrawn":
            return Refusal(
                "screening.withdrawn_stays", "The applicant took the offer back themselves: nobody undoes that."
            )
        case "review_waits":
            return Refusal(
                "screening.review_waits", "The applicant asked for another look at this decision: answer that instead."
            )
        case "proposal_waits":
            return Refusal(
                "screening.proposal_waits",
                "A proposed acceptance waits: whoever proposed it takes it back, a colleague answers it.",
            )
        case "letter_approved":
            return Refusal(
                "screening.letter_approved",
                "The letter of this decision is approved, so it stands: decide anew instead.",
            )
        case _:
            return Refusal(
                "screening.nothing_to_undo", "Nothing is decided about this application that could be taken back."
            )

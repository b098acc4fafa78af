"""Answering a request to look again: the decision stays, with a reason in words and a letter.

Deciding anew is the other answer; it is an ordinary decision, and `actions/decide` knows that it answers.
"""

from dataclasses import dataclass
from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.enquiries.queries.applications import application_by_ref
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal
from appealdesk.letters.actions.draft import draft_letter
from appealdesk.screening.access import check_may_decide
from appealdesk.screening.actions.record import Sealed, record_settlement
from appealdesk.screening.inputs import ReviewAnswerInput
from appealdesk.screening.models import ProposedAcceptance, ReviewRequest, ScreeningProfile, WaitsCode
from appealdesk.screening.queries.standing import locked_standing
from appealdesk.screening.queries.wording import review_values

__all__ = ["Answered", "answer_review"]


@dataclass(frozen=True, slots=True)
class Answered:
    """The letter that says so; it waits in the outbox."""

    letter_ref: str


def answer_review(*, actor: Actor, now: datetime, entry: ReviewAnswerInput, address: str) -> Answered:
    """Uphold the decision. `address` is the site's public address, for the letter's link.

    Raises Refusal for whoever made the decision, for a request that was answered meanwhile, and for an empty answer.
    """
    with acting(actor):
        check_may_decide(actor)
        application = application_by_ref(actor=actor, ref=entry.application_ref)
        standing = locked_standing(application)
        review = standing.review
        if review is None or review.ref != entry.review_ref:
            raise Refusal(
                "screening.answered_meanwhile", "A colleague has answered this request meanwhile. Read what they said."
            )
        if review.contested_by == actor.ref:
            raise Refusal(
                "screening.review_by_another",
                "The applicant asked for another look at your decision: a colleague has to answer.",
            )
        if not entry.answer.strip():
            raise Refusal("screening.answer_missing", "Say in your own words why the decision stays.", field="answer")
        if standing.proposal is not None:
            mine = standing.proposal.proposed_by == actor.ref
            status = ProposedAcceptance.Status.TAKEN_BACK if mine else ProposedAcceptance.Status.CONTRADICTED
            record_settlement(actor=actor, now=now, proposal=standing.proposal, status=status, note=entry.answer)
        letter = draft_letter(
            actor=actor,
            now=now,
            person_id=application.person_id,
            about_ref=application.ref,
            kind="review_answered",
            language=application.language,
            values=review_values(
                actor=actor, now=now, application=application, outcome="upheld", answer=entry.answer, address=address
            ),
        )
        words = Sealed.of(entry.answer, context="review_answer", ref=review.ref)
        review.status = ReviewRequest.Status.UPHELD
        review.answered_by, review.answered_at, review.letter_ref = actor.ref, now, letter.ref
        review.answer_wrapped_key, review.answer_sealed = words.wrapped_key, words.sealed
        review.save(
            update_fields=[
                "status", "answered_by", "answered_at", "letter_ref", "answer_wrapped_key", "answer_sealed"
            ]
        )  # fmt: skip
        ScreeningProfile.objects.filter(pk=application.id).update(waits=WaitsCode.NOTHING)
        details = {"review": review.ref, "status": review.status, "letter": letter.ref}
        record_audit(actor=actor, now=now, tag="review.answered", subject=application.ref, details=details)
    return Answered(letter.ref)

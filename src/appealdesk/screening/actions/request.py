"""The applicant contests a decision: their words are sealed, and somebody else than whoever decided will answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from appealdesk.audit.actions.record import record_audit
from appealdesk.enquiries.queries.applications import application_by_ref
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import Refusal
from appealdesk.screening.actions.record import Sealed
from appealdesk.screening.inputs import ReviewInput
from appealdesk.screening.models import ReviewRequest, ScreeningProfile, WaitsCode
from appealdesk.screening.queries.reviews import CONTESTABLE, REVIEWS_AT_MOST
from appealdesk.screening.queries.standing import locked_standing

__all__ = ["Requested", "request_review"]

_AT_MOST: Final = REVIEWS_AT_MOST


@dataclass(frozen=True, slots=True)
class Requested:
    """The request's reference; `already` where one was open, so that a form sent twice asks once."""

    ref: str
    already: bool = False


def request_review(*, actor: Actor, now: datetime, entry: ReviewInput) -> Requested:
    """Ask for another look at the present decision; the door has checked whose application it is.

    Raises Refusal where nothing adverse is decided, and after the third request about one application.
    """
    with acting(actor):
        application = application_by_ref(actor=actor, ref=entry.application_ref)
        standing = locked_standing(application)
        if standing.review is not None:
            return Requested(standing.review.ref, already=True)
        decision = standing.decision
        if decision is None or decision.outcome not in CONTESTABLE:
            raise Refusal(
                "screening.nothing_to_contest",
                "There is no decision about this offer at which anybody could look again.",
            )
        if ReviewRequest.objects.filter(application_id=application.id).count() >= _AT_MOST:
            raise Refusal(
                "screening.reviews_enough",
                f"We have looked at this offer {_AT_MOST} times. Write or telephone, if something is still not right.",
                values={"times": _AT_MOST},
            )
        ref = new_ref("I")
        words = Sealed.of(entry.text, context="review", ref=ref)
        ReviewRequest.objects.create(
            ref=ref,
            organisation_id=application.organisation_id,
            application_id=application.id,
            decision=decision,
            contested_by=decision.decided_by,
            language=entry.language,
            asked_at=now,
            wrapped_key=words.wrapped_key,
            sealed=words.sealed,
        )
        if standing.proposal is None:
            ScreeningProfile.objects.filter(pk=application.id).update(waits=WaitsCode.REVIEW)
        details = {"review": ref, "decision": decision.ref}
        record_audit(actor=actor, now=now, tag="review.requested", subject=application.ref, details=details)
    return Requested(ref)

"""Requests to look again at a decision: what the applicant wrote, who decided, and what was answered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from appealdesk.accounts.queries import staff_names
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.languages import pick
from appealdesk.screening.access import check_may_screen
from appealdesk.screening.models import ReviewRequest
from appealdesk.screening.queries.standing import open_note
from appealdesk.screening.queries.wording import REVIEWED

__all__ = [
    "CONTESTABLE",
    "REVIEWS_AT_MOST",
    "PublicReview",
    "ReviewLine",
    "may_ask_again",
    "reviews_for_public",
    "reviews_of",
]

# What an applicant may contest: an acceptance and their own withdrawal leave nothing to look at again.
CONTESTABLE: Final = frozenset({"declined", "deferred", "referred"})
# About one application. Three people have then said the same, and another form would help nobody.
REVIEWS_AT_MOST: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewLine:
    """One request as the desk sees it; `answer_outcome` is what was decided anew, if that was the answer."""

    ref: str
    text: str
    language: str
    asked_at: datetime
    contested_by: str
    contested_by_ref: str
    status: str
    answered_by: str
    answered_at: datetime | None
    answer: str
    answer_outcome: str
    letter_ref: str

    @property
    def is_open(self) -> bool:
        """True until it is answered."""
        return self.status == ReviewRequest.Status.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicReview:
    """One request as its applicant sees it; `result` is empty while it is open."""

    ref: str
    asked_at: datetime
    answered_at: datetime | None
    result: str
    answer: str

    @property
    def is_open(self) -> bool:
        """True while somebody is to look again."""
        return self.answered_at is None


def reviews_of(*, actor: Actor, application_id: int) -> tuple[ReviewLine, ...]:
    """The requests about an application, newest first. Two queries at most."""
    check_may_screen(actor)
    rows = list(
        ReviewRequest.objects.filter(organisation_id=actor.own_organisation, application_id=application_id)
        .select_related("answer")
        .order_by("-id")
    )
    if not rows:
        return ()
    names = staff_names({row.contested_by for row in rows} | {row.answered_by for row in rows if row.answered_by})
    return tuple(
        ReviewLine(
            ref=row.ref,
            text=open_note("review", row.ref, row.wrapped_key, row.sealed),
            language=row.language,
            asked_at=row.asked_at,
            contested_by=names.get(row.contested_by, row.contested_by),
            contested_by_ref=row.contested_by,
            status=row.status,
            answered_by=names.get(row.answered_by, ""),
            answered_at=row.answered_at,
            answer=open_note("review_answer", row.ref, row.answer_wrapped_key, row.answer_sealed),
            answer_outcome=row.answer.outcome if row.answer else "",
            letter_ref=row.letter_ref,
        )
        for row in rows
    )


def reviews_for_public(application_ref: str, *, language: str) -> tuple[PublicReview, ...]:
    """The requests of an application for its applicant's own page, newest first; one that a withdrawal closed is gone.

    The door has checked the secret link. One query.
    """
    rows = (
        ReviewRequest.objects.filter(application__ref=application_ref)
        .exclude(status=ReviewRequest.Status.CLOSED)
        .select_related("answer")
        .order_by("-id")
    )
    return tuple(
        PublicReview(
            ref=row.ref,
            asked_at=row.asked_at,
            answered_at=row.answered_at,
            result=_result(row, language),
            answer=open_note("review_answer", row.ref, row.answer_wrapped_key, row.answer_sealed),
        )
        for row in rows
    )


def may_ask_again(outcome: str, reviews: tuple[PublicReview, ...]) -> bool:
    """True where the applicant may ask for another look at a decision with this outcome."""
    return outcome in CONTESTABLE and len(reviews) < REVIEWS_AT_MOST and not any(review.is_open for review in reviews)


def _result(row: ReviewRequest, language: str) -> str:
    if row.status == ReviewRequest.Status.OPEN:
        return ""
    outcome = row.answer.outcome if row.answer is not None else "upheld"
    return pick(REVIEWED[outcome], language)

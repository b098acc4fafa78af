"""The applicant asks for another look; somebody else than whoever decided answers."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting, execute
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.letters.queries.outbox import letter_page, letters_about
from appealdesk.screening.actions.answer import Answered, answer_review
from appealdesk.screening.actions.decide import decide_application, decide_withdrawal
from appealdesk.screening.actions.request import Requested, request_review
from appealdesk.screening.actions.undo import undo_decision
from appealdesk.screening.inputs import DecisionInput, ReviewAnswerInput, ReviewInput, UndoInput
from appealdesk.screening.invariants import INVARIANTS
from appealdesk.screening.models import ReviewRequest, WaitsCode
from appealdesk.screening.queries.reviews import may_ask_again, reviews_for_public, reviews_of
from appealdesk.screening.queries.standing import basis_of
from tests.people.cast import audited
from tests.screening.cast import (
    ADDRESS,
    NOW,
    WAY,
    ScreeningStage,
    accepted,
    apply,
    ask_for_two,
    declined,
    officer,
    profile_of,
    set_screening_stage,
)

LATER = NOW + timedelta(hours=1)


def _declined(stage: ScreeningStage, by: Actor) -> str:
    ref = apply(stage, language="en")
    decide_application(actor=by, now=NOW, entry=declined(ref), address=ADDRESS)
    return ref


def _ask(stage: ScreeningStage, ref: str, text: str = "I served from 2001 to 2005.") -> Requested:
    entry = ReviewInput(application_ref=ref, language="en", text=text)
    return request_review(actor=stage.system, now=LATER, entry=entry)


def _uphold(actor: Actor, ref: str, review: str, **changes: Any) -> Answered:
    entry = ReviewAnswerInput(
        **{"application_ref": ref, "review_ref": review, "answer": "No document shows the service."} | changes
    )
    return answer_review(actor=actor, now=LATER, entry=entry, address=ADDRESS)


def _statuses(stage: ScreeningStage) -> list[str]:
    with acting(stage.system):
        return list(ReviewRequest.objects.order_by("id").values_list("status", flat=True))


def _violations(stage: ScreeningStage) -> list[str]:
    with acting(stage.system):
        return [violation.sentence for invariant in INVARIANTS for violation in invariant()]


def test_a_request_is_sealed_once_and_waits(stage: ScreeningStage) -> None:
    ref = _declined(stage, stage.staff())

    first, again = _ask(stage, ref), _ask(stage, ref)

    with acting(stage.system):
        (line,) = reviews_of(actor=stage.staff(), application_id=profile_of(stage, ref).pk)
        (sealed,) = ReviewRequest.objects.values_list("sealed", flat=True)
    assert (again.ref, again.already, line.text) == (first.ref, True, "I served from 2001 to 2005.")
    assert (b"2005" in bytes(sealed), profile_of(stage, ref).waits, _violations(stage)) == (
        False,
        WaitsCode.REVIEW,
        [],
    )
    assert audited("review.requested") == [("system:system", ref)]


def test_a_colleague_upholds_the_decision_and_the_letter_quotes_why(stage: ScreeningStage) -> None:
    ref = _declined(stage, officer(stage, "hanako"))
    asked = _ask(stage, ref)

    answered = _uphold(officer(stage, "taro"), ref, asked.ref)

    with acting(stage.system):
        letter = letter_page(actor=stage.system, ref=answered.letter_ref)
        (told,) = reviews_for_public(ref, language="en")
    assert (letter.row.kind, letter.row.status) == ("review_answered", "draft")
    assert ("We have looked again, and the decision stays as it is.\nNo document shows the service.\n") in letter.body
    assert (told.result, told.answer, told.is_open) == (
        "We have looked again, and the decision stays as it is.",
        "No document shows the service.",
        False,
    )
    assert (profile_of(stage, ref).waits, may_ask_again("declined", (told,)), _violations(stage)) == (
        WaitsCode.NOTHING,
        True,
        [],
    )


def test_whoever_decided_does_not_answer(stage: ScreeningStage) -> None:
    hanako = officer(stage, "hanako")
    ref = _declined(stage, hanako)
    asked = _ask(stage, ref)
    with acting(stage.system):
        (line,) = reviews_of(actor=stage.staff(), application_id=profile_of(stage, ref).pk)
        seen = ReviewRequest.objects.get().decision.ref

    codes = []
    for act in (
        lambda: _uphold(hanako, ref, asked.ref),
        lambda: decide_application(
            actor=hanako, now=LATER, entry=accepted(ref, seen_decision_ref=seen), address=ADDRESS
        ),
        lambda: undo_decision(actor=hanako, now=LATER, entry=UndoInput(application_ref=ref, seen_ref=seen)),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        codes.append(refused.value.code)

    assert (line.contested_by, codes) == (
        "Hanako of the desk",
        ["screening.review_by_another", "screening.review_by_another", "screening.review_waits"],
    )
    assert _statuses(stage) == ["open"]


def test_deciding_anew_is_an_answer_too(stage: ScreeningStage) -> None:
    ref = _declined(stage, officer(stage, "hanako"))
    _ask(stage, ref)
    with acting(stage.system):
        seen = ReviewRequest.objects.get().decision.ref

    decide_application(
        actor=officer(stage, "taro"), now=LATER, entry=accepted(ref, seen_decision_ref=seen), address=ADDRESS
    )

    with acting(stage.system):
        letters = {letter.kind: letter.status for letter in letters_about(actor=stage.system, ref=ref)}
        (told,) = reviews_for_public(ref, language="en")
    assert letters == {"decision_declined": "cancelled", "decision_accepted": "draft", "review_answered": "draft"}
    assert (told.result, _statuses(stage), _violations(stage)) == (
        "We have decided anew, and we gladly accept your offer.",
        ["decided_anew"],
        [],
    )


def test_where_it_takes_two_whoever_declined_may_be_one_of_them(stage: ScreeningStage) -> None:
    ask_for_two(stage)
    hanako, taro = officer(stage, "hanako"), officer(stage, "taro")
    ref = _declined(stage, hanako)
    _ask(stage, ref)
    with acting(stage.system):
        seen = ReviewRequest.objects.get().decision.ref
    proposed = decide_application(actor=taro, now=LATER, entry=accepted(ref, seen_decision_ref=seen), address=ADDRESS)
    with acting(stage.system):
        basis = profile_of(stage, ref)
    entry = accepted(
        ref,
        seen_decision_ref=seen,
        seen_proposal_ref=proposed.ref,
        seen_basis=basis_of(vars(basis), stage.revision.id),
    )
    decide_application(actor=hanako, now=LATER, entry=entry, address=ADDRESS)

    with acting(stage.system):
        answered_by = ReviewRequest.objects.get().answered_by
    assert (_statuses(stage), answered_by, _violations(stage)) == (["decided_anew"], taro.ref, [])


@pytest.mark.parametrize("outcome", ["accepted", "withdrawn"])
def test_what_nobody_needs_to_contest(stage: ScreeningStage, outcome: str) -> None:
    ref = apply(stage)
    codes = ("applicant_withdrew",) if outcome == "withdrawn" else ()
    entry = DecisionInput.model_validate({"application_ref": ref, "outcome": outcome, "reason_codes": codes})
    decide_application(actor=stage.staff(), now=NOW, entry=entry, address=ADDRESS)

    with pytest.raises(Refusal) as refused:
        _ask(stage, ref)

    assert refused.value.code == "screening.nothing_to_contest"


def test_after_the_third_time_it_is_enough(stage: ScreeningStage) -> None:
    ref = _declined(stage, officer(stage, "hanako"))
    taro = officer(stage, "taro")
    for _ in range(3):
        _uphold(taro, ref, _ask(stage, ref).ref)

    with pytest.raises(Refusal) as refused:
        _ask(stage, ref)

    with acting(stage.system):
        told = reviews_for_public(ref, language="en")
    assert (refused.value.code, may_ask_again("declined", told)) == ("screening.reviews_enough", False)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"answer": "  "}, "screening.answer_missing"),
        ({"review_ref": "I-000000000"}, "screening.answered_meanwhile"),
    ],
)
def test_an_answer_that_is_refused(stage: ScreeningStage, changes: dict[str, str], code: str) -> None:
    ref = _declined(stage, officer(stage, "hanako"))
    asked = _ask(stage, ref)

    with pytest.raises(Refusal) as refused:
        _uphold(officer(stage, "taro"), ref, asked.ref, **changes)

    assert (refused.value.code, _statuses(stage)) == (code, ["open"])


def test_a_withdrawal_leaves_nothing_to_answer(stage: ScreeningStage) -> None:
    ref = _declined(stage, stage.staff())
    _ask(stage, ref)

    decide_withdrawal(actor=stage.system, now=LATER, application_ref=ref)

    with acting(stage.system):
        told = reviews_for_public(ref, language="en")
    assert (_statuses(stage), told, _violations(stage)) == (["closed"], (), [])


def test_a_referral_may_be_contested(stage: ScreeningStage) -> None:
    ref = apply(stage)
    entry = DecisionInput(application_ref=ref, outcome="referred", ways=(WAY,))
    decide_application(actor=stage.staff(), now=NOW, entry=entry, address=ADDRESS)

    assert _ask(stage, ref).already is False


def test_another_organisation_answers_nothing(stage: ScreeningStage) -> None:
    ref = _declined(stage, stage.staff())
    asked = _ask(stage, ref)
    other = set_screening_stage("other-office")

    with pytest.raises(NotFound):
        _uphold(other.staff(), ref, asked.ref)


def test_the_database_itself_wants_somebody_else(stage: ScreeningStage) -> None:
    _ask(stage, _declined(stage, stage.staff()))

    with acting(stage.system), pytest.raises(IntegrityError, match="review_answered_by_another"), transaction.atomic():
        execute("UPDATE screening_reviewrequest SET status = 'upheld', answered_at = now(), answered_by = contested_by")

"""A decision is taken back while its letter waits; the chain shows both."""

from datetime import timedelta
from typing import Any

import pytest

from appealdesk.enquiries.actions.withdraw import withdraw_application
from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.letters.actions.approve import approve_letter
from appealdesk.letters.actions.edit import edit_letter
from appealdesk.letters.inputs import LetterEdit
from appealdesk.letters.queries.outbox import letter_page, letters_about
from appealdesk.screening.actions.decide import Decided, decide_application, decide_withdrawal
from appealdesk.screening.actions.undo import Undone, undo_decision
from appealdesk.screening.inputs import DecisionInput, UndoInput
from appealdesk.screening.invariants import INVARIANTS
from appealdesk.screening.models import Decision, DecisionCode
from appealdesk.screening.queries.decisions import decisions_of, result_for_public
from tests.people.cast import audited
from tests.screening.cast import ADDRESS, NOW, ScreeningStage, accepted, apply, declined, profile_of

LATER = NOW + timedelta(minutes=5)


def _decide(stage: ScreeningStage, entry: DecisionInput) -> Decided:
    return decide_application(actor=stage.staff(), now=NOW, entry=entry, address=ADDRESS)


def _undo(stage: ScreeningStage, ref: str, seen: str, **who: Any) -> Undone:
    entry = UndoInput(application_ref=ref, seen_ref=seen)
    return undo_decision(actor=who.get("actor", stage.staff()), now=LATER, entry=entry)


def _chain(stage: ScreeningStage, ref: str) -> list[tuple[str, bool, bool]]:
    """(outcome, whether it is an undo, whether it was undone), oldest first."""
    with acting(stage.system):
        lines = decisions_of(actor=stage.staff(), application_ids=[profile_of(stage, ref).pk], language="en")
    return [(line.outcome, line.undo, line.undone) for line in lines][::-1]


def _letters(stage: ScreeningStage, ref: str) -> list[tuple[str, str]]:
    with acting(stage.system):
        return [(letter.kind, letter.status) for letter in letters_about(actor=stage.system, ref=ref)]


def _violations(stage: ScreeningStage) -> list[str]:
    with acting(stage.system):
        return [violation.sentence for invariant in INVARIANTS for violation in invariant()]


def test_the_only_decision_is_taken_back(stage: ScreeningStage) -> None:
    ref = apply(stage)
    first = _decide(stage, declined(ref))

    undone = _undo(stage, ref, first.ref)

    with acting(stage.system):
        told = result_for_public(ref, language="en")
    assert (undone.outcome, told, profile_of(stage, ref).decision) == ("undecided", None, DecisionCode.UNDECIDED)
    assert _chain(stage, ref) == [("declined", False, True), ("undecided", True, False)]
    assert (_letters(stage, ref), _violations(stage)) == ([("decision_declined", "cancelled")], [])
    assert audited("decision.undone") == [("staff:S-desk_officer", ref)]


def test_what_stood_before_stands_again_with_its_letter_in_its_own_words(stage: ScreeningStage) -> None:
    ref = apply(stage)
    first = _decide(stage, declined(ref))
    with acting(stage.system):
        body = letter_page(actor=stage.system, ref=first.letter_ref).body
    edited = LetterEdit(letter_ref=first.letter_ref, subject="別の件名", body=body)
    edit_letter(actor=stage.staff(), now=NOW, entry=edited)
    second = _decide(stage, accepted(ref, seen_decision_ref=first.ref))

    undone = _undo(stage, ref, second.ref)

    with acting(stage.system):
        told = result_for_public(ref, language="en")
        newest = letters_about(actor=stage.system, ref=ref)[-1]
    assert (undone.outcome, told and told.outcome, newest.subject) == ("declined", "declined", "別の件名")
    assert _letters(stage, ref) == [
        ("decision_declined", "cancelled"),
        ("decision_accepted", "cancelled"),
        ("decision_declined", "draft"),
    ]
    assert (profile_of(stage, ref).decision, _violations(stage)) == (DecisionCode.DECLINED, [])


def test_one_goes_back_step_by_step(stage: ScreeningStage) -> None:
    ref = apply(stage)
    first = _decide(stage, declined(ref))
    second = _decide(stage, accepted(ref, seen_decision_ref=first.ref))
    _undo(stage, ref, second.ref)
    with acting(stage.system):
        present = Decision.objects.get(superseded_by__isnull=True)

    undone = _undo(stage, ref, present.ref)

    assert (undone.outcome, [status for _, status in _letters(stage, ref)]) == ("undecided", ["cancelled"] * 3)
    assert _violations(stage) == []


def test_after_an_undo_one_decides_as_before(stage: ScreeningStage) -> None:
    ref = apply(stage)
    first = _decide(stage, declined(ref))
    _undo(stage, ref, first.ref)
    with acting(stage.system):
        seen = Decision.objects.get(superseded_by__isnull=True).ref

    again = _decide(stage, declined(ref, seen_decision_ref=seen))

    assert (again.already, [outcome for outcome, _, _ in _chain(stage, ref)]) == (
        False,
        ["declined", "undecided", "declined"],
    )


def test_an_approved_letter_makes_the_decision_stand(stage: ScreeningStage) -> None:
    ref = apply(stage)
    first = _decide(stage, declined(ref))
    approve_letter(actor=stage.staff(), now=NOW, letter_ref=first.letter_ref)

    with pytest.raises(Refusal) as refused:
        _undo(stage, ref, first.ref)

    assert refused.value.code == "screening.letter_approved"
    assert (_chain(stage, ref), _letters(stage, ref)) == (
        [("declined", False, False)],
        [("decision_declined", "approved")],
    )


def test_a_page_that_is_not_up_to_date_takes_nothing_back(stage: ScreeningStage) -> None:
    ref = apply(stage)
    first = _decide(stage, declined(ref))
    _decide(stage, accepted(ref, seen_decision_ref=first.ref))

    with pytest.raises(Refusal) as refused:
        _undo(stage, ref, first.ref)

    assert refused.value.code == "screening.undo_overtaken_meanwhile"


def test_nothing_is_left_to_take_back(stage: ScreeningStage) -> None:
    ref = apply(stage)
    _undo(stage, ref, _decide(stage, declined(ref)).ref)
    with acting(stage.system):
        seen = Decision.objects.get(superseded_by__isnull=True).ref

    with pytest.raises(Refusal) as refused:
        _undo(stage, ref, seen)

    assert refused.value.code == "screening.nothing_to_undo"


def test_nobody_undoes_what_the_applicant_did(stage: ScreeningStage) -> None:
    ref = apply(stage)
    withdraw_application(actor=stage.system, now=NOW, application_ref=ref)
    withdrawn = decide_withdrawal(actor=stage.system, now=NOW, application_ref=ref)

    with pytest.raises(Refusal) as refused:
        _undo(stage, ref, withdrawn.ref)

    assert refused.value.code == "screening.withdrawn_stays"


def test_other_roles_find_nothing_to_undo(stage: ScreeningStage) -> None:
    ref = apply(stage)
    first = _decide(stage, declined(ref))

    with pytest.raises(NotFound):
        _undo(stage, ref, first.ref, actor=stage.staff(Role.FINANCE_OFFICER))

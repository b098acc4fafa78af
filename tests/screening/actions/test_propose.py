"""It takes two people to accept, where the position asks for two."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from appealdesk.enquiries.actions.correct_facts import correct_facts
from appealdesk.enquiries.inputs import FactAnswer, FactCorrection
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting, execute, fetch_all
from appealdesk.foundation.refusals import Refusal
from appealdesk.letters.queries.outbox import letters_about
from appealdesk.screening.actions.contradict import contradict_acceptance
from appealdesk.screening.actions.decide import Decided, decide_application, decide_withdrawal
from appealdesk.screening.actions.screen import screen_application
from appealdesk.screening.actions.undo import undo_decision
from appealdesk.screening.inputs import ContradictionInput, UndoInput
from appealdesk.screening.invariants import INVARIANTS
from appealdesk.screening.models import DecisionCode, ProposedAcceptance, WaitsCode
from appealdesk.screening.queries.application import ApplicationPage, application_page
from tests.people.cast import audited
from tests.screening.cast import (
    ADDRESS,
    NOW,
    ScreeningStage,
    accepted,
    apply,
    ask_for_two,
    declined,
    officer,
    profile_of,
)

LATER = NOW + timedelta(minutes=10)


@pytest.fixture
def careful(stage: ScreeningStage) -> ScreeningStage:
    """The stage where it takes two."""
    ask_for_two(stage)
    return stage


def _suits(stage: ScreeningStage) -> str:
    return apply(stage, service_branch="jsdf", service_years=3, birth_date=date(1982, 7, 14))


def _page(stage: ScreeningStage, ref: str, now: Any = LATER) -> ApplicationPage:
    with acting(stage.staff()):
        return application_page(actor=stage.staff(), now=now, ref=ref)


def _confirmation(stage: ScreeningStage, ref: str) -> dict[str, str]:
    """What the page of the second officer sends back."""
    page = _page(stage, ref)
    assert page.proposal is not None
    assert page.changes is not None
    return {
        "seen_decision_ref": page.seen_decision_ref,
        "seen_proposal_ref": page.proposal.ref,
        "seen_basis": page.changes.basis,
    }


def _accept(stage: ScreeningStage, actor: Actor, ref: str, **seen: str) -> Decided:
    return decide_application(actor=actor, now=LATER, entry=accepted(ref, **seen), address=ADDRESS)


def _statuses(stage: ScreeningStage) -> list[str]:
    with acting(stage.system):
        return list(ProposedAcceptance.objects.order_by("id").values_list("status", flat=True))


def _violations(stage: ScreeningStage) -> list[str]:
    with acting(stage.system):
        return [violation.sentence for invariant in INVARIANTS for violation in invariant()]


def test_the_first_acceptance_is_a_proposal_of_which_nobody_outside_hears(careful: ScreeningStage) -> None:
    ref = _suits(careful)

    proposed = _accept(careful, careful.staff(), ref, note="Very convincing.")

    profile, page = profile_of(careful, ref), _page(careful, ref)
    with acting(careful.system):
        letters = letters_about(actor=careful.system, ref=ref)
    events = fetch_all("SELECT count(*) FROM foundation_outboxevent WHERE name = 'ApplicationDecided'")
    assert (proposed.proposed, proposed.letter_ref, letters, events) == (True, "", (), [(0,)])
    assert (profile.decision, profile.waits) == (DecisionCode.UNDECIDED, WaitsCode.SECOND_PERSON)
    assert (page.decision, page.proposal and page.proposal.note) == (None, "Very convincing.")
    assert audited("acceptance.proposed") == [("staff:S-desk_officer", ref)]
    assert _violations(careful) == []


def test_a_second_person_makes_it_a_decision(careful: ScreeningStage) -> None:
    ref = _suits(careful)
    hanako, taro = officer(careful, "hanako"), officer(careful, "taro")
    _accept(careful, hanako, ref)

    decided = _accept(careful, taro, ref, **_confirmation(careful, ref))

    page, profile = _page(careful, ref), profile_of(careful, ref)
    assert page.decision is not None
    assert (decided.proposed, page.decision.by, page.decision.proposed_by) == (
        False,
        "Taro of the desk",
        "Hanako of the desk",
    )
    assert (profile.decision, profile.waits) == (DecisionCode.ACCEPTED, WaitsCode.NOTHING)
    with acting(careful.system):
        kinds = [letter.kind for letter in letters_about(actor=careful.system, ref=ref)]
    assert (kinds, _statuses(careful), _violations(careful)) == (["decision_accepted"], ["confirmed"], [])
    assert [actor for actor, _ in audited("acceptance.confirmed")] == [f"staff:{taro.ref}"]


def test_the_same_person_is_not_two(careful: ScreeningStage) -> None:
    ref = _suits(careful)
    first = _accept(careful, careful.staff(), ref)

    again = _accept(careful, careful.staff(), ref, **_confirmation(careful, ref))

    assert (again.ref, again.already, again.proposed, _statuses(careful)) == (first.ref, True, True, ["open"])


def test_whoever_has_not_seen_the_proposal_is_told_of_it(careful: ScreeningStage) -> None:
    ref = _suits(careful)
    _accept(careful, officer(careful, "hanako"), ref)

    with pytest.raises(Refusal) as refused:
        _accept(careful, officer(careful, "taro"), ref)

    assert (refused.value.code, refused.value.values["by"]) == ("screening.proposed_meanwhile", "Hanako of the desk")


def test_the_second_person_is_told_what_changed(careful: ScreeningStage) -> None:
    ref = _suits(careful)
    _accept(careful, officer(careful, "hanako"), ref)
    stale = _confirmation(careful, ref)
    correct_facts(
        actor=careful.system,
        now=LATER + timedelta(minutes=1),
        entry=FactCorrection(application_ref=ref, facts={"service_years": FactAnswer(value=0)}, source="staff"),
    )
    screen_application(actor=careful.system, now=LATER + timedelta(minutes=2), application_ref=ref)

    with pytest.raises(Refusal) as refused:
        _accept(careful, officer(careful, "taro"), ref, **stale)
    changes = _page(careful, ref, LATER + timedelta(minutes=3)).changes

    assert refused.value.code == "screening.basis_changed_meanwhile"
    assert changes is not None
    assert (changes.anything, changes.facts, changes.revision_number, changes.outcome_before) == (
        True,
        ("勤務年数",),
        None,
        "meets",
    )


def test_the_second_person_contradicts_and_says_why(careful: ScreeningStage) -> None:
    ref = _suits(careful)
    first = _accept(careful, officer(careful, "hanako"), ref)
    entry = ContradictionInput(application_ref=ref, proposal_ref=first.ref, note="Nobody has seen the papers.")

    contradict_acceptance(actor=officer(careful, "taro"), now=LATER, entry=entry)

    page = _page(careful, ref)
    assert (page.proposal, page.proposals[0].answer, page.proposals[0].settled_by) == (
        None,
        "Nobody has seen the papers.",
        "Taro of the desk",
    )
    assert (profile_of(careful, ref).waits, _violations(careful)) == (WaitsCode.NOTHING, [])


@pytest.mark.parametrize(
    ("who", "changes", "code"),
    [
        ("hanako", {}, "screening.second_person"),
        ("taro", {"note": " "}, "screening.contradiction_unexplained"),
        ("taro", {"proposal_ref": "Z-000000000"}, "screening.settled_meanwhile"),
    ],
)
def test_a_contradiction_that_is_refused(careful: ScreeningStage, who: str, changes: dict[str, str], code: str) -> None:
    ref = _suits(careful)
    staff = {login: officer(careful, login) for login in ("hanako", "taro")}
    first = _accept(careful, staff["hanako"], ref)
    entry = ContradictionInput(**{"application_ref": ref, "proposal_ref": first.ref, "note": "No."} | changes)

    with pytest.raises(Refusal) as refused:
        contradict_acceptance(actor=staff[who], now=LATER, entry=entry)

    assert (refused.value.code, _statuses(careful)) == (code, ["open"])


def test_another_decision_settles_the_proposal(careful: ScreeningStage) -> None:
    ref = _suits(careful)
    _accept(careful, officer(careful, "hanako"), ref)
    entry = declined(ref, seen_proposal_ref=_confirmation(careful, ref)["seen_proposal_ref"])

    decide_application(actor=officer(careful, "taro"), now=LATER, entry=entry, address=ADDRESS)

    assert (_statuses(careful), profile_of(careful, ref).waits, _violations(careful)) == (
        ["contradicted"],
        WaitsCode.NOTHING,
        [],
    )


def test_the_proposer_takes_it_back_and_nobody_else_does(careful: ScreeningStage) -> None:
    ref = _suits(careful)
    hanako = officer(careful, "hanako")
    first = _accept(careful, hanako, ref)
    entry = UndoInput(application_ref=ref, seen_ref=first.ref)

    with pytest.raises(Refusal) as refused:
        undo_decision(actor=officer(careful, "taro"), now=LATER, entry=entry)
    undo_decision(actor=hanako, now=LATER, entry=entry)

    assert (refused.value.code, _statuses(careful), profile_of(careful, ref).waits) == (
        "screening.proposal_waits",
        ["taken_back"],
        WaitsCode.NOTHING,
    )


def test_a_withdrawal_overtakes_the_proposal(careful: ScreeningStage) -> None:
    ref = _suits(careful)
    _accept(careful, careful.staff(), ref)

    decide_withdrawal(actor=careful.system, now=LATER, application_ref=ref)

    assert (_statuses(careful), _violations(careful)) == (["overtaken"], [])


def test_the_database_itself_wants_two_people(careful: ScreeningStage) -> None:
    ref = _suits(careful)
    _accept(careful, careful.staff(), ref)

    for status in ("confirmed", "contradicted"):
        with acting(careful.system), pytest.raises(IntegrityError, match="proposal_"), transaction.atomic():
            execute(
                "UPDATE screening_proposedacceptance SET status = %s, settled_at = now(), settled_by = proposed_by",
                [status],
            )

"""Deciding about an application."""

import json
import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from appealdesk.enquiries.actions.withdraw import withdraw_application
from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting, fetch_all
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.letters.queries.outbox import letter_page, letters_about
from appealdesk.screening.actions.decide import Decided, decide_application, decide_withdrawal
from appealdesk.screening.inputs import DecisionInput
from appealdesk.screening.invariants import decisions_are_one_chain
from appealdesk.screening.models import Decision, DecisionCode
from appealdesk.screening.queries.decisions import decisions_of, present_outcome
from tests.people.cast import audited
from tests.postgres_plugin import Database
from tests.screening.cast import (
    ADDRESS,
    NOW,
    WAY,
    ScreeningStage,
    apply,
    declined,
    officer,
    profile_of,
    set_screening_stage,
)


def _decide(stage: ScreeningStage, entry: DecisionInput, **options: Any) -> Decided:
    actor = options.pop("actor", None) or stage.staff()
    return decide_application(actor=actor, now=options.pop("now", NOW), entry=entry, address=ADDRESS)


def _accepted(ref: str, **changes: Any) -> DecisionInput:
    return DecisionInput.model_validate({"application_ref": ref, "outcome": "accepted"} | changes)


def _events() -> list[dict[str, Any]]:
    rows = fetch_all("SELECT payload::text FROM foundation_outboxevent WHERE name = 'ApplicationDecided' ORDER BY id")
    return [json.loads(payload) for (payload,) in rows]


def test_a_decline_names_the_reason_the_criteria_and_a_way_to_help(stage: ScreeningStage) -> None:
    ref = apply(
        stage,
        language="en",
        service_branch="none",
        specialised_training={"value": False, "evidence": "documented"},
    )

    decided = _decide(stage, declined(ref, note="He telephoned twice."))

    with acting(stage.staff()):
        letter = letter_page(actor=stage.staff(), ref=decided.letter_ref)
        (line,) = decisions_of(actor=stage.staff(), application_ids=[profile_of(stage, ref).pk], language="en")
    assert (letter.row.kind, letter.row.status) == ("decision_declined", "draft")
    assert "- This role needs experience of service in armed forces." in letter.body
    assert (
        "- Not met: At least one of these: Service branch: Japan Self-Defense Forces or French Foreign Legion. / "
        "Specialised training: yes. A document must show it."
    ) in letter.body
    assert "- Translate from home https://desk.example/en/translate" in letter.body
    assert (line.ref, line.outcome, line.note, line.present) == (decided.ref, "declined", "He telephoned twice.", True)
    assert line.screening_outcome == "does_not_meet"
    assert profile_of(stage, ref).decision == DecisionCode.DECLINED
    assert audited("decision.made") == [("staff:S-desk_officer", ref)]
    assert _events() == [
        {
            "application_ref": ref,
            "decision_ref": decided.ref,
            "outcome": "declined",
            "way_refs": [WAY.ref],
        }
    ]


def test_the_note_is_sealed(stage: ScreeningStage) -> None:
    _decide(stage, declined(apply(stage), note="Er klang sehr entschlossen."))

    with acting(stage.system):
        (sealed,) = Decision.objects.values_list("sealed", flat=True)
    assert b"entschlossen" not in bytes(sealed)


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [
        ("accepted", "decision_accepted"),
        ("deferred", "decision_deferred"),
        ("referred", "decision_referred"),
        ("withdrawn", None),
    ],
)
def test_each_outcome_has_its_letter(stage: ScreeningStage, outcome: str, kind: str | None) -> None:
    ref = apply(stage)
    codes = {"deferred": ("needs_information",)}.get(outcome, ())
    entry = DecisionInput.model_validate(
        {"application_ref": ref, "outcome": outcome, "reason_codes": codes, "ways": (WAY,)}
    )

    _decide(stage, entry)

    with acting(stage.staff()):
        kinds = [letter.kind for letter in letters_about(actor=stage.staff(), ref=ref)]
    assert kinds == ([kind] if kind else [])


def test_a_deferral_lists_what_cannot_be_told_yet(stage: ScreeningStage) -> None:
    ref = apply(stage, language="en", service_branch="jsdf")
    entry = DecisionInput(application_ref=ref, outcome="deferred", reason_codes=("needs_information",), ways=(WAY,))

    decided = _decide(stage, entry)

    with acting(stage.staff()):
        body = letter_page(actor=stage.staff(), ref=decided.letter_ref).body
    points = [line for line in body.splitlines() if line.startswith("- ")]
    assert points[0] == "- To decide, we need to know a little more."
    assert points[1].startswith("- Cannot tell: At least one of these: Years of service: at least 1. / Specialised")
    assert len(points) == 3


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reason_codes": ("because_i_say_so",)}, "screening.reason_misfit"),
        ({"reason_codes": ("meets_criteria",)}, "screening.reason_misfit"),
        ({"reason_codes": ()}, "screening.reason_missing"),
        ({"ways": ()}, "screening.no_way_to_help"),
        ({"seen_decision_ref": "D-NEVERSEEN"}, "screening.decision_unknown"),
    ],
)
def test_what_is_refused(stage: ScreeningStage, changes: dict[str, Any], code: str) -> None:
    ref = apply(stage)

    with pytest.raises(Refusal) as refused:
        _decide(stage, declined(ref, **changes))

    assert refused.value.code == code
    with acting(stage.system):
        assert Decision.objects.count() == 0
        assert letters_about(actor=stage.system, ref=ref) == ()


def test_an_application_that_is_not_screened_yet(stage: ScreeningStage) -> None:
    ref = apply(stage, screened=False)

    with pytest.raises(Refusal) as refused:
        _decide(stage, declined(ref))

    assert refused.value.code == "screening.not_screened_yet"


def test_nobody_under_age_is_accepted(stage: ScreeningStage) -> None:
    ref = apply(stage, birth_date=date(2004, 3, 2), service_branch="jsdf", service_years=1)

    with pytest.raises(Refusal) as refused:
        _decide(stage, _accepted(ref))
    the_next_day = _decide(stage, _accepted(ref), now=NOW + timedelta(days=1))

    assert refused.value.code == "screening.under_age"
    assert the_next_day.letter_ref


def test_a_later_decision_supersedes_and_keeps_the_letter_back(stage: ScreeningStage) -> None:
    ref = apply(stage, service_branch="jsdf", service_years=3)
    first = _decide(stage, declined(ref))

    second = _decide(stage, _accepted(ref, seen_decision_ref=first.ref), now=NOW + timedelta(hours=1))

    with acting(stage.system):
        lines = decisions_of(actor=stage.system, application_ids=[profile_of(stage, ref).pk], language="en")
        statuses = {letter.ref: letter.status for letter in letters_about(actor=stage.system, ref=ref)}
        violations = list(decisions_are_one_chain())
    assert [(line.ref, line.present) for line in lines] == [(second.ref, True), (first.ref, False)]
    assert statuses == {first.letter_ref: "cancelled", second.letter_ref: "draft"}
    assert violations == []


def test_the_same_form_twice_is_one_decision(stage: ScreeningStage) -> None:
    ref = apply(stage)
    first = _decide(stage, declined(ref))

    again = _decide(stage, declined(ref))

    assert again == Decided(ref=first.ref, letter_ref=first.letter_ref, already=True)
    assert len(_events()) == 1


def test_a_colleague_was_faster(stage: ScreeningStage) -> None:
    ref = apply(stage)
    hanako = officer(stage, "hanako")
    first = _decide(stage, declined(ref), actor=hanako)

    with pytest.raises(Refusal) as refused:
        _decide(stage, _accepted(ref), actor=officer(stage, "taro"), now=NOW + timedelta(minutes=1))

    assert refused.value.code == "screening.decided_meanwhile"
    assert refused.value.values == {
        "by": "Hanako of the desk",
        "at": NOW.isoformat(),
        "outcome": "declined",
        "decision": first.ref,
    }


def test_the_product_itself_decides_nothing(stage: ScreeningStage) -> None:
    ref = apply(stage)

    with pytest.raises(Refusal) as refused:
        _decide(stage, _accepted(ref), actor=stage.system)

    assert refused.value.code == "screening.people_decide"


@pytest.mark.parametrize("role", [Role.FINANCE_OFFICER, Role.PRESS_OFFICER])
def test_other_roles_find_no_application(stage: ScreeningStage, role: Role) -> None:
    ref = apply(stage)

    with pytest.raises(NotFound):
        _decide(stage, _accepted(ref), actor=stage.staff(role))


def test_another_organisation_finds_no_application(stage: ScreeningStage) -> None:
    ref = apply(stage)
    other = set_screening_stage("other-office")

    with pytest.raises(NotFound):
        _decide(other, _accepted(ref))


def test_who_withdraws_is_written_to_no_more(stage: ScreeningStage) -> None:
    ref = apply(stage)
    _decide(stage, declined(ref))
    withdraw_application(actor=stage.system, now=NOW, application_ref=ref)

    decide_withdrawal(actor=stage.system, now=NOW, application_ref=ref)
    again = decide_withdrawal(actor=stage.system, now=NOW, application_ref=ref)

    assert again.already
    with acting(stage.system):
        assert present_outcome(actor=stage.system, application_id=profile_of(stage, ref).pk) == "withdrawn"
        assert [letter.status for letter in letters_about(actor=stage.system, ref=ref)] == ["cancelled"]


def test_two_officers_at_once(committed_db: Database) -> None:
    """Each has seen an undecided application; one is first, and the other is told by whom."""
    stage = set_screening_stage()
    ref = apply(stage, service_branch="jsdf", service_years=3)
    hanako, taro = officer(stage, "hanako"), officer(stage, "taro")
    entries = {hanako: declined(ref), taro: _accepted(ref)}
    ready = threading.Barrier(2)
    ended: dict[str, Any] = {}

    def decide(actor: Any) -> None:
        ready.wait()
        try:
            ended[actor.ref] = decide_application(actor=actor, now=NOW, entry=entries[actor], address=ADDRESS)
        except Refusal as refusal:
            ended[actor.ref] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=(actor,)) for actor in entries]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    decisions = [end for end in ended.values() if isinstance(end, Decided)]
    refusals = [end for end in ended.values() if isinstance(end, Refusal)]
    assert (len(decisions), [refusal.code for refusal in refusals]) == (1, ["screening.decided_meanwhile"])
    with acting(stage.system):
        assert Decision.objects.count() == 1
        assert len(letters_about(actor=stage.system, ref=ref)) == 1
        assert list(decisions_are_one_chain()) == []

"""The roster follows the decisions, and referrals are recorded."""

from datetime import date, timedelta

from appealdesk.foundation.db import acting
from appealdesk.people.actions.correct import correct_birth_date
from appealdesk.people.inputs import BirthDateInput
from appealdesk.people.models import Record
from appealdesk.placements.actions.add_way import add_way_to_help
from appealdesk.placements.actions.end_way import end_way_to_help
from appealdesk.placements.actions.keep import keep_roster
from appealdesk.placements.actions.record import record_referrals
from appealdesk.placements.inputs import WayToHelpInput
from appealdesk.placements.invariants import INVARIANTS
from appealdesk.placements.queries.roster import roster_counts_by_choice, roster_of_appeal, roster_total
from appealdesk.placements.queries.ways import referral_counts, ways_of_appeal
from appealdesk.screening.actions.decide import decide_application
from appealdesk.screening.actions.undo import undo_decision
from appealdesk.screening.inputs import UndoInput
from tests.cast import work_off
from tests.people.cast import audited
from tests.placements.cast import NOW, PlacementStage, accept, on_roster, propose
from tests.screening.cast import ADDRESS, apply, declined


def _total(stage: PlacementStage) -> int:
    with acting(stage.system):
        return roster_total(actor=stage.system, appeal_id=stage.appeal_id)


def test_the_accepted_enter_once(stage: PlacementStage) -> None:
    ref = apply(stage.screening, service_branch="jsdf", service_years=3)
    accept(stage, ref)

    first = keep_roster(actor=stage.system, now=NOW, application_ref=ref)
    again = keep_roster(actor=stage.system, now=NOW, application_ref=ref)

    assert first == again
    assert _total(stage) == 1
    assert audited("roster.entered") == [("system:system", ref)]


def test_the_undecided_and_the_declined_do_not_enter(stage: PlacementStage) -> None:
    undecided, turned_down = apply(stage.screening), apply(stage.screening)
    decide_application(actor=stage.staff(), now=NOW, entry=declined(turned_down), address=ADDRESS)

    entered = [keep_roster(actor=stage.system, now=NOW, application_ref=ref).ref for ref in (undecided, turned_down)]

    assert entered == [None, None]
    assert _total(stage) == 0


def test_a_later_decline_ends_the_entry_and_its_placements(stage: PlacementStage) -> None:
    ref = apply(stage.screening, service_branch="jsdf", service_years=3)
    decision = accept(stage, ref)
    entry = keep_roster(actor=stage.system, now=NOW, application_ref=ref).ref or ""
    propose(stage, entry)
    later = NOW + timedelta(hours=1)
    entry_of_decision = declined(ref, seen_decision_ref=decision)
    decide_application(actor=stage.staff(), now=later, entry=entry_of_decision, address=ADDRESS)

    left = keep_roster(actor=stage.system, now=later, application_ref=ref)

    assert left.ref is None
    assert _total(stage) == 0
    assert [tag for tag in ("roster.left", "placement.stood_down") if audited(tag)] == [
        "roster.left",
        "placement.stood_down",
    ]


def test_who_turns_out_to_be_under_age_does_not_enter(stage: PlacementStage) -> None:
    """The date of birth may become known between the decision and the roster, which reads it again."""
    ref = apply(stage.screening, birth_date=date(2004, 3, 2), service_branch="jsdf", service_years=1)
    accept(stage, ref, now=NOW + timedelta(days=1))

    entered = keep_roster(actor=stage.system, now=NOW, application_ref=ref)

    assert entered.ref is None


def test_who_turns_out_to_be_under_age_leaves_and_comes_back_once_that_was_a_mistake(stage: PlacementStage) -> None:
    ref = apply(stage.screening, service_branch="jsdf", service_years=3)
    accept(stage, ref)
    keep_roster(actor=stage.system, now=NOW, application_ref=ref)
    with acting(stage.system):
        (person_ref,) = Record.objects.values_list("person__ref", flat=True)
    seen = []

    for day in (date(2004, 3, 2), date(1983, 4, 9)):
        entry = BirthDateInput(person_ref=person_ref, birth_date=day, note="By telephone")
        correct_birth_date(actor=stage.staff(), now=NOW, entry=entry)
        work_off(NOW)
        with acting(stage.system):
            broken = [problem for invariant in INVARIANTS for problem in invariant()]
        seen.append((_total(stage), broken))

    assert seen == [(0, []), (1, [])]


def test_answers_of_the_roster_are_counted(stage: PlacementStage) -> None:
    for branch, number in (("jsdf", 3), ("ffl", 1)):
        for _ in range(number):
            on_roster(stage, service_branch=branch)
    on_roster(stage)
    apply(stage.screening, service_branch="jsdf")

    with acting(stage.system):
        counts = roster_counts_by_choice(actor=stage.system, appeal_id=stage.appeal_id, fact_key="service_branch")

    assert counts == {"jsdf": 3, "ffl": 1, "other": 0, "none": 0, "": 1}


def test_the_roster_shows_names_and_placements(stage: PlacementStage) -> None:
    ref = on_roster(stage)
    placement = propose(stage, ref)

    with acting(stage.staff()):
        (row,) = roster_of_appeal(actor=stage.staff(), appeal_id=stage.appeal_id)

    assert (row.ref, row.names.written, row.held) == (ref, "青木 恵子", True)
    assert [(line.ref, line.status, line.travels_to) for line in row.placements] == [(placement.ref, "held", "UA")]
    assert [hold.cause for line in row.placements for hold in line.holds] == ["no_reading"]


def test_referrals_are_recorded_once(stage: PlacementStage) -> None:
    texts = {"ja": "翻訳を手伝う", "en": "Translate from home", "uk": "Перекладати з дому"}
    entry = WayToHelpInput(appeal_id=stage.appeal_id, kind="remote", titles=texts, texts=texts)
    way = add_way_to_help(actor=stage.staff(), now=NOW, entry=entry)
    ref = apply(stage.screening)
    told = {"application_ref": ref, "decision_ref": "D-1", "way_refs": [way.ref, "W-UNKNOWN"]}

    first = record_referrals(actor=stage.system, now=NOW, **told)  # type: ignore[arg-type]
    again = record_referrals(actor=stage.system, now=NOW, **told)  # type: ignore[arg-type]

    assert (first, again) == (1, 0)
    with acting(stage.system):
        assert referral_counts(actor=stage.system, appeal_id=stage.appeal_id) == {way.ref: 1}


def test_whoever_was_never_told_was_not_referred(stage: PlacementStage) -> None:
    texts = {"ja": "翻訳を手伝う", "en": "Translate from home", "uk": "Перекладати з дому"}
    entry = WayToHelpInput(appeal_id=stage.appeal_id, kind="remote", titles=texts, texts=texts)
    way = add_way_to_help(actor=stage.staff(), now=NOW, entry=entry)
    ref = apply(stage.screening)
    made = decide_application(actor=stage.staff(), now=NOW, entry=declined(ref), address=ADDRESS)
    record_referrals(actor=stage.system, now=NOW, application_ref=ref, decision_ref=made.ref, way_refs=[way.ref])

    undo_decision(actor=stage.staff(), now=NOW, entry=UndoInput(application_ref=ref, seen_ref=made.ref))

    with acting(stage.system):
        assert referral_counts(actor=stage.system, appeal_id=stage.appeal_id) == {}


def test_a_way_that_ended_is_offered_no_more(stage: PlacementStage) -> None:
    texts = {"ja": "翻訳を手伝う", "en": "Translate from home", "uk": "Перекладати з дому"}
    entry = WayToHelpInput(appeal_id=stage.appeal_id, kind="remote", titles=texts, texts=texts)
    way = add_way_to_help(actor=stage.staff(), now=NOW, entry=entry)
    assert [page.ref for page in ways_of_appeal(stage.appeal_id)] == [way.ref]

    end_way_to_help(actor=stage.staff(), now=NOW, way_ref=way.ref)

    assert ways_of_appeal(stage.appeal_id) == ()

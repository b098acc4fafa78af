"""Many decisions at once: previewed, done in batches, taken back as a whole."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from appealdesk.enquiries.actions.withdraw import withdraw_application
from appealdesk.enquiries.queries.applications import application_by_ref
from appealdesk.foundation.actor import Actor, ActorKind, Role
from appealdesk.foundation.db import acting, execute, fetch_all
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.letters.actions.approve import approve_letter
from appealdesk.letters.queries.outbox import letter_page, letters_about
from appealdesk.screening.actions.choose import choose_bulk
from appealdesk.screening.actions.decide import decide_application
from appealdesk.screening.actions.perform import perform_bulk
from appealdesk.screening.actions.prepare import prepare_bulk
from appealdesk.screening.actions.revoke import revoke_bulk
from appealdesk.screening.actions.start import start_bulk
from appealdesk.screening.inputs import BulkChoice, BulkSelection, QueueFilter
from appealdesk.screening.invariants import INVARIANTS
from appealdesk.screening.models import Decision, DecisionCode
from appealdesk.screening.queries.bulk import BulkPage, bulk_page, samples_of
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
    profile_of,
    set_screening_stage,
)

LATER = NOW + timedelta(minutes=30)
UNTRAINED = {"value": False, "evidence": "documented"}


def _unfit(stage: ScreeningStage, **more: Any) -> str:
    """Somebody who does not meet the criteria, for want of service and training."""
    return apply(stage, service_branch="none", specialised_training=UNTRAINED, **more)


def _draft(stage: ScreeningStage, *refs: str, actor: Actor | None = None, **choice: Any) -> str:
    """A bulk decision about applications, or about all undecided ones, ready to start."""
    who = actor or stage.staff()
    everybody = None if refs else QueueFilter(decision="undecided")
    outcome = choice.get("outcome", "declined")
    selection = BulkSelection(outcome=outcome, application_refs=refs, everybody=everybody)
    ref = prepare_bulk(actor=who, now=NOW, entry=selection).ref
    wanted = {"outcome": outcome, "reason_codes": ("lacks_service_experience",), "ways": (WAY,), "note": "All of them."}
    choose_bulk(actor=who, now=NOW, entry=BulkChoice.model_validate({"bulk_ref": ref} | wanted | choice))
    return ref


def _page(stage: ScreeningStage, ref: str) -> BulkPage:
    with acting(stage.staff()):
        return bulk_page(actor=stage.staff(), now=LATER, ref=ref)


def _work_off(stage: ScreeningStage, ref: str, batch: int = 200) -> int:
    """What the worker does, in the officer's name; how many parts it took."""
    worker = Actor(kind=ActorKind.SYSTEM, ref="S-desk_officer", organisation_id=stage.enquiries.organisation_id)
    parts = 0
    while perform_bulk(actor=worker, now=LATER, bulk_ref=ref, address=ADDRESS, batch=batch):
        parts += 1
    return parts


def _done(stage: ScreeningStage, *refs: str, **choice: Any) -> str:
    ref = _draft(stage, *refs, **choice)
    start_bulk(actor=stage.staff(), now=LATER, bulk_ref=ref)
    _work_off(stage, ref)
    return ref


def _letters(stage: ScreeningStage, ref: str) -> list[str]:
    with acting(stage.system):
        return [letter.status for letter in letters_about(actor=stage.system, ref=ref)]


def _decision(stage: ScreeningStage, ref: str) -> str:
    return DecisionCode(profile_of(stage, ref).decision).name.lower()


def _violations(stage: ScreeningStage) -> list[str]:
    with acting(stage.system):
        return [violation.sentence for invariant in INVARIANTS for violation in invariant()]


def test_each_application_gets_a_decision_a_letter_an_audit_record_and_an_event(stage: ScreeningStage) -> None:
    refs = [_unfit(stage, language=language) for language in ("ja", "en", "uk")]

    bulk = _done(stage)

    with acting(stage.system):
        rows = Decision.objects.order_by("id")
        stored = [(row.outcome, row.decided_by, row.bulk.ref if row.bulk else "") for row in rows]
        body = letter_page(actor=stage.system, ref=rows[1].letter_ref).body
    events = fetch_all("SELECT count(*) FROM foundation_outboxevent WHERE name = 'ApplicationDecided'")
    assert stored == [("declined", "S-desk_officer", bulk)] * 3
    assert ("- This role needs experience of service" in body, "- Translate from home" in body) == (True, True)
    assert "- Not met: At least one of these:" in body
    assert [_letters(stage, ref) for ref in refs] == [["draft"]] * 3
    assert ([subject for _, subject in audited("decision.made")], events) == (refs, [(3,)])
    assert (_page(stage, bulk).status, _page(stage, bulk).decided, _violations(stage)) == ("done", 3, [])


def test_the_letters_are_those_of_single_decisions(stage: ScreeningStage) -> None:
    one, other = _unfit(stage, language="en"), _unfit(stage, language="en")
    single = decide_application(actor=stage.staff(), now=LATER, entry=declined(one), address=ADDRESS)
    _done(stage, other)

    with acting(stage.system):
        many = letters_about(actor=stage.system, ref=other)[-1].ref
        bodies = [letter_page(actor=stage.system, ref=ref).body for ref in (single.letter_ref, many)]

    def common(body: str) -> list[str]:
        return [line for line in body.splitlines() if "/status/" not in line]

    assert common(bodies[0]) == common(bodies[1])


def test_the_preview_says_who_is_left_out_and_why(stage: ScreeningStage) -> None:
    fits = _unfit(stage)
    unknown = apply(stage)
    too_old = apply(stage, service_branch="jsdf", service_years=3, birth_date=date(1950, 1, 1))
    withdrawn = _unfit(stage)
    withdraw_application(actor=stage.system, now=NOW, application_ref=withdrawn)
    unscreened = apply(stage, screened=False)
    decided = _unfit(stage)
    bulk = _draft(stage, fits, unknown, too_old, withdrawn, unscreened, decided)
    decide_application(actor=stage.staff(Role.DUTY_OFFICER), now=NOW, entry=declined(decided), address=ADDRESS)

    page = _page(stage, bulk)

    assert (page.total, page.ready, page.left) == (
        6,
        1,
        {"reason_misfit": 2, "withdrawn": 1, "not_screened": 1, "decided_meanwhile": 1},
    )
    with acting(stage.staff()):
        samples = samples_of(actor=stage.staff(), now=LATER, ref=bulk)
    assert [sample.application.ref for sample in samples] == [fits]


def test_what_the_preview_said_is_what_happens(stage: ScreeningStage) -> None:
    refs = [_unfit(stage), apply(stage), _unfit(stage)]
    bulk = _draft(stage, *refs)
    said = _page(stage, bulk)

    start_bulk(actor=stage.staff(), now=LATER, bulk_ref=bulk)
    _work_off(stage, bulk)

    page = _page(stage, bulk)
    assert (page.decided, page.left) == (said.ready, said.left)
    assert [_decision(stage, ref) for ref in refs] == ["declined", "undecided", "declined"]


def test_nobody_under_age_is_accepted_and_two_are_asked_where_it_takes_two(stage: ScreeningStage) -> None:
    young = apply(stage, service_branch="jsdf", service_years=1, birth_date=date(2006, 1, 1))
    bulk = _draft(stage, young, outcome="accepted", reason_codes=(), ways=())

    alone = _page(stage, bulk).left
    ask_for_two(stage)

    assert (alone, _page(stage, bulk).left) == ({"under_age": 1}, {"needs_two": 1})


def test_it_goes_on_where_it_stopped(stage: ScreeningStage) -> None:
    refs = [_unfit(stage) for _ in range(5)]
    bulk = _draft(stage)
    start_bulk(actor=stage.staff(), now=LATER, bulk_ref=bulk)
    perform_bulk(actor=stage.system, now=LATER, bulk_ref=bulk, address=ADDRESS, batch=2)
    half = _page(stage, bulk)

    parts = _work_off(stage, bulk, batch=2)

    assert (half.done, half.goal, half.is_working, parts) == (2, 5, True, 2)
    assert {_decision(stage, ref) for ref in refs} == {"declined"}


def test_one_bad_row_does_not_spoil_the_others(stage: ScreeningStage) -> None:
    refs = [_unfit(stage) for _ in range(4)]
    with acting(stage.system):
        broken = application_by_ref(actor=stage.system, ref=refs[2])
        # A choice that the dictionary does not have makes its letter impossible.
        execute("UPDATE screening_screeningprofile SET c01 = 99 WHERE application_id = %s", [broken.id])
    bulk = _done(stage, *refs)

    page = _page(stage, bulk)

    assert (page.decided, page.left) == (3, {"failed": 1})
    assert [_decision(stage, ref) for ref in refs] == ["declined", "declined", "undecided", "declined"]


def test_whoever_was_decided_about_meanwhile_keeps_that_decision(stage: ScreeningStage) -> None:
    ref = _unfit(stage)
    bulk = _draft(stage, ref)
    decide_application(actor=stage.staff(), now=NOW, entry=accepted(ref), address=ADDRESS)

    start_bulk(actor=stage.staff(), now=LATER, bulk_ref=bulk)
    _work_off(stage, bulk)

    assert (_page(stage, bulk).left, _decision(stage, ref)) == ({"decided_meanwhile": 1}, "accepted")


def test_it_is_taken_back_as_a_whole(stage: ScreeningStage) -> None:
    before, fresh = _unfit(stage), _unfit(stage)
    first = decide_application(actor=stage.staff(), now=NOW, entry=accepted(before), address=ADDRESS)
    assert first.letter_ref
    bulk = _done(stage, before, fresh)

    revoke_bulk(actor=stage.staff(), now=LATER, bulk_ref=bulk)
    _work_off(stage, bulk, batch=1)

    page = _page(stage, bulk)
    assert (page.status, page.undone, page.kept, page.undone_by) == ("undone", 2, {}, "S-desk_officer")
    assert [_decision(stage, ref) for ref in (before, fresh)] == ["accepted", "undecided"]
    assert (_letters(stage, fresh), _letters(stage, before)) == (
        ["cancelled"],
        ["cancelled", "cancelled", "draft"],
    )
    assert (len(audited("decision.undone")), _violations(stage)) == (2, [])


def test_what_was_approved_or_superseded_stays(stage: ScreeningStage) -> None:
    approved, superseded, plain = _unfit(stage), _unfit(stage), _unfit(stage)
    bulk = _done(stage)
    with acting(stage.system):
        letter = letters_about(actor=stage.system, ref=approved)[-1].ref
        seen = Decision.objects.get(application__ref=superseded).ref
    approve_letter(actor=stage.staff(), now=LATER, letter_ref=letter)
    entry = accepted(superseded, seen_decision_ref=seen)
    decide_application(actor=stage.staff(), now=LATER, entry=entry, address=ADDRESS)

    revoke_bulk(actor=stage.staff(), now=LATER, bulk_ref=bulk)
    _work_off(stage, bulk)

    page = _page(stage, bulk)
    assert (page.undone, page.kept) == (1, {"letter_approved": 1, "superseded": 1})
    assert [_decision(stage, ref) for ref in (approved, superseded, plain)] == ["declined", "accepted", "undecided"]
    assert _violations(stage) == []


def test_an_undo_stops_what_is_still_to_come(stage: ScreeningStage) -> None:
    for _ in range(3):
        _unfit(stage)
    bulk = _draft(stage)
    start_bulk(actor=stage.staff(), now=LATER, bulk_ref=bulk)
    perform_bulk(actor=stage.system, now=LATER, bulk_ref=bulk, address=ADDRESS, batch=1)

    revoke_bulk(actor=stage.staff(), now=LATER, bulk_ref=bulk)
    _work_off(stage, bulk)

    page = _page(stage, bulk)
    assert (page.decided, page.undone, page.left) == (0, 1, {"stopped": 2})


def test_pressing_twice_starts_once(stage: ScreeningStage) -> None:
    _unfit(stage)
    bulk = _draft(stage)

    started = [start_bulk(actor=stage.staff(), now=LATER, bulk_ref=bulk) for _ in range(2)]

    assert (started, len(audited("bulk.started"))) == ([True, False], 1)


@pytest.mark.parametrize(
    ("choice", "code"),
    [
        ({"reason_codes": ()}, "screening.reason_missing"),
        ({"reason_codes": ("meets_criteria",)}, "screening.reason_misfit"),
        ({"ways": ()}, "screening.no_way_to_help"),
    ],
)
def test_a_choice_that_is_not_whole_does_not_start(stage: ScreeningStage, choice: dict[str, Any], code: str) -> None:
    bulk = _draft(stage, _unfit(stage), **({"reason_codes": ()} if "reason_codes" in choice else choice))
    if choice.get("reason_codes"):
        choose_bulk(
            actor=stage.staff(),
            now=NOW,
            entry=BulkChoice.model_validate({"bulk_ref": bulk, "outcome": "declined", "ways": (WAY,)} | choice),
        )

    with pytest.raises(Refusal) as refused:
        start_bulk(actor=stage.staff(), now=LATER, bulk_ref=bulk)

    assert (refused.value.code, _page(stage, bulk).status) == (code, "draft")


def test_nothing_chosen_is_refused(stage: ScreeningStage) -> None:
    with pytest.raises(Refusal) as refused:
        prepare_bulk(actor=stage.staff(), now=NOW, entry=BulkSelection(outcome="declined", everybody=QueueFilter()))

    assert refused.value.code == "screening.bulk_empty"


def test_another_organisation_and_other_roles_find_nothing(stage: ScreeningStage) -> None:
    bulk = _draft(stage, _unfit(stage))
    other = set_screening_stage("other-office")

    for actor in (other.staff(), stage.staff(Role.PRESS_OFFICER)):
        with pytest.raises(NotFound):
            start_bulk(actor=actor, now=LATER, bulk_ref=bulk)


def test_a_batch_takes_as_many_statements_for_three_as_for_one(stage: ScreeningStage) -> None:
    counts = []
    for many in (1, 3):
        refs = [_unfit(stage) for _ in range(many)]
        bulk = _draft(stage, *refs)
        start_bulk(actor=stage.staff(), now=LATER, bulk_ref=bulk)
        with CaptureQueriesContext(connection) as captured:
            perform_bulk(actor=stage.system, now=LATER, bulk_ref=bulk, address=ADDRESS)
        counts.append(len(captured))

    assert counts[0] == counts[1]

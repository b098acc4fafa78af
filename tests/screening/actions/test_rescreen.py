"""Re-screening everybody who applied for a position."""

import subprocess
import sys
import threading
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appealdesk.appeals.queries.positions import revisions_of_position
from appealdesk.enquiries.actions.withdraw import withdraw_application
from appealdesk.foundation.db import acting, fetch_all
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.letters.queries.outbox import letter_page, letters_about
from appealdesk.screening.actions.advance import advance_rescreening
from appealdesk.screening.actions.begin import begin_rescreening
from appealdesk.screening.actions.decide import decide_application
from appealdesk.screening.actions.rescreen import rescreen_due, rescreen_flipped, rescreen_position
from appealdesk.screening.actions.screen import screen_application
from appealdesk.screening.inputs import QueueFilter
from appealdesk.screening.invariants import INVARIANTS
from appealdesk.screening.queries.queue import queue_page
from appealdesk.screening.queries.runs import RunPage, Transition, runs
from tests.people.cast import audited
from tests.postgres_plugin import Database
from tests.screening.cast import (
    ADDRESS,
    NOW,
    ScreeningStage,
    apply,
    criteria,
    declined,
    history_of,
    officer,
    profile_of,
    publish,
    set_screening_stage,
)

LATER = NOW + timedelta(hours=2)


def _publish_stricter(stage: ScreeningStage, years: int = 3) -> int:
    return publish(stage.enquiries, criteria(3, years=years, effective_from="2022-03-01T19:00:00+09:00"), now=NOW).id


def _rescreen(stage: ScreeningStage, revision_id: int, **options: Any) -> RunPage:
    return rescreen_position(
        actor=stage.system,
        now=LATER,
        position_id=stage.position_id,
        revision_id=revision_id,
        address=ADDRESS,
        **options,
    )


def test_only_what_changed_is_written(stage: ScreeningStage) -> None:
    soldier = apply(stage, service_branch="jsdf", service_years=5)
    recruit = apply(stage, service_branch="jsdf", service_years=2, specialised_training={"absent": "not_applicable"})
    unknown = apply(stage)
    revision_id = _publish_stricter(stage)

    run = _rescreen(stage, revision_id)

    assert (run.status, run.total, run.done, run.changed, run.letters) == ("finished", 3, 3, 1, 1)
    assert run.matrix == (
        Transition(before="meets", after="meets", count=1),
        Transition(before="meets", after="cannot_tell", count=1),
        Transition(before="cannot_tell", after="cannot_tell", count=1),
    )
    assert history_of(stage, recruit) == [("none", "meets"), ("meets", "cannot_tell")]
    assert [profile_of(stage, ref).revision_id for ref in (soldier, recruit, unknown)] == [
        stage.revision.id,
        revision_id,
        stage.revision.id,
    ]
    assert audited("position.rescreened") == [("system:system", run.run_ref)]


def test_a_letter_waits_for_a_person_and_says_what_decides(stage: ScreeningStage) -> None:
    recruit = apply(stage, service_branch="jsdf", service_years=2, specialised_training=False, language="en")

    _rescreen(stage, _publish_stricter(stage))

    with acting(stage.staff()):
        (letter,) = letters_about(actor=stage.staff(), ref=recruit)
        body = letter_page(actor=stage.staff(), ref=letter.ref).body
    assert (letter.kind, letter.status, letter.language) == ("result_changed", "draft", "en")
    assert "We cannot tell yet whether you meet the criteria." in body
    assert f"{ADDRESS}/en/status/" in body


@pytest.mark.parametrize(
    ("years", "adverse", "next_words"),
    [
        (3, True, "Nothing has been decided yet: a member of staff will decide and write to you."),
        (1, False, "A member of staff will now decide about your offer and write to you."),
    ],
)
def test_what_comes_next_and_whether_it_is_bad_news(
    stage: ScreeningStage, years: int, adverse: bool, next_words: str
) -> None:
    """One revision asks for three years where one was asked for; another takes that back."""
    ref = apply(stage, service_branch="jsdf", service_years=2, specialised_training=False, language="en")
    if years == 1:
        _rescreen(stage, _publish_stricter(stage))
    number, at = _next_revision(stage)
    document = criteria(number, years=years, effective_from=at.isoformat())
    revision_id = publish(stage.enquiries, document, now=NOW).id
    rescreen_position(
        actor=stage.system,
        now=at,
        position_id=stage.position_id,
        revision_id=revision_id,
        address=ADDRESS,
    )

    with acting(stage.staff()):
        letter = letters_about(actor=stage.staff(), ref=ref)[-1]
        body = letter_page(actor=stage.staff(), ref=letter.ref).body
    assert (letter.adverse, next_words in body) == (adverse, True)


def test_who_was_declined_is_told_that_the_decision_can_be_looked_at_again(stage: ScreeningStage) -> None:
    ref = apply(
        stage,
        service_branch="jsdf",
        service_years=0,
        specialised_training={"value": False, "evidence": "documented"},
        language="en",
    )
    decide_application(actor=officer(stage), now=NOW, entry=declined(ref), address=ADDRESS)

    _rescreen(stage, _publish_stricter(stage, years=0))

    with acting(stage.staff()):
        told, letter = letters_about(actor=stage.staff(), ref=ref)
        body = letter_page(actor=stage.staff(), ref=letter.ref).body
        (row,) = queue_page(actor=stage.staff(), filters=QueueFilter(changed="better")).rows
    assert (told.kind, letter.kind, letter.adverse) == ("decision_declined", "result_changed", False)
    assert "It can be looked at again now: a member of staff will consider your offer anew" in body
    assert (row.ref, row.decision, row.outcome, row.changed) == (ref, "declined", "meets", "better")


def test_the_same_run_again_does_nothing(stage: ScreeningStage) -> None:
    recruit = apply(stage, service_branch="jsdf", service_years=2)
    revision_id = _publish_stricter(stage)
    first = _rescreen(stage, revision_id)

    again = _rescreen(stage, revision_id)

    assert again == first
    with acting(stage.staff()):
        assert len(letters_about(actor=stage.staff(), ref=recruit)) == 1
        assert len(runs(actor=stage.staff(), position_id=stage.position_id)) == 1


def test_the_declined_are_re_screened_and_the_withdrawn_get_no_letter(stage: ScreeningStage) -> None:
    no_more = {"service_branch": "none", "specialised_training": {"value": False, "evidence": "documented"}}
    turned_down = apply(stage, **no_more | {"service_branch": "jsdf", "service_years": 2})
    withdrawn = apply(stage, **no_more | {"service_branch": "jsdf", "service_years": 2})
    decide_application(actor=officer(stage), now=NOW, entry=declined(turned_down), address=ADDRESS)
    withdraw_application(actor=stage.system, now=NOW, application_ref=withdrawn)

    run = _rescreen(stage, _publish_stricter(stage))

    assert (run.changed, run.letters) == (2, 1)
    with acting(stage.staff()):
        assert [letter.kind for letter in letters_about(actor=stage.staff(), ref=withdrawn)] == []
        assert {letter.kind for letter in letters_about(actor=stage.staff(), ref=turned_down)} == {
            "decision_declined",
            "result_changed",
        }


def test_an_interrupted_run_goes_on_where_it_stopped(stage: ScreeningStage) -> None:
    refs = [apply(stage, service_branch="jsdf", service_years=2) for _ in range(5)]
    revision_id = _publish_stricter(stage)
    begun = begin_rescreening(actor=stage.system, now=LATER, position_id=stage.position_id, revision_id=revision_id)
    for _ in range(2):
        half = advance_rescreening(actor=stage.system, now=LATER, run_ref=begun.run_ref, address=ADDRESS, chunk=2)

    seen: list[int] = []
    run = _rescreen(stage, revision_id, chunk=2, on_progress=lambda page: seen.append(page.done))

    assert (half.done, half.status) == (4, "screening")
    assert (run.run_ref, run.done, run.changed, run.letters) == (begun.run_ref, 5, 5, 5)
    assert seen[0] == 5
    assert all(len(history_of(stage, ref)) == 2 for ref in refs)


def test_a_second_revision_overtakes_a_run_and_writes_one_letter_each(stage: ScreeningStage) -> None:
    """The first change says what the applicant was told last; whoever ends where they began gets no letter."""
    for_good = apply(stage, service_branch="jsdf", service_years=2)
    back_again = apply(stage, service_branch="jsdf", service_years=4)
    third = _publish_stricter(stage, years=5)
    begun = begin_rescreening(actor=stage.system, now=LATER, position_id=stage.position_id, revision_id=third)
    advance_rescreening(actor=stage.system, now=LATER, run_ref=begun.run_ref, address=ADDRESS)
    fourth = publish(stage.enquiries, criteria(4, years=3, effective_from="2022-03-01T19:30:00+09:00"), now=NOW).id

    run = _rescreen(stage, fourth)

    assert history_of(stage, back_again)[-1] == ("cannot_tell", "meets")
    assert run.letters == 1
    with acting(stage.staff()):
        statuses = {page.run_ref: page.status for page in runs(actor=stage.staff())}
        assert len(letters_about(actor=stage.staff(), ref=for_good)) == 1
        assert letters_about(actor=stage.staff(), ref=back_again) == ()
    assert statuses == {begun.run_ref: "superseded", run.run_ref: "finished"}


def test_a_superseded_run_does_nothing_more(stage: ScreeningStage) -> None:
    apply(stage, service_branch="jsdf", service_years=2)
    third = _publish_stricter(stage)
    begun = begin_rescreening(actor=stage.system, now=LATER, position_id=stage.position_id, revision_id=third)
    fourth = publish(stage.enquiries, criteria(4, years=9, effective_from="2022-03-01T19:30:00+09:00"), now=NOW).id
    begin_rescreening(actor=stage.system, now=LATER, position_id=stage.position_id, revision_id=fourth)

    page = advance_rescreening(actor=stage.system, now=LATER, run_ref=begun.run_ref, address=ADDRESS)

    assert (page.status, page.done) == ("superseded", 0)


def test_reasons_are_compared_by_criterion_and_not_by_place(stage: ScreeningStage) -> None:
    """A criterion put in front moves every bit; only those whose reasons really are others are written."""
    meets = apply(stage, service_branch="jsdf", service_years=3, languages=["ja"])
    unknown = apply(stage)
    document = criteria(3, effective_from="2022-03-01T19:00:00+09:00")
    document["facts"] = document["facts"] | {"languages": {"type": "set", "choices": ["ja", "en", "uk"]}}
    speaks = {"id": "speaks", "fact": "languages", "op": "contains_any", "value": ["uk"]}
    document["criteria"] = {"id": "top", "any": [{"id": "both", "all": [speaks, document["criteria"]]}]}
    document["criteria"]["any"].append(document["criteria"]["any"][0]["all"].pop())
    revision_id = publish(stage.enquiries, document, now=NOW).id

    run = _rescreen(stage, revision_id)

    assert (run.done, run.changed, run.letters) == (2, 1, 0)
    assert history_of(stage, meets) == [("none", "meets")]
    assert history_of(stage, unknown) == [("none", "cannot_tell"), ("cannot_tell", "cannot_tell")]
    assert [violation for invariant in INVARIANTS for violation in _within(stage, invariant)] == []


def test_a_revision_that_is_not_in_force_re_screens_nobody(stage: ScreeningStage) -> None:
    apply(stage, service_branch="jsdf", service_years=2)
    future = publish(stage.enquiries, criteria(3, effective_from="2022-04-01T00:00:00+09:00"), now=NOW).id

    with pytest.raises(Refusal) as refused:
        _rescreen(stage, future)

    assert refused.value.code == "screening.revision_not_in_force"


def _do_all(stage: ScreeningStage, begun: tuple[RunPage, ...], now: datetime) -> list[RunPage]:
    done = []
    for page in begun:
        run = rescreen_position(
            actor=stage.system,
            now=now,
            position_id=page.position_id,
            revision_id=page.revision_id,
            address=ADDRESS,
        )
        done.append(run)
    return done


def test_the_calendar_changes_those_whose_day_has_come_and_nobody_is_told(stage: ScreeningStage) -> None:
    """The day on which a young recruit comes of age; a colleague of thirty is not even looked at."""
    young = apply(stage, birth_date=date(2004, 3, 2), service_branch="jsdf", service_years=1)
    older = apply(stage, birth_date=date(1992, 3, 2), service_branch="jsdf", service_years=1)
    tomorrow = NOW + timedelta(days=1)
    before = profile_of(stage, older)

    early = rescreen_flipped(actor=stage.system, now=NOW)
    (run,) = rescreen_flipped(actor=stage.system, now=tomorrow)
    again = rescreen_flipped(actor=stage.system, now=tomorrow)

    assert (early, again) == ((), ())
    assert history_of(stage, young) == [("none", "does_not_meet"), ("does_not_meet", "meets")]
    assert (run.cause, run.total, run.changed, run.letters, run.status) == ("calendar", 1, 1, 0, "finished")
    assert profile_of(stage, young).next_flip == date(2065, 3, 2)
    assert (profile_of(stage, older).next_flip, before.next_flip) == (date(2053, 3, 2),) * 2
    assert audited("position.rescreened") == [("system:system", run.run_ref)]
    assert [violation for invariant in INVARIANTS for violation in _within(stage, invariant)] == []


def test_nights_that_were_missed_are_made_up_for(stage: ScreeningStage) -> None:
    refs = [apply(stage, birth_date=date(2004, 3, day), service_branch="jsdf", service_years=1) for day in (2, 9, 30)]

    (run,) = rescreen_flipped(actor=stage.system, now=NOW + timedelta(days=14))

    assert (run.total, run.changed) == (2, 2)
    assert [history_of(stage, ref)[-1][1] for ref in refs] == ["meets", "meets", "does_not_meet"]


def test_another_age_gives_everybody_another_day(stage: ScreeningStage) -> None:
    """Nobody's result changes with the new age, but the day on which it may change does."""
    ref = apply(stage, birth_date=date(1980, 5, 1), service_branch="jsdf", service_years=2)
    document = criteria(3, effective_from="2022-03-01T19:00:00+09:00")
    document["criteria"]["all"][1]["value"] = [18, 50]
    revision_id = publish(stage.enquiries, document, now=NOW).id

    run = _rescreen(stage, revision_id)

    assert run.changed == 0
    assert profile_of(stage, ref).next_flip == date(2031, 5, 1)
    assert history_of(stage, ref) == [("none", "meets")]


def test_a_revision_is_due_once_when_it_comes_into_force(stage: ScreeningStage) -> None:
    recruit = apply(stage, service_branch="jsdf", service_years=2)
    _do_all(stage, rescreen_due(actor=stage.system, now=NOW), NOW)
    publish(stage.enquiries, criteria(3, years=3, effective_from="2022-03-05T00:00:00+09:00"), now=NOW)
    before, after = NOW + timedelta(days=1), NOW + timedelta(days=5)

    too_early = rescreen_due(actor=stage.system, now=before)
    (run,) = _do_all(stage, rescreen_due(actor=stage.system, now=after), after)
    again = rescreen_due(actor=stage.system, now=after)

    assert (too_early, again) == ((), ())
    assert run.letters == 1
    assert history_of(stage, recruit) == [("none", "meets"), ("meets", "cannot_tell")]


def test_another_organisation_cannot_advance_a_run(stage: ScreeningStage) -> None:
    apply(stage)
    page = begin_rescreening(
        actor=stage.system, now=LATER, position_id=stage.position_id, revision_id=stage.revision.id
    )
    other = set_screening_stage("other-office")

    with pytest.raises(NotFound):
        advance_rescreening(actor=other.system, now=LATER, run_ref=page.run_ref, address=ADDRESS)


_VALUES = {
    "service_branch": st.sampled_from(["jsdf", "ffl", "other", "none"]),
    "service_years": st.sampled_from([0, 0.5, 1, 2, 3, 4]),
    "specialised_training": st.booleans(),
}
_GRADED = {
    key: st.one_of(
        st.none(),
        st.builds(
            lambda value, evidence: {"value": value, "evidence": evidence},
            values,
            st.sampled_from(["claimed", "documented", "verified"]),
        ),
    )
    for key, values in _VALUES.items()
}


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    people=st.lists(st.fixed_dictionaries(_GRADED), min_size=1, max_size=6),
    years=st.lists(st.sampled_from([0, 1, 2, 3]), min_size=1, max_size=3),
)
def test_the_statement_and_the_single_screening_agree(
    stage: ScreeningStage, people: list[dict[str, Any]], years: list[int]
) -> None:
    """Whoever a run has judged, judging them one by one afterwards changes nothing."""
    refs = [apply(stage, **{key: value for key, value in facts.items() if value}) for facts in people]
    for wanted in years:
        number, at = _next_revision(stage)
        document = criteria(number, years=wanted, effective_from=at.isoformat())
        revision_id = publish(stage.enquiries, document, now=NOW).id
        rescreen_position(
            actor=stage.system,
            now=at,
            position_id=stage.position_id,
            revision_id=revision_id,
            address=ADDRESS,
            chunk=2,
        )

        screened = [screen_application(actor=stage.system, now=at, application_ref=ref).changed for ref in refs]

        assert screened == [False] * len(refs)
        assert [violation for invariant in INVARIANTS for violation in _within(stage, invariant)] == []


def _next_revision(stage: ScreeningStage) -> tuple[int, Any]:
    newest = revisions_of_position(stage.position_id)[-1]
    return newest.number + 1, max(newest.effective_from, NOW) + timedelta(minutes=10)


def _within(stage: ScreeningStage, invariant: Any) -> list[Any]:
    with acting(stage.system):
        return list(invariant())


def test_two_workers_on_one_run_take_turns(committed_db: Database) -> None:
    """Both advance the same run until it is finished; nobody is judged or written to twice."""
    stage = set_screening_stage()
    refs = [apply(stage, service_branch="jsdf", service_years=2) for _ in range(6)]
    revision_id = _publish_stricter(stage)
    begun = begin_rescreening(actor=stage.system, now=LATER, position_id=stage.position_id, revision_id=revision_id)
    ready = threading.Barrier(2)
    ended: list[RunPage] = []

    def work() -> None:
        ready.wait()
        page = begun
        while page.status not in {"finished", "superseded"}:
            page = advance_rescreening(actor=stage.system, now=LATER, run_ref=begun.run_ref, address=ADDRESS, chunk=1)
        ended.append(page)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert [(page.done, page.changed, page.letters) for page in ended] == [(6, 6, 6)] * 2
    assert [history_of(stage, ref) for ref in refs] == [[("none", "meets"), ("meets", "cannot_tell")]] * 6
    with acting(stage.system):
        assert [len(letters_about(actor=stage.system, ref=ref)) for ref in refs] == [1] * 6


def test_a_run_waits_for_the_screenings_under_way(committed_db: Database) -> None:
    """Somebody is being screened by the old criteria while the new ones begin: the run does not overlook them."""
    stage = set_screening_stage()
    ref = apply(stage, screened=False, service_branch="jsdf", service_years=2)
    judged, go_on = threading.Event(), threading.Event()
    begun: list[RunPage] = []

    def screen() -> None:
        with acting(stage.system):
            screen_application(actor=stage.system, now=NOW, application_ref=ref)
            judged.set()
            go_on.wait()
        connection.close()

    def begin(revision_id: int) -> None:
        begun.append(
            begin_rescreening(actor=stage.system, now=LATER, position_id=stage.position_id, revision_id=revision_id)
        )
        connection.close()

    screening = threading.Thread(target=screen)
    screening.start()
    judged.wait()
    beginning = threading.Thread(target=begin, args=(_publish_stricter(stage),))
    beginning.start()
    while beginning.is_alive() and not _somebody_waits():
        pass
    go_on.set()
    screening.join()
    beginning.join()

    assert [page.total for page in begun] == [1]


def _somebody_waits() -> bool:
    return bool(fetch_all("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")[0][0])


_KILLED = """
import sys, time
import django
django.setup()
from datetime import datetime
from appealdesk.foundation.actor import system_actor
from appealdesk.screening.actions.rescreen import rescreen_position

def tell(page):
    print(page.done, flush=True)
    time.sleep(0.3)

organisation, position, revision = map(int, sys.argv[1:4])
rescreen_position(actor=system_actor(organisation), now=datetime.fromisoformat(sys.argv[4]), position_id=position,
    revision_id=revision, address="https://desk.example", chunk=2, on_progress=tell)
"""


def test_a_run_whose_process_is_killed_goes_on_where_it_was(committed_db: Database) -> None:
    """SIGKILL leaves no time to tidy up: nobody is judged twice, and nobody is overlooked."""
    stage = set_screening_stage()
    refs = [apply(stage, service_branch="jsdf", service_years=2) for _ in range(9)]
    revision_id = _publish_stricter(stage)
    arguments = [stage.enquiries.organisation_id, stage.position_id, revision_id, LATER.isoformat()]
    process = subprocess.Popen([sys.executable, "-c", _KILLED, *map(str, arguments)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    seen = [process.stdout.readline().strip() for _ in range(2)]
    process.kill()
    process.wait()
    with acting(stage.system):
        (left,) = runs(actor=stage.system, position_id=stage.position_id)

    run = _rescreen(stage, revision_id, chunk=2)

    assert seen == ["2", "4"]
    assert (left.status, left.done in {4, 6}, left.letters) == ("screening", True, 0)
    assert (run.run_ref, run.done, run.changed, run.letters) == (left.run_ref, 9, 9, 9)
    assert [history_of(stage, ref) for ref in refs] == [[("none", "meets"), ("meets", "cannot_tell")]] * 9

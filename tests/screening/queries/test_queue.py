"""The list of applications."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound
from appealdesk.screening.actions.decide import decide_application
from appealdesk.screening.actions.read import read_queue
from appealdesk.screening.actions.rescreen import rescreen_position
from appealdesk.screening.inputs import DecisionInput, QueueFilter
from appealdesk.screening.queries.queue import QueuePage, queue_page
from tests.people.cast import audited
from tests.screening.cast import (
    ADDRESS,
    NOW,
    ScreeningStage,
    apply,
    criteria,
    declined,
    publish,
    set_screening_stage,
)


def _queue(stage: ScreeningStage, size: int = 50, role: Role = Role.DESK_OFFICER, **filters: Any) -> QueuePage:
    with acting(stage.staff(role)):
        return queue_page(actor=stage.staff(role), filters=QueueFilter(**filters), size=size)


def _refs(page: QueuePage) -> list[str]:
    return [row.ref for row in page.rows]


def test_a_row_says_who_what_and_how_it_stands(stage: ScreeningStage) -> None:
    ref = apply(stage, channel="phone", service_branch="jsdf", service_years=3)

    (row,) = _queue(stage).rows

    assert (row.ref, row.names.written, row.channel, row.outcome, row.decision, row.withdrawn) == (
        ref,
        "青木 恵子",
        "phone",
        "meets",
        "undecided",
        False,
    )
    assert row.position_titles["en"] == "Defence experience"


def test_pages_follow_each_other_both_ways(stage: ScreeningStage) -> None:
    refs = [apply(stage) for _ in range(7)]

    first = _queue(stage, size=3)
    second = _queue(stage, size=3, after=first.next)
    third = _queue(stage, size=3, after=second.next)
    back = _queue(stage, size=3, before=third.previous)

    assert _refs(first) + _refs(second) + _refs(third) == refs
    assert (first.previous, third.next) == ("", "")
    assert _refs(back) == _refs(second)
    assert (back.previous, back.next) == (refs[3], refs[5])
    assert _queue(stage, size=3, before=back.previous).previous == ""


def test_filters_narrow_and_count(stage: ScreeningStage) -> None:
    meets = apply(stage, service_branch="jsdf", service_years=3)
    unknown = apply(stage, channel="phone")
    turned_down = apply(stage, channel="phone")
    nowhere = apply(stage, position_ref=None)
    decide_application(actor=stage.staff(), now=NOW, entry=declined(turned_down), address=ADDRESS)

    page = _queue(stage, decision="undecided", channel="phone")

    assert _refs(page) == [unknown]
    assert _refs(_queue(stage, outcome="meets")) == [meets]
    assert _refs(_queue(stage, outcome="none")) == [nowhere]
    assert _refs(_queue(stage, decision="declined")) == [turned_down]
    assert _refs(_queue(stage, position_ref=stage.enquiries.position_ref)) == [meets, unknown, turned_down]
    assert _refs(_queue(stage, appeal_ref=stage.enquiries.appeal_ref)) == [meets, unknown, turned_down, nowhere]
    assert _refs(_queue(stage, position_ref="N-NOTHING")) == []
    assert (page.counts.shown, page.counts.total) == (1, 4)
    assert page.counts.decision == {"undecided": 1, "declined": 1}
    assert page.counts.channel == {"web": 2, "phone": 1}
    assert page.counts.outcome == {"cannot_tell": 1}
    assert [(choice.value, choice.count) for choice in page.counts.positions] == [(stage.enquiries.position_ref, 1)]
    assert [(choice.value, choice.count) for choice in page.counts.appeals] == [(stage.enquiries.appeal_ref, 1)]


@pytest.mark.parametrize("text", ["佐々木太郎", "佐々木 太郎"])
def test_a_name_finds_its_applications(stage: ScreeningStage, text: str) -> None:
    apply(stage)
    wanted = apply(stage, name="佐々木 太郎")

    page = _queue(stage, text=text)

    assert _refs(page) == [wanted]
    assert (page.counts.shown, page.counts.total) == (1, 1)


def test_a_reference_finds_its_application_in_any_case(stage: ScreeningStage) -> None:
    apply(stage)
    wanted = apply(stage)

    assert _refs(_queue(stage, text=f" {wanted.lower()} ")) == [wanted]
    assert _refs(_queue(stage, text="A-000000000")) == []


def test_the_number_of_queries_does_not_grow(stage: ScreeningStage) -> None:
    counts = []
    for more in (1, 2):
        for _ in range(more):
            apply(stage)
        with CaptureQueriesContext(connection) as captured:
            _queue(stage)
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_reading_the_queue_is_noted_once_for_the_page(stage: ScreeningStage) -> None:
    apply(stage)
    apply(stage)

    page = read_queue(actor=stage.staff(), now=NOW, filters=QueueFilter())

    assert len(page.rows) == 2
    assert audited("person.listed") == [("staff:S-desk_officer", "queue")]


def test_a_cursor_of_nowhere_is_not_found(stage: ScreeningStage) -> None:
    with pytest.raises(NotFound):
        _queue(stage, after="A-000000000")


@pytest.mark.parametrize("role", [Role.FINANCE_OFFICER, Role.PRESS_OFFICER])
def test_other_roles_see_no_queue(stage: ScreeningStage, role: Role) -> None:
    with pytest.raises(NotFound):
        _queue(stage, role=role)


def test_another_organisation_sees_its_own(stage: ScreeningStage) -> None:
    apply(stage)
    other = set_screening_stage("other-office")

    assert _queue(other).rows == ()
    assert _queue(other).counts.total == 0


def test_results_that_changed_since_the_decision_are_found_and_counted(stage: ScreeningStage) -> None:
    accepted = apply(stage, service_branch="jsdf", service_years=2)
    apply(stage, service_branch="jsdf", service_years=2)
    entry = DecisionInput(application_ref=accepted, outcome="accepted")
    decide_application(actor=stage.staff(), now=NOW, entry=entry, address=ADDRESS)
    document = criteria(3, years=3, effective_from="2022-03-01T19:00:00+09:00")
    run = rescreen_position(
        actor=stage.system,
        now=NOW + timedelta(hours=2),
        position_id=stage.position_id,
        revision_id=publish(stage.enquiries, document, now=NOW).id,
        address=ADDRESS,
    )

    worse, of_run = _queue(stage, changed="worse"), _queue(stage, run=run.run_ref)

    assert [(row.ref, row.decision, row.changed) for row in worse.rows] == [(accepted, "accepted", "worse")]
    assert (worse.counts.changed["worse"], worse.counts.changed["better"]) == (1, 0)
    assert (len(of_run.rows), of_run.counts.total) == (2, 2)
    assert _queue(stage, run="S-7K3M9Q2XC").rows == ()

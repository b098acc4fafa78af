"""What screening does when the worker tells it of an event."""

import json
from datetime import date, datetime, timedelta

from appealdesk.enquiries.actions.withdraw import withdraw_application
from appealdesk.foundation.db import acting, fetch_all
from appealdesk.foundation.events import Delivery
from appealdesk.letters.queries.outbox import letters_about
from appealdesk.people.actions.correct import correct_birth_date
from appealdesk.people.actions.judge import judge_records
from appealdesk.people.actions.revoke import revoke_judgement
from appealdesk.people.inputs import BirthDateInput, JudgementInput
from appealdesk.people.models import Record
from appealdesk.screening import jobs
from appealdesk.screening.queries.runs import runs
from tests.screening.cast import NOW, ScreeningStage, apply, criteria, history_of, profile_of, publish

LATER = NOW + timedelta(hours=2)


def _deliver(stage: ScreeningStage, name: str, now: datetime = LATER) -> None:
    """Deliver the newest event of this name to its listener."""
    rows = fetch_all(
        "SELECT payload::text, happened_at, actor_ref FROM foundation_outboxevent WHERE name = %s"
        " ORDER BY id DESC LIMIT 1",
        [name],
    )
    ((payload, happened_at, actor_ref),) = rows
    listener = {
        "ApplicationCreated": jobs.screen,
        "ApplicationWithdrawn": jobs.withdraw,
        "CriteriaPublished": jobs.rescreen,
        "PersonCorrected": jobs.rescreen_persons,
        "PersonsJoined": jobs.rescreen_persons,
        "PersonsParted": jobs.rescreen_persons,
        "RescreenAdvanced": jobs.advance,
    }[name]
    listener(
        Delivery(
            organisation_id=stage.enquiries.organisation_id,
            name=name,
            payload=json.loads(payload),
            happened_at=happened_at,
            now=now,
            actor_ref=actor_ref,
        )
    )


def _count(name: str) -> int:
    return int(fetch_all("SELECT count(*) FROM foundation_outboxevent WHERE name = %s", [name])[0][0])


def test_a_new_application_is_screened(stage: ScreeningStage) -> None:
    ref = apply(stage, screened=False, service_branch="jsdf", service_years=3)

    _deliver(stage, "ApplicationCreated")
    _deliver(stage, "ApplicationCreated")

    assert history_of(stage, ref) == [("none", "meets")]


def test_joining_and_parting_persons_screens_them_again(stage: ScreeningStage) -> None:
    served = {"service_branch": "jsdf", "service_years": 3}
    ref, other = apply(stage, birth_date=None, **served), apply(stage, name="佐藤 次郎", **served)
    with acting(stage.system):
        one, two = Record.objects.order_by("pk").values_list("ref", flat=True)
    entry = JudgementInput(record_a=one, record_b=two, verdict="same", reasons=("officer.asked",))

    judged = judge_records(actor=stage.staff(), now=NOW, entry=entry)
    _deliver(stage, "PersonsJoined")
    revoke_judgement(actor=stage.staff(), now=NOW, judgement_ref=judged.ref)
    _deliver(stage, "PersonsParted")

    assert history_of(stage, ref) == [("none", "cannot_tell"), ("cannot_tell", "meets"), ("meets", "cannot_tell")]
    assert history_of(stage, other) == [("none", "meets")]


def test_a_corrected_date_of_birth_screens_again(stage: ScreeningStage) -> None:
    ref = apply(stage, birth_date=None, service_branch="jsdf", service_years=3)
    with acting(stage.system):
        (person_ref,) = Record.objects.values_list("person__ref", flat=True)
    entry = BirthDateInput(person_ref=person_ref, birth_date=date(1983, 4, 9), note="By telephone")

    correct_birth_date(actor=stage.staff(), now=NOW, entry=entry)
    _deliver(stage, "PersonCorrected")

    assert history_of(stage, ref) == [("none", "cannot_tell"), ("cannot_tell", "meets")]


def test_a_published_revision_re_screens_part_by_part(stage: ScreeningStage) -> None:
    ref = apply(stage, service_branch="jsdf", service_years=2)
    publish(stage.enquiries, criteria(3, years=3, effective_from="2022-03-01T19:00:00+09:00"))

    _deliver(stage, "CriteriaPublished")
    while True:
        before = _count("RescreenAdvanced")
        _deliver(stage, "RescreenAdvanced")
        if _count("RescreenAdvanced") == before:
            break

    with acting(stage.system):
        (run,) = runs(actor=stage.system)
        letters = letters_about(actor=stage.system, ref=ref)
    assert (run.status, run.changed, run.letters) == ("finished", 1, 1)
    assert [letter.kind for letter in letters] == ["result_changed"]


def test_a_revision_of_the_future_waits_for_its_day(stage: ScreeningStage) -> None:
    apply(stage, service_branch="jsdf", service_years=2)
    publish(stage.enquiries, criteria(3, effective_from="2022-04-01T00:00:00+09:00"))

    _deliver(stage, "CriteriaPublished")

    with acting(stage.system):
        assert runs(actor=stage.system) == ()


def test_a_withdrawal_becomes_the_decision(stage: ScreeningStage) -> None:
    ref = apply(stage)
    withdraw_application(actor=stage.system, now=NOW, application_ref=ref)

    _deliver(stage, "ApplicationWithdrawn")

    assert profile_of(stage, ref).get_decision_display() == "Withdrawn"

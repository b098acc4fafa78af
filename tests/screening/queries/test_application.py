"""The desk's page about one application."""

from datetime import date, timedelta

import pytest

from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound
from appealdesk.people.actions.judge import judge_records
from appealdesk.people.inputs import JudgementInput
from appealdesk.people.queries.persons import person_page
from appealdesk.screening.actions.decide import decide_application
from appealdesk.screening.actions.read import read_application
from appealdesk.screening.actions.rescreen import rescreen_position
from appealdesk.screening.actions.undo import undo_decision
from appealdesk.screening.inputs import UndoInput
from appealdesk.screening.queries.application import ApplicationPage, application_page
from appealdesk.screening.queries.decisions import PublicResult, result_for_public
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


def _page(stage: ScreeningStage, ref: str) -> ApplicationPage:
    with acting(stage.staff()):
        return application_page(actor=stage.staff(), now=NOW, ref=ref)


def test_each_criterion_says_how_it_came_out(stage: ScreeningStage) -> None:
    page = _page(stage, apply(stage, service_branch="none", specialised_training=True))

    assert [(line.leaf_id, line.state, line.decides, line.evidence, line.source) for line in page.criteria] == [
        ("branch", "unmet", False, "claimed", "declared"),
        ("years", "unknown", False, "", ""),
        ("training", "unknown", True, "claimed", "declared"),
        ("age", "met", False, "claimed", ""),
    ]
    assert all(line.sentence and line.fact_label for line in page.criteria)
    assert page.criteria[0].value == "勤務経験なし"
    assert (page.outcome, page.revision and page.revision.number) == ("cannot_tell", 2)


def test_the_page_has_the_person_the_facts_and_the_enquiry(stage: ScreeningStage) -> None:
    ref = apply(stage, channel="phone", birth_date=date(1982, 7, 14), service_branch="jsdf")

    page = _page(stage, ref)

    assert (page.identity.names.written, page.age) == ("青木 恵子", 39)
    assert page.enquiry.row.channel == "phone"
    assert [(line.fact.key, line.value, line.absent, line.asked) for line in page.facts] == [
        ("birth_date", "1982-07-14", "", True),
        ("service_branch", "jsdf", "", True),
        ("service_years", None, "not_asked", True),
        ("specialised_training", None, "not_asked", True),
    ]
    assert page.decision is None
    assert page.seen_decision_ref == ""


def test_history_decisions_and_letters(stage: ScreeningStage) -> None:
    ref = apply(stage, service_branch="jsdf", service_years=2)
    first = decide_application(actor=stage.staff(), now=NOW, entry=declined(ref), address=ADDRESS)
    document = criteria(3, years=3, effective_from="2022-03-01T17:00:00+09:00")
    revision = publish(stage.enquiries, document, now=NOW - timedelta(hours=2))
    run = rescreen_position(
        actor=stage.system, now=NOW, position_id=stage.position_id, revision_id=revision.id, address=ADDRESS
    )

    page = _page(stage, ref)

    assert [(line.previous, line.outcome, line.revision_number, line.run_ref) for line in page.history] == [
        ("meets", "cannot_tell", 3, run.run_ref),
        ("none", "meets", 2, ""),
    ]
    assert page.history[1].reasons == ("branch", "years", "age")
    assert page.decision is not None
    assert (page.decision.ref, page.decision.screening_outcome, page.seen_decision_ref) == (
        first.ref,
        "meets",
        first.ref,
    )
    assert [letter.kind for letter in page.letters] == ["decision_declined", "result_changed"]


def test_the_applicant_reads_the_decision_in_another_language(stage: ScreeningStage) -> None:
    ref = apply(stage, birth_date=date(1950, 1, 1), service_branch="jsdf", service_years=2)
    decide_application(actor=stage.staff(), now=NOW, entry=declined(ref), address=ADDRESS)

    with acting(stage.enquiries.public):
        result = result_for_public(ref, language="uk")

    assert result == PublicResult(
        outcome="declined",
        reasons=("Для цієї ролі потрібен досвід служби у збройних силах.",),
        criteria=("Дата народження: вік від 18 до 60 років.",),
        decided_at=NOW,
    )


def test_what_the_rules_say_is_no_decision(stage: ScreeningStage) -> None:
    ref = apply(stage, service_branch="jsdf", service_years=2)

    with acting(stage.enquiries.public):
        assert result_for_public(ref, language="en") is None


def test_opening_an_application_is_noted(stage: ScreeningStage) -> None:
    ref = apply(stage)

    page = read_application(actor=stage.staff(), now=NOW, ref=ref)

    assert page.application.ref == ref
    assert audited("application.read") == [("staff:S-desk_officer", ref)]


def test_an_offer_for_no_position_has_a_page(stage: ScreeningStage) -> None:
    page = _page(stage, apply(stage, position_ref=None, service_years=2))

    assert (page.position, page.revision, page.outcome, page.criteria) == (None, None, "none", ())
    assert page.position_titles["en"] == "any role"


@pytest.mark.parametrize("role", [Role.FINANCE_OFFICER, Role.PRESS_OFFICER])
def test_other_roles_find_nothing(stage: ScreeningStage, role: Role) -> None:
    ref = apply(stage)

    with pytest.raises(NotFound):
        read_application(actor=stage.staff(role), now=NOW, ref=ref)


def test_another_organisation_finds_nothing(stage: ScreeningStage) -> None:
    ref = apply(stage)
    other = set_screening_stage("other-office")

    with pytest.raises(NotFound):
        read_application(actor=other.staff(), now=NOW, ref=ref)


def test_decisions_about_the_same_person_elsewhere_are_remembered_with_what_they_were_for(
    stage: ScreeningStage,
) -> None:
    """Also where the records were joined only afterwards, whichever of the two persons was kept."""
    before = apply(stage, name="佐藤 健")
    made = decide_application(actor=stage.staff(), now=NOW, entry=declined(before), address=ADDRESS)
    undo_decision(actor=stage.staff(), now=NOW, entry=UndoInput(application_ref=before, seen_ref=made.ref))
    ref = apply(stage, name="佐藤 健一", position_ref=None)
    pages = [_page(stage, one) for one in (before, ref)]
    with acting(stage.system):
        records = [person_page(actor=stage.system, now=NOW, ref=page.identity.ref).records[0].ref for page in pages]
    entry = JudgementInput(record_a=records[0], record_b=records[1], verdict="same", reasons=("contact.phone",))
    judge_records(actor=stage.staff(), now=NOW, entry=entry)

    seen = [_page(stage, one) for one in (before, ref)]

    earlier = [
        (one.application_ref, one.line.outcome, one.line.undo, one.line.undone, one.position_titles["en"])
        for one in seen[1].earlier_decisions
    ]
    assert earlier == [
        (before, "undecided", True, False, "Defence experience"),
        (before, "declined", False, True, "Defence experience"),
    ]
    assert seen[1].earlier_decisions[1].line.reasons == ("この役割には、自衛隊などでの勤務経験が必要とされています。",)
    assert [other.ref for page in seen for other in page.others] == [ref, before]

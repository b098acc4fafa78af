"""Screening one application."""

from datetime import date, timedelta

import pytest

from appealdesk.core.criteria.evaluate import Outcome
from appealdesk.enquiries.actions.correct_facts import correct_facts
from appealdesk.enquiries.inputs import FactAnswer, FactCorrection
from appealdesk.foundation.refusals import NotFound
from appealdesk.screening.actions.screen import Screened, screen_application
from tests.people.cast import audited
from tests.screening.cast import (
    NOW,
    ScreeningStage,
    apply,
    criteria,
    history_of,
    profile_of,
    publish,
    set_screening_stage,
)


@pytest.mark.parametrize(
    ("facts", "outcome", "reasons"),
    [
        ({"service_branch": "jsdf", "service_years": 3}, Outcome.MEETS, ("branch", "years", "age")),
        ({"service_branch": "none", "specialised_training": False}, Outcome.CANNOT_TELL, ("training",)),
        (
            {"service_branch": "none", "specialised_training": {"value": False, "evidence": "documented"}},
            Outcome.DOES_NOT_MEET,
            ("branch", "training"),
        ),
        ({"service_years": 4}, Outcome.CANNOT_TELL, ("branch", "training")),
        ({"service_branch": {"absent": "declined_to_say"}}, Outcome.CANNOT_TELL, ("branch", "years", "training")),
    ],
)
def test_the_result_and_its_reasons(
    stage: ScreeningStage, facts: dict[str, object], outcome: Outcome, reasons: tuple[str, ...]
) -> None:
    ref = apply(stage, screened=False, **facts)

    screened = screen_application(actor=stage.system, now=NOW, application_ref=ref)

    assert screened == Screened(outcome=outcome, reasons=reasons, revision_ref=stage.revision.ref, changed=True)
    assert audited("application.screened") == [("system:system", ref)]


def test_screening_again_adds_nothing(stage: ScreeningStage) -> None:
    ref = apply(stage, service_branch="jsdf", service_years=3)

    again = screen_application(actor=stage.system, now=NOW + timedelta(hours=1), application_ref=ref)

    assert not again.changed
    assert history_of(stage, ref) == [("none", "meets")]
    assert profile_of(stage, ref).screened_at == NOW + timedelta(hours=1)


def test_a_corrected_fact_changes_the_result_and_leaves_a_history(stage: ScreeningStage) -> None:
    ref = apply(stage, service_branch="none", specialised_training=True)
    entry = FactCorrection(
        application_ref=ref,
        facts={"specialised_training": FactAnswer(value=True, evidence="documented")},
        source="staff",
    )
    correct_facts(actor=stage.staff(), now=NOW, entry=entry)

    screened = screen_application(actor=stage.system, now=NOW, application_ref=ref)

    assert (screened.outcome, screened.reasons) == (Outcome.MEETS, ("training", "age"))
    assert history_of(stage, ref) == [("none", "cannot_tell"), ("cannot_tell", "meets")]


def test_the_birthday_counts_where_the_organisation_is(stage: ScreeningStage) -> None:
    """At 16:00 UTC it is the next day in Tokyo, where somebody born on 2 March 2004 has just come of age."""
    ref = apply(stage, birth_date=date(2004, 3, 2), service_branch="jsdf", service_years=1, screened=False)

    before = screen_application(actor=stage.system, now=NOW.replace(hour=14), application_ref=ref)
    after = screen_application(actor=stage.system, now=NOW.replace(hour=16), application_ref=ref)

    assert (before.outcome, after.outcome) == (Outcome.DOES_NOT_MEET, Outcome.MEETS)


def test_no_date_of_birth_is_no_answer(stage: ScreeningStage) -> None:
    ref = apply(stage, birth_date=None, service_branch="jsdf", service_years=3, screened=False)

    screened = screen_application(actor=stage.system, now=NOW, application_ref=ref)

    assert (screened.outcome, screened.reasons) == (Outcome.CANNOT_TELL, ("age",))


def test_the_profile_holds_no_date_of_birth(stage: ScreeningStage) -> None:
    ref = apply(stage, birth_date=date(1982, 7, 14))

    birth_day = profile_of(stage, ref).birth_day

    assert birth_day is not None
    assert birth_day != (date(1982, 7, 14) - date(2000, 1, 1)).days


def test_an_offer_for_no_position_has_a_profile_and_no_result(stage: ScreeningStage) -> None:
    ref = apply(stage, position_ref=None, screened=False, service_years=3)

    screened = screen_application(actor=stage.system, now=NOW, application_ref=ref)

    assert screened == Screened(outcome=None, reasons=(), revision_ref="", changed=False)
    assert profile_of(stage, ref).outcome is None
    assert history_of(stage, ref) == []


def test_a_new_revision_with_the_same_reasons_changes_nothing(stage: ScreeningStage) -> None:
    ref = apply(stage, service_branch="jsdf", service_years=5)
    publish(stage.enquiries, criteria(3, years=2, effective_from="2022-03-01T18:00:00+09:00"))

    screened = screen_application(actor=stage.system, now=NOW + timedelta(hours=1), application_ref=ref)

    assert not screened.changed
    assert profile_of(stage, ref).revision_id == stage.revision.id


def test_another_organisation_finds_nothing(stage: ScreeningStage) -> None:
    ref = apply(stage)
    other = set_screening_stage("other-office")

    with pytest.raises(NotFound):
        screen_application(actor=other.system, now=NOW, application_ref=ref)

"""Correcting facts: the new answer counts, the earlier one stays readable."""

from datetime import timedelta
from typing import Any

import pytest

from appealdesk.enquiries.actions.correct_facts import correct_facts
from appealdesk.enquiries.inputs import FactCorrection
from appealdesk.enquiries.queries.applications import application_by_ref, application_facts, application_history
from appealdesk.foundation.actor import Actor, Role
from appealdesk.foundation.db import acting
from appealdesk.foundation.models import OutboxEvent
from appealdesk.foundation.refusals import NotFound, Refusal
from tests.enquiries.cast import Stage, processed
from tests.people.cast import NOW, OTHER_SYSTEM, audited

LATER = NOW + timedelta(hours=2)


@pytest.fixture
def application(stage: Stage) -> str:
    return processed(stage).application_ref or ""


def correct(actor: Actor, ref: str, **facts: Any) -> tuple[str, ...]:
    entry = FactCorrection.model_validate({"application_ref": ref, "facts": facts, "source": "staff"})
    return correct_facts(actor=actor, now=LATER, entry=entry)


def test_a_new_answer_supersedes_the_earlier_one(stage: Stage, application: str) -> None:
    officer = stage.staff()

    changed = correct(officer, application, service_years={"value": 0}, specialised_training={"value": True})

    assert changed == ("service_years", "specialised_training")
    with acting(officer):
        row = application_by_ref(actor=officer, ref=application)
        facts = application_facts(actor=officer, application_ids=[row.id])[row.id]
        history = application_history(actor=officer, application_id=row.id)
    assert {key: (fact.value, fact.source, fact.at) for key, fact in facts.items()} == {
        "service_years": (0, "staff", LATER),
        "specialised_training": (True, "staff", LATER),
    }
    assert [(fact.value, fact.superseded_at) for fact in history if fact.key == "service_years"] == [
        (3, LATER),
        (0, None),
    ]
    assert audited("facts.corrected") == [(f"staff:{officer.ref}", application)]
    assert OutboxEvent.objects.get(name="FactsCorrected").payload == {"application_ref": application}


def test_the_same_answer_again_tells_nobody(stage: Stage, application: str) -> None:
    correct(stage.staff(), application, service_years={"value": 5})

    assert correct(stage.staff(), application, service_years={"value": 5}) == ()
    assert OutboxEvent.objects.filter(name="FactsCorrected").count() == 1


def test_an_answer_that_does_not_fit_is_refused(stage: Stage, application: str) -> None:
    with pytest.raises(Refusal) as refused:
        correct(stage.staff(), application, service_years={"value": "many"})

    assert (refused.value.code, refused.value.field) == ("enquiries.answer_misfit", "service_years")


@pytest.mark.parametrize("role", [Role.PRESS_OFFICER, Role.FINANCE_OFFICER])
def test_roles_that_may_not(stage: Stage, application: str, role: Role) -> None:
    with pytest.raises(NotFound):
        correct(stage.staff(role), application, service_years={"value": 5})


def test_another_organisation_is_not_found(application: str) -> None:
    with pytest.raises(NotFound):
        correct(OTHER_SYSTEM, application, service_years={"value": 5})

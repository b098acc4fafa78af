"""What leads to decisions is seen by its own organisation only, and what was said stays as it was."""

import pytest
from django.db import ProgrammingError, transaction

from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting, execute, fetch_value
from appealdesk.screening.actions.add import add_reason
from appealdesk.screening.actions.decide import decide_application
from appealdesk.screening.actions.prepare import prepare_bulk
from appealdesk.screening.actions.request import request_review
from appealdesk.screening.inputs import BulkSelection, ReasonInput, ReviewInput
from tests.screening.cast import (
    ADDRESS,
    NOW,
    ScreeningStage,
    accepted,
    apply,
    ask_for_two,
    declined,
    set_screening_stage,
)

TABLES = (
    "screening_proposedacceptance",
    "screening_reviewrequest",
    "screening_bulkdecision",
    "screening_bulkline",
    "screening_ownreason",
)


@pytest.fixture
def full(stage: ScreeningStage) -> ScreeningStage:
    """A stage with a row in each table."""
    ask_for_two(stage)
    decide_application(actor=stage.staff(), now=NOW, entry=accepted(apply(stage)), address=ADDRESS)
    ref = apply(stage)
    decide_application(actor=stage.staff(), now=NOW, entry=declined(ref), address=ADDRESS)
    request_review(
        actor=stage.system, now=NOW, entry=ReviewInput(application_ref=ref, language="ja", text="お願いします。")
    )
    prepare_bulk(actor=stage.staff(), now=NOW, entry=BulkSelection(outcome="declined", application_refs=(ref,)))
    sentence: dict[str, object] = dict.fromkeys(("ja", "en", "uk"), "This role is for members.")
    entry = ReasonInput.model_validate(sentence | {"outcomes": ["declined"]})
    add_reason(actor=stage.staff(Role.ADMINISTRATOR), now=NOW, entry=entry)
    return stage


def _count(table: str) -> int:
    return int(fetch_value(f"SELECT count(*) FROM {table}"))  # noqa: S608 - a name of this page


def test_rows_are_seen_by_their_own_organisation_only(full: ScreeningStage) -> None:
    other = set_screening_stage("other-office")

    with acting(full.system):
        own = [_count(table) for table in TABLES]
    with acting(other.system):
        foreign = [_count(table) for table in TABLES]

    assert (own, foreign, [_count(table) for table in TABLES]) == ([1] * 5, [0] * 5, [0] * 5)


@pytest.mark.usefixtures("two_roles")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE screening_proposedacceptance SET proposed_by = 'S-another'",
        "DELETE FROM screening_proposedacceptance",
        "UPDATE screening_reviewrequest SET contested_by = 'S-another'",
        "DELETE FROM screening_reviewrequest",
        "UPDATE screening_bulkline SET seen_decision_id = NULL",
        "DELETE FROM screening_bulkdecision",
        "UPDATE screening_ownreason SET texts = '{}'",
    ],
)
def test_what_was_said_stays(full: ScreeningStage, statement: str) -> None:
    with acting(full.system), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        execute(statement)

"""The preview of a revision, and the public check."""

from datetime import date

import pytest

from appealdesk.appeals.queries.positions import position_by_id
from appealdesk.core.criteria.evaluate import Outcome
from appealdesk.foundation.db import acting, execute, fetch_all
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.screening.actions.decide import decide_application
from appealdesk.screening.inputs import DecisionInput
from appealdesk.screening.queries.eligibility import check_eligibility
from appealdesk.screening.queries.preview import Preview, preview_revision
from appealdesk.screening.queries.runs import Transition
from tests.screening.cast import ADDRESS, NOW, ScreeningStage, apply, criteria, set_screening_stage


def _preview(stage: ScreeningStage, years: int) -> Preview:
    with acting(stage.staff()):
        return preview_revision(
            actor=stage.staff(),
            now=NOW,
            position_id=stage.position_id,
            document=criteria(3, years=years),
            sample=True,
        )


def test_it_says_who_would_go_where_and_writes_nothing(stage: ScreeningStage) -> None:
    accepted = apply(stage, service_branch="jsdf", service_years=2)
    apply(stage, service_branch="ffl", service_years=8)
    entry = DecisionInput(application_ref=accepted, outcome="accepted")
    decide_application(actor=stage.staff(), now=NOW, entry=entry, address=ADDRESS)
    before = _everything(stage)

    preview = _preview(stage, years=3)

    stays = Transition(before="meets", after="meets", count=1)
    leaves = Transition(before="meets", after="cannot_tell", count=1)
    assert set(preview.matrix) == {stays, leaves}
    assert preview.by_decision == {"undecided": (stays,), "accepted": (leaves,)}
    # So few are not sampled.
    assert (preview.judged, preview.total, preview.sampled, preview.changed) == (2, 2, False, 1)
    assert _everything(stage) == before


def test_of_many_a_sample_is_judged_and_the_whole_is_told_about(stage: ScreeningStage) -> None:
    number = 40_000
    with acting(stage.system):
        execute(
            """
            INSERT INTO screening_screeningprofile (application_id, organisation_id, appeal_id, position_id, reasons,
                evidence_1, evidence_2, screened_at, decision, channel)
            SELECT 10000000 + n, %s, 1, %s, 0, 0, 0, %s, 0, 0 FROM generate_series(1, %s) AS n
            """,
            [stage.enquiries.organisation_id, stage.position_id, NOW, number],
        )

    preview, again = _preview(stage, years=3), _preview(stage, years=3)

    assert preview == again
    assert preview.sampled
    assert preview.matrix == (Transition(before="none", after="cannot_tell", count=preview.judged),)
    assert preview.total == preview.judged * 100
    assert 0.5 * number < preview.total < 1.5 * number


def test_a_document_that_cannot_be_read_is_refused(stage: ScreeningStage) -> None:
    with acting(stage.staff()), pytest.raises(Refusal) as refused:
        preview_revision(actor=stage.staff(), now=NOW, position_id=stage.position_id, document={"schema": "x"})

    assert refused.value.code == "screening.criteria_malformed"


def test_a_fact_that_the_dictionary_lacks_is_refused(stage: ScreeningStage) -> None:
    document = criteria(3)
    document["facts"] = document["facts"] | {"flies": {"type": "flag"}}
    document["criteria"] = {"id": "root", "fact": "flies", "op": "is", "value": True}

    with acting(stage.staff()), pytest.raises(Refusal) as refused:
        preview_revision(actor=stage.staff(), now=NOW, position_id=stage.position_id, document=document)

    assert refused.value.code == "screening.criteria_not_judgeable"


def test_another_organisation_finds_no_position(stage: ScreeningStage) -> None:
    other = set_screening_stage("other-office")

    with acting(other.staff()), pytest.raises(NotFound):
        preview_revision(actor=other.staff(), now=NOW, position_id=stage.position_id, document=criteria(3))


@pytest.mark.parametrize(
    ("answers", "outcome", "states"),
    [
        (
            {"service_branch": "jsdf", "service_years": 3, "birth_date": "1982-07-14"},
            Outcome.MEETS,
            [("branch", "met"), ("years", "met"), ("age", "met")],
        ),
        ({"birth_date": "2010-01-01"}, Outcome.DOES_NOT_MEET, [("age", "unmet")]),
        (
            {"service_branch": "none", "birth_date": "1982-07-14"},
            Outcome.CANNOT_TELL,
            [("training", "unknown")],
        ),
    ],
)
def test_the_public_check_stores_nothing(
    stage: ScreeningStage, answers: dict[str, object], outcome: Outcome, states: list[tuple[str, str]]
) -> None:
    position = position_by_id(stage.position_id, now=NOW)
    before = _everything(stage)

    result = check_eligibility(position, answers, date(2022, 3, 1), language="ja")

    assert (result.outcome, [(line.leaf_id, line.state) for line in result.lines]) == (outcome, states)
    assert _everything(stage) == before


def _everything(stage: ScreeningStage) -> list[tuple[object, ...]]:
    with acting(stage.system):
        return fetch_all(
            "SELECT 'p', application_id, outcome, reasons, xmin::text FROM screening_screeningprofile UNION ALL "
            "SELECT 's', id, outcome, reasons, xmin::text FROM screening_screening ORDER BY 1, 2"
        )

"""Each invariant notices what it is there for."""

from typing import Any

import pytest

from appealdesk.foundation.db import acting, execute
from appealdesk.foundation.violations import Invariant
from appealdesk.screening import invariants
from appealdesk.screening.actions.decide import decide_application
from tests.screening.cast import ADDRESS, NOW, ScreeningStage, apply, declined


def _names(stage: ScreeningStage) -> set[str]:
    with acting(stage.system):
        return {violation.name for invariant in invariants.INVARIANTS for violation in invariant()}


def _broken(stage: ScreeningStage, *statements: str) -> set[str]:
    with acting(stage.system):
        for statement in statements:
            execute(statement)
    return _names(stage)


@pytest.fixture
def decided(stage: ScreeningStage) -> ScreeningStage:
    """A stage with a few applications, one of them decided."""
    apply(stage, service_branch="jsdf", service_years=3)
    apply(stage)
    ref = apply(stage, service_branch="none")
    decide_application(actor=stage.staff(), now=NOW, entry=declined(ref), address=ADDRESS)
    return stage


def test_nothing_is_wrong(decided: ScreeningStage) -> None:
    assert _names(decided) == set()


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        (
            "UPDATE screening_screeningprofile SET n01 = 0 WHERE n01 = 3",
            "screening.results_follow_from_facts",
        ),
        (
            "UPDATE screening_screeningprofile SET evidence_1 = 0, evidence_2 = 0 WHERE n01 = 3",
            "screening.results_follow_from_facts",
        ),
        (
            "UPDATE screening_screeningprofile SET position_id = position_id + 1000",
            "screening.profiles_have_applications",
        ),
        (
            """
            INSERT INTO screening_screening
                (organisation_id, application_id, revision_id, reasons, at, as_of, outcome)
            SELECT organisation_id, application_id, revision_id, reasons, screened_at, '2022-03-01', 1
            FROM screening_screeningprofile WHERE outcome <> 1
            """,
            "screening.profiles_hold_the_latest_result",
        ),
        ("UPDATE screening_screeningprofile SET decision = 0", "screening.decisions_are_one_chain"),
    ],
)
def test_what_is_wrong_is_named(decided: ScreeningStage, statement: str, name: str) -> None:
    assert name in _broken(decided, statement)


def test_every_function_is_listed() -> None:
    written: list[Any] = [
        value
        for name, value in vars(invariants).items()
        if callable(value) and getattr(value, "__module__", "") == invariants.__name__ and not name.startswith("_")
    ]
    listed: tuple[Invariant, ...] = invariants.INVARIANTS

    assert written == list(listed)

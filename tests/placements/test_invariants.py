"""Each invariant notices what it is there for."""

from typing import Any

import pytest

from appealdesk.foundation.db import acting, execute
from appealdesk.placements import invariants
from tests.placements.cast import PlacementStage, on_roster, propose
from tests.screening.cast import apply


def _names(stage: PlacementStage) -> set[str]:
    with acting(stage.system):
        return {violation.name for invariant in invariants.INVARIANTS for violation in invariant()}


def test_nothing_is_wrong(stage: PlacementStage) -> None:
    propose(stage, on_roster(stage))

    assert _names(stage) == set()


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        (
            "UPDATE screening_screeningprofile SET birth_day = birth_day + 9000",
            "placements.nobody_under_age",
        ),
        (
            """
            UPDATE placements_rosterentry SET application_id = (
                SELECT max(id) FROM enquiries_application
                WHERE id NOT IN (SELECT application_id FROM screening_decision))
            """,
            "placements.the_roster_follows_the_decisions",
        ),
        ("UPDATE placements_placement SET status = 'cleared'", "placements.what_is_held_is_not_cleared"),
        ("UPDATE placements_placement SET status = 'proposed'", "placements.what_is_held_is_not_cleared"),
    ],
)
def test_what_is_wrong_is_named(stage: PlacementStage, statement: str, name: str) -> None:
    propose(stage, on_roster(stage))
    apply(stage.screening)

    with acting(stage.system):
        execute(statement)

    assert _names(stage) == {name}


def test_every_function_is_listed() -> None:
    written: list[Any] = [
        value
        for name, value in vars(invariants).items()
        if callable(value) and getattr(value, "__module__", "") == invariants.__name__ and not name.startswith("_")
    ]

    assert written == list(invariants.INVARIANTS)

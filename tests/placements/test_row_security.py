"""Without its organisation a transaction sees nobody; decisions and results cannot be rewritten."""

import pytest
from django.db import ProgrammingError, transaction

from appealdesk.foundation.db import acting, execute, fetch_value
from tests.placements.cast import PlacementStage, on_roster, propose, set_placement_stage

_PERSONAL = (
    "placements_rosterentry",
    "placements_placement",
    "placements_hold",
    "screening_screeningprofile",
    "screening_screening",
    "screening_decision",
)


def _count(table: str) -> int:
    return int(fetch_value(f"SELECT count(*) FROM {table}"))  # noqa: S608 - a name of this page


@pytest.mark.parametrize("table", _PERSONAL)
def test_rows_are_seen_by_their_own_organisation_only(stage: PlacementStage, table: str) -> None:
    propose(stage, on_roster(stage, travelling=False), position_ref=stage.travelling_ref)
    other = set_placement_stage("other-office")

    with acting(stage.system):
        own = _count(table)
    with acting(other.system):
        foreign = _count(table)

    assert (own, foreign, _count(table)) == (1, 0, 0)


@pytest.mark.usefixtures("two_roles")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE screening_decision SET outcome = 'declined'",
        "DELETE FROM screening_decision",
        "UPDATE screening_screening SET outcome = 1",
        "DELETE FROM screening_screening",
        "DELETE FROM placements_hold",
    ],
)
def test_what_was_decided_stays(stage: PlacementStage, statement: str) -> None:
    propose(stage, on_roster(stage))

    with acting(stage.system), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        execute(statement)


def test_a_note_can_be_erased(stage: PlacementStage) -> None:
    on_roster(stage)

    with acting(stage.system):
        assert execute("UPDATE screening_decision SET wrapped_key = NULL, sealed = NULL") == 1

"""The people whom a draft would move: who, what decides, and what was decided; the reading is noted."""

from typing import Any

import pytest

from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound
from appealdesk.screening.actions.decide import decide_application
from appealdesk.screening.actions.read import read_dry_run
from appealdesk.screening.inputs import MoveFilter
from appealdesk.screening.queries.dry_run import MovedPage, moved_people
from tests.people.cast import audited
from tests.screening.cast import ADDRESS, NOW, ScreeningStage, accepted, apply, criteria, set_screening_stage


def moved(stage: ScreeningStage, size: int = 50, **chosen: str) -> MovedPage:
    with acting(stage.staff()):
        return moved_people(
            actor=stage.staff(),
            now=NOW,
            position_id=stage.position_id,
            document=criteria(3, years=3),
            chosen=MoveFilter.model_validate(chosen),
            size=size,
        )


def decide(stage: ScreeningStage, ref: str) -> None:
    decide_application(actor=stage.staff(), now=NOW, entry=accepted(ref), address=ADDRESS)


def test_those_whose_result_changes_are_listed_with_what_decides(stage: ScreeningStage) -> None:
    apply(stage, service_branch="jsdf", service_years=8)
    lost = apply(stage, service_branch="jsdf", service_years=2, specialised_training=False)
    doubtful = apply(stage, service_branch="ffl", service_years=2)
    decide(stage, lost)

    rows = moved(stage).rows

    assert [(row.ref, row.decision, row.before, row.after, row.adverse) for row in rows] == [
        (lost, "accepted", "meets", "cannot_tell", True),
        (doubtful, "undecided", "meets", "cannot_tell", False),
    ]
    assert all("raining" in " ".join(row.reasons) or "訓練" in " ".join(row.reasons) for row in rows)


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"before": "meets", "to": "cannot_tell"}, [0, 1, 2]),
        ({"before": "cannot_tell"}, []),
        ({"to": "does_not_meet"}, []),
        ({"before": "none"}, []),
        ({"decision": "accepted"}, [1]),
    ],
)
def test_the_list_is_filtered_by_move_and_decision(
    stage: ScreeningStage, chosen: dict[str, str], found: list[int]
) -> None:
    refs = [apply(stage, service_branch="jsdf", service_years=2) for _ in range(3)]
    decide(stage, refs[1])

    assert [row.ref for row in moved(stage, **chosen).rows] == [refs[place] for place in found]


def test_the_list_is_paged_by_reference(stage: ScreeningStage) -> None:
    refs = [apply(stage, service_branch="jsdf", service_years=2) for _ in range(3)]

    first = moved(stage, size=2)
    second = moved(stage, size=2, after=first.next)

    assert ([row.ref for row in first.rows], first.next) == (refs[:2], refs[1])
    assert ([row.ref for row in second.rows], second.next) == (refs[2:], "")


def test_a_reading_of_names_is_noted(stage: ScreeningStage) -> None:
    ref = apply(stage, service_branch="jsdf", service_years=2)
    about: dict[str, Any] = {"actor": stage.staff(), "now": NOW, "position_id": stage.position_id}

    page = read_dry_run(**about, document=criteria(3, years=3), chosen=MoveFilter())

    assert [row.ref for row in page.rows] == [ref]
    assert audited("person.read")[-1] == (f"staff:{stage.staff().ref}", page.rows[0].person_ref)


def test_another_organisations_position_is_not_found(stage: ScreeningStage) -> None:
    other = set_screening_stage("elsewhere")

    with acting(other.staff()), pytest.raises(NotFound):
        moved_people(
            actor=other.staff(),
            now=NOW,
            position_id=stage.position_id,
            document=criteria(3),
            chosen=MoveFilter(),
        )

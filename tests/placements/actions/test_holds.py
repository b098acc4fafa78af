"""Placements, what holds them, and who lifts it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from appealdesk.appeals.events import AdvisoryChanged
from appealdesk.foundation.actor import Role, system_actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit
from appealdesk.foundation.jobs import dispatch_events, run_jobs
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.placements.actions.clear import clear_placement
from appealdesk.placements.actions.hold import hold_placement
from appealdesk.placements.actions.lift import LiftedHold, lift_hold
from appealdesk.placements.actions.review import ReviewedHolds, review_advisory
from appealdesk.placements.actions.stand_down import stand_down_placement
from appealdesk.placements.invariants import INVARIANTS
from appealdesk.placements.models import Hold, Placement
from appealdesk.placements.queries.roster import held_count
from tests.placements.cast import NOW, PlacementStage, on_roster, propose, read_advisory, set_placement_stage

SAFE = NOW + timedelta(hours=3)


def _status(stage: PlacementStage, ref: str) -> str:
    with acting(stage.system):
        return Placement.objects.get(ref=ref).status


def _open_holds(stage: PlacementStage) -> list[Hold]:
    with acting(stage.system):
        return list(Hold.objects.filter(lifted_at__isnull=True).order_by("id"))


def _violations(stage: PlacementStage) -> list[object]:
    with acting(stage.system):
        return [violation for invariant in INVARIANTS for violation in invariant()]


@pytest.mark.parametrize(
    ("levels", "held"),
    [
        ({"jp-mofa": 4}, True),
        ({"jp-mofa": 3}, True),
        ({"jp-mofa": 2}, False),
        ({"jp-mofa": 2, "us-state": 4}, True),
        ({"jp-mofa": 2, "uk-fcdo": 4}, False),
        ({"jp-mofa": None}, True),
        ({}, True),
    ],
)
def test_travel_is_held_by_any_watched_advisory_and_by_silence(
    stage: PlacementStage, levels: dict[str, int | None], held: bool
) -> None:
    for issuer, level in levels.items():
        read_advisory(level, issuer=issuer)

    proposed = propose(stage, on_roster(stage))

    assert proposed.held is held
    assert _status(stage, proposed.ref) == ("held" if held else "proposed")
    assert _violations(stage) == []


def test_an_old_reading_is_silence(stage: PlacementStage) -> None:
    read_advisory(1, at=NOW - timedelta(hours=49))

    proposed = propose(stage, on_roster(stage))

    assert [(hold.kind, hold.cause, hold.advisory_id) for hold in _open_holds(stage)] == [
        ("advisory", "no_reading", None)
    ]
    assert proposed.held


def test_an_old_level_4_still_holds(stage: PlacementStage) -> None:
    advisory = read_advisory(4, at=NOW - timedelta(days=9))

    propose(stage, on_roster(stage))

    assert [(hold.cause, hold.advisory_id) for hold in _open_holds(stage)] == [("level", advisory.pk)]


def test_remote_work_is_not_affected(stage: PlacementStage) -> None:
    read_advisory(4)

    proposed = propose(stage, on_roster(stage, travelling=False))

    assert not proposed.held
    assert _status(stage, proposed.ref) == "proposed"


def test_proposing_again_is_the_same_placement(stage: PlacementStage) -> None:
    entry = on_roster(stage)
    first = propose(stage, entry)

    again = propose(stage, entry)

    assert (again.ref, again.already) == (first.ref, True)


def test_somebody_remote_may_be_proposed_for_a_position_that_travels(stage: PlacementStage) -> None:
    read_advisory(4)

    proposed = propose(stage, on_roster(stage, travelling=False), position_ref=stage.travelling_ref)

    assert proposed.held


def test_a_raised_advisory_holds_everybody_once(stage: PlacementStage) -> None:
    read_advisory(2)
    refs = [propose(stage, on_roster(stage)).ref for _ in range(2)]
    clear_placement(actor=stage.duty_officer("duty-1"), now=NOW, placement_ref=refs[0])
    remote = propose(stage, on_roster(stage, travelling=False)).ref
    read_advisory(4, at=NOW)

    first = review_advisory(actor=stage.system, now=NOW, country="UA")
    again = review_advisory(actor=stage.system, now=NOW, country="UA")

    assert first == ReviewedHolds(reviewed=2, held=2)
    assert again == ReviewedHolds(reviewed=2, held=0)
    assert [_status(stage, ref) for ref in (*refs, remote)] == ["held", "held", "proposed"]
    with acting(stage.system):
        assert held_count(actor=stage.system, appeal_id=stage.appeal_id) == 2
    assert _violations(stage) == []


def test_an_advisory_that_an_operator_loads_holds_placements_of_every_organisation(stage: PlacementStage) -> None:
    read_advisory(1)
    read_advisory(1, issuer="us-state")
    placement = propose(stage, on_roster(stage))
    raised = read_advisory(4, at=NOW)
    operator = system_actor(None, ref="operator")
    with acting(operator):
        emit(AdvisoryChanged(advisory_id=raised.pk, issuer="jp-mofa", country="UA", level=4), actor=operator, now=NOW)

    while dispatch_events(now=NOW) + run_jobs(now=NOW):
        pass

    with acting(stage.system):
        assert Placement.objects.get(ref=placement.ref).status == Placement.Status.HELD


def test_two_duty_officers_lift_a_hold_and_a_third_step_clears(stage: PlacementStage) -> None:
    placement = propose(stage, on_roster(stage)).ref
    read_advisory(2, at=SAFE)
    (hold,) = _open_holds(stage)
    first, second = stage.duty_officer("duty-1"), stage.duty_officer("duty-2")

    asked = lift_hold(actor=first, now=SAFE, hold_ref=hold.ref)
    agreed = lift_hold(actor=second, now=SAFE, hold_ref=hold.ref)

    assert asked == LiftedHold(ref=hold.ref, lifted=False, waits_for_second=True)
    assert agreed == LiftedHold(ref=hold.ref, lifted=True, waits_for_second=False)
    assert _status(stage, placement) == "proposed"
    assert clear_placement(actor=first, now=SAFE, placement_ref=placement).cleared
    assert _status(stage, placement) == "cleared"
    assert _violations(stage) == []


def test_one_person_is_not_two(stage: PlacementStage) -> None:
    propose(stage, on_roster(stage))
    read_advisory(1, at=SAFE)
    (hold,) = _open_holds(stage)
    alone = stage.duty_officer("duty-1")
    lift_hold(actor=alone, now=SAFE, hold_ref=hold.ref)

    with pytest.raises(Refusal) as refused:
        lift_hold(actor=alone, now=SAFE, hold_ref=hold.ref)

    assert refused.value.code == "placements.second_officer"


def test_the_database_refuses_a_hold_that_one_person_lifted(stage: PlacementStage) -> None:
    propose(stage, on_roster(stage))
    (hold,) = _open_holds(stage)

    with acting(stage.system), pytest.raises(IntegrityError), transaction.atomic():
        Hold.objects.filter(pk=hold.pk).update(lifted_at=NOW, lifted_by="U-1", second_lifted_by="U-1")


@pytest.mark.parametrize(("level", "code"), [(4, "placements.advisory_in_force"), (None, "placements.no_reading")])
def test_nobody_lifts_what_an_advisory_forbids(stage: PlacementStage, level: int | None, code: str) -> None:
    if level:
        read_advisory(level)
    propose(stage, on_roster(stage))
    (hold,) = _open_holds(stage)

    with pytest.raises(Refusal) as refused:
        lift_hold(actor=stage.duty_officer("duty-1"), now=NOW, hold_ref=hold.ref)

    assert refused.value.code == code


@pytest.mark.parametrize("role", [Role.DESK_OFFICER, Role.ADMINISTRATOR])
def test_only_duty_officers_lift_and_clear(stage: PlacementStage, role: Role) -> None:
    read_advisory(1)
    placement = propose(stage, on_roster(stage)).ref
    hold = hold_placement(actor=stage.staff(), now=NOW, placement_ref=placement, kind="care_check")

    refusals = []
    for attempt in (
        lambda: lift_hold(actor=stage.staff(role), now=NOW, hold_ref=hold),
        lambda: clear_placement(actor=stage.staff(role), now=NOW, placement_ref=placement),
    ):
        with pytest.raises(Refusal) as refused:
            attempt()
        refusals.append(refused.value.code)

    assert refusals == ["placements.duty_officer_only"] * 2


def test_a_held_placement_is_not_cleared(stage: PlacementStage) -> None:
    read_advisory(1)
    placement = propose(stage, on_roster(stage)).ref
    hold_placement(actor=stage.staff(), now=NOW, placement_ref=placement, kind="care_check")

    with pytest.raises(Refusal) as refused:
        clear_placement(actor=stage.duty_officer("duty-1"), now=NOW, placement_ref=placement)

    assert refused.value.code == "placements.not_proposed"


def test_an_advisory_that_comes_between_holds_instead_of_clearing(stage: PlacementStage) -> None:
    read_advisory(1)
    placement = propose(stage, on_roster(stage)).ref
    read_advisory(3, at=SAFE)

    cleared = clear_placement(actor=stage.duty_officer("duty-1"), now=SAFE, placement_ref=placement)

    assert not cleared.cleared
    assert _status(stage, placement) == "held"


def test_one_of_two_holds_lifted_still_holds(stage: PlacementStage) -> None:
    placement = propose(stage, on_roster(stage)).ref
    care = hold_placement(actor=stage.staff(), now=NOW, placement_ref=placement, kind="care_check")
    for login in ("duty-1", "duty-2"):
        lift_hold(actor=stage.duty_officer(login), now=NOW, hold_ref=care)

    assert _status(stage, placement) == "held"
    assert [hold.kind for hold in _open_holds(stage)] == ["advisory"]


def test_standing_down_twice_is_standing_down(stage: PlacementStage) -> None:
    placement = propose(stage, on_roster(stage)).ref

    stand_down_placement(actor=stage.staff(), now=NOW, placement_ref=placement)
    stand_down_placement(actor=stage.staff(), now=NOW, placement_ref=placement)

    assert _status(stage, placement) == "stood_down"


def test_another_organisation_finds_no_hold_and_no_placement(stage: PlacementStage) -> None:
    placement = propose(stage, on_roster(stage)).ref
    (hold,) = _open_holds(stage)
    other = set_placement_stage("other-office")

    with pytest.raises(NotFound):
        lift_hold(actor=other.duty_officer("duty-9"), now=NOW, hold_ref=hold.ref)
    with pytest.raises(NotFound):
        stand_down_placement(actor=other.staff(), now=NOW, placement_ref=placement)

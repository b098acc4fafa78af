"""Nobody is passed on who took back that they may be, and no two officers lift that."""

from datetime import timedelta

import pytest

from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal
from appealdesk.people.actions.agree import agree_to_purpose
from appealdesk.people.actions.withdraw import withdraw_consent
from appealdesk.placements.actions.clear import clear_placement
from appealdesk.placements.actions.lift import lift_hold
from appealdesk.placements.models import Hold, Placement, RosterEntry
from tests.cast import work_off
from tests.placements.cast import NOW, PlacementStage, on_roster, propose


def _take_back(stage: PlacementStage, roster_ref: str) -> str:
    """Agree to a hand-over and take it back; returns the person's reference."""
    with acting(stage.system):
        person_ref = RosterEntry.objects.get(ref=roster_ref).person.ref
    agree_to_purpose(actor=stage.staff(), now=NOW, purpose="hand_over", person_ref=person_ref)
    withdraw_consent(actor=stage.staff(), now=NOW, purpose="hand_over", person_ref=person_ref)
    return person_ref


def test_taking_the_consent_back_holds_what_was_cleared_until_they_agree_anew(stage: PlacementStage) -> None:
    entry = on_roster(stage, travelling=False)
    placement = propose(stage, entry).ref
    one, two = stage.duty_officer("one"), stage.duty_officer("two")
    clear_placement(actor=one, now=NOW, placement_ref=placement)

    person_ref = _take_back(stage, entry)
    work_off(NOW)

    with acting(stage.system):
        hold = Hold.objects.get()
        held = Placement.objects.get(ref=placement).status
    with pytest.raises(Refusal) as refused:
        lift_hold(actor=one, now=NOW, hold_ref=hold.ref)
    agree_to_purpose(actor=stage.staff(), now=NOW + timedelta(days=1), purpose="hand_over", person_ref=person_ref)
    later = NOW + timedelta(days=1)
    lifted = [lift_hold(actor=officer, now=later, hold_ref=hold.ref).lifted for officer in (one, two)]
    assert (hold.kind, hold.cause, held) == ("consent", "withdrawn", "held")
    assert (refused.value.code, lifted) == ("placements.consent_withdrawn", [False, True])


def test_whoever_took_it_back_before_is_held_as_soon_as_they_are_proposed(stage: PlacementStage) -> None:
    entry, other = on_roster(stage, travelling=False), on_roster(stage, travelling=False)
    _take_back(stage, entry)

    assert [propose(stage, ref).held for ref in (entry, other)] == [True, False]

"""Whatever officers and governments do, in whatever order: nobody is cleared to travel where an advisory forbids it."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Foreseen
from appealdesk.placements.actions.clear import clear_placement
from appealdesk.placements.actions.hold import hold_placement
from appealdesk.placements.actions.lift import lift_hold
from appealdesk.placements.actions.review import review_advisory
from appealdesk.placements.actions.stand_down import stand_down_placement
from appealdesk.placements.invariants import INVARIANTS
from appealdesk.placements.models import Hold, Placement
from appealdesk.placements.queries.travel import travel_stop
from tests.placements.cast import NOW, PlacementStage, on_roster, propose, read_advisory

_STEPS = st.one_of(
    st.tuples(st.just("advisory"), st.sampled_from([1, 2, 3, 4])),
    st.tuples(st.just("lift"), st.sampled_from([0, 1])),
    st.tuples(st.sampled_from(["propose", "clear", "care", "stand_down", "wait"]), st.just(0)),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(_STEPS, max_size=14))
def test_nobody_is_sent_where_an_advisory_forbids(stage: PlacementStage, steps: list[tuple[str, int]]) -> None:
    conduct = _Conduct(stage)

    for step, argument in steps:
        conduct.take(step, argument)

        assert conduct.wrongs() == []


class _Conduct:
    """One person on the roster, two duty officers, and a clock."""

    def __init__(self, stage: PlacementStage) -> None:
        self.stage = stage
        self.now = NOW
        self.entry = on_roster(stage)
        self.duty = [_duty(stage, login) for login in ("duty-1", "duty-2")]

    def take(self, step: str, argument: int) -> None:
        """Do one step, an hour after the one before; a refusal is an answer."""
        self.now += timedelta(hours=1)
        steps: dict[str, Callable[[], object]] = {
            "advisory": lambda: self._advise(argument),
            "wait": self._wait,
            "propose": lambda: propose(self.stage, self.entry, now=self.now),
            "lift": lambda: [
                lift_hold(actor=self.duty[argument], now=self.now, hold_ref=hold.ref) for hold in self._holds()
            ],
            "clear": lambda: [
                clear_placement(actor=self.duty[0], now=self.now, placement_ref=ref) for ref in self._placements()
            ],
            "care": lambda: [
                hold_placement(
                    actor=self.stage.staff(), now=self.now, placement_ref=ref, kind=Hold.Kind.CARE_CHECK.value
                )
                for ref in self._placements()
            ],
            "stand_down": lambda: [
                stand_down_placement(actor=self.stage.staff(), now=self.now, placement_ref=ref)
                for ref in self._placements()
            ],
        }
        with suppress(Foreseen):
            steps[step]()

    def wrongs(self) -> list[object]:
        """What must never be: a broken invariant, or somebody cleared at this hour against what is known."""
        with acting(self.stage.system):
            broken: list[object] = [violation for invariant in INVARIANTS for violation in invariant()]
            cleared_now = Placement.objects.filter(status=Placement.Status.CLEARED, status_at=self.now).exists()
            stop = travel_stop(position_id=self.stage.travelling_id, now=self.now)
        return [*broken, stop] if cleared_now and stop else broken

    def _advise(self, level: int) -> None:
        read_advisory(level, at=self.now)
        review_advisory(actor=self.stage.system, now=self.now, country="UA")

    def _wait(self) -> None:
        self.now += timedelta(hours=60)

    def _holds(self) -> list[Hold]:
        with acting(self.stage.system):
            return list(Hold.objects.filter(placement__roster_entry__ref=self.entry, lifted_at__isnull=True))

    def _placements(self) -> list[str]:
        with acting(self.stage.system):
            present = Placement.objects.filter(roster_entry__ref=self.entry).exclude(status="stood_down")
            return list(present.values_list("ref", flat=True))


_officers: dict[tuple[int, str], Actor] = {}


def _duty(stage: PlacementStage, login: str) -> Actor:
    """The same officer for every example of a stage."""
    key = (stage.screening.enquiries.organisation_id, login)
    if key not in _officers:
        _officers[key] = stage.duty_officer(login)
    return _officers[key]

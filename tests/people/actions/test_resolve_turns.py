"""An officer's search for persons recorded twice: short turns that find what one go finds, stopped and gone on with."""

from collections.abc import Iterator

import pytest

from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.people.actions.resolve import resolve_records, resolve_turn
from appealdesk.people.actions.start import start_resolution
from appealdesk.people.actions.stop import stop_resolution
from appealdesk.people.linkage.duck import DuckEngine
from appealdesk.people.models import Judgement, Resolution
from appealdesk.people.queries.resolving import new_records, resolution_is_due, resolutions_of
from tests.people.actions.test_resolve import KANA, TARO, TARO_AGAIN, forget_contact_keys, told
from tests.people.cast import KEIKO, NOW, OTHER_SYSTEM, SYSTEM, audited, staff

OFFICER = staff(Role.DESK_OFFICER)


@pytest.fixture
def engine() -> Iterator[DuckEngine]:
    made = DuckEngine()
    yield made
    made.close()


def turn(ref: str) -> bool:
    engine = DuckEngine()
    try:
        return resolve_turn(actor=SYSTEM, now=NOW, engine=engine, resolution_ref=ref, turn=1)
    finally:
        engine.close()


def verdicts() -> list[tuple[str, str]]:
    with acting(SYSTEM):
        return sorted(Judgement.objects.values_list("verdict", "source"))


@pytest.fixture
def waiting(db: None, engine: DuckEngine) -> None:
    """A first search has learnt what facts weigh; then two people come again, and one other for the first time."""
    told(KEIKO, "I-1")
    told(TARO, "I-2")
    resolve_records(actor=SYSTEM, now=NOW, engine=engine)
    forget_contact_keys()
    told(KANA, "I-3")
    told(TARO_AGAIN, "I-4")


def test_turns_find_what_one_go_finds(waiting: None) -> None:
    with acting(OFFICER):
        fresh = new_records(actor=OFFICER)
    ref = start_resolution(actor=OFFICER, now=NOW)
    due = resolution_is_due(SYSTEM)

    turns = [turn(ref) for _ in range(4)]

    # One record a turn, one more that finds nothing left, and one after the end.
    assert (fresh, due, turns) == (2, False, [True, True, False, False])
    assert verdicts() == [("same", "model"), ("undecided", "model")]
    with acting(OFFICER):
        page, _ = resolutions_of(actor=OFFICER)
        left = new_records(actor=OFFICER)
    assert (page.status, page.records, page.to_see, page.joined, page.asked, left) == ("finished", 2, 2, 1, 1, 0)
    assert audited("persons.resolving_started") == [(f"staff:{OFFICER.ref}", ref)]
    assert audited("persons.resolved")[-1] == ("system:system", ref)


def test_a_stopped_search_leaves_the_rest_to_the_next_one(waiting: None) -> None:
    ref = start_resolution(actor=OFFICER, now=NOW)
    turn(ref)

    stopped = [stop_resolution(actor=OFFICER, now=NOW, resolution_ref=ref) for _ in range(2)]
    after = turn(ref)
    again = start_resolution(actor=OFFICER, now=NOW)
    turns = [turn(again) for _ in range(2)]

    assert (stopped, after, turns) == ([True, False], False, [True, False])
    assert verdicts() == [("same", "model"), ("undecided", "model")]
    with acting(SYSTEM):
        rows = list(Resolution.objects.order_by("-pk").values_list("status", "seen", "to_see")[:2])
    assert rows == [("finished", 1, 1), ("stopped", 1, 2)]


def test_one_search_is_under_way_at_a_time(waiting: None, engine: DuckEngine) -> None:
    start_resolution(actor=OFFICER, now=NOW)

    for begin in (
        lambda: start_resolution(actor=OFFICER, now=NOW, everybody=True),
        lambda: resolve_records(actor=SYSTEM, now=NOW, engine=engine),
    ):
        with pytest.raises(Refusal) as refused:
            begin()
        assert refused.value.code == "people.resolving_already"


def test_whose_it_is_not_and_who_sees_no_people_starts_and_stops_nothing(waiting: None) -> None:
    ref = start_resolution(actor=OFFICER, now=NOW)

    with pytest.raises(NotFound):
        stop_resolution(actor=staff(Role.DESK_OFFICER, OTHER_SYSTEM.own_organisation), now=NOW, resolution_ref=ref)
    for actor in (staff(Role.FINANCE_OFFICER), staff(Role.PRESS_OFFICER)):
        with pytest.raises(NotFound):
            stop_resolution(actor=actor, now=NOW, resolution_ref=ref)
        with pytest.raises(NotFound):
            start_resolution(actor=actor, now=NOW)
    with acting(SYSTEM):
        assert Resolution.objects.get(ref=ref).status == "running"

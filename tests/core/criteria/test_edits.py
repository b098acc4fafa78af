"""Adding, taking away and moving parts: whatever an officer does, what was not touched stays, ids included."""

from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from appealdesk.core.criteria.edits import NoSuchPart, add_part, move_part, remove_part
from appealdesk.core.criteria.form import CriteriaForm, FormLine, Place, read_form, write_form
from tests.web.cast import DEFENCE

START = read_form(DEFENCE["criteria"])
EVER = frozenset(START.ids())


def _parts(form: CriteriaForm) -> list[Place]:
    blocks: list[Place] = [(b,) for b in range(len(form.blocks))]
    alternatives: list[Place] = [(*at, a) for at in blocks for a in range(len(form.blocks[at[0]].alternatives))]
    return [*blocks, *alternatives, *(place for place, _ in form.lines())]


class Editing(RuleBasedStateMachine):
    """One officer who adds, takes away and moves in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.form = START

    def _known(self) -> dict[str, FormLine]:
        return {line.id: line for _, line in self.form.lines()}

    @rule(data=st.data())
    def add(self, data: st.DataObject) -> None:
        before = self._known()
        place = data.draw(st.sampled_from([(), *(place for place in _parts(self.form) if len(place) < 3)]))
        self.form = add_part(self.form, place, EVER)
        after = self._known()
        assert {name: after[name] for name in before} == before
        assert len(after) == len(before) + 1
        assert not (set(after) - set(before)) & EVER

    @rule(data=st.data(), step=st.sampled_from([-1, 1]))
    def move(self, data: st.DataObject, step: int) -> None:
        if places := _parts(self.form):
            before = self._known()
            self.form = move_part(self.form, data.draw(st.sampled_from(places)), step)
            assert self._known() == before

    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        if places := _parts(self.form):
            before = self._known()
            place = data.draw(st.sampled_from(places))
            gone = {line.id for at, line in self.form.lines() if at[: len(place)] == place}
            self.form = remove_part(self.form, place)
            assert self._known() == {name: line for name, line in before.items() if name not in gone}

    @invariant()
    def is_a_form_with_ids_of_its_own(self) -> None:
        ids = list(self.form.ids())
        assert len(ids) == len(set(ids))
        if self.form.blocks:
            assert write_form(read_form(write_form(self.form))) == write_form(self.form)


TestEditing = Editing.TestCase
TestEditing.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)


def _ids(form: CriteriaForm) -> list[Any]:
    return [[[line.id for line in part.lines] for part in block.alternatives] for block in form.blocks]


def test_a_line_changes_places_with_its_neighbour_and_stays_at_an_end() -> None:
    assert _ids(move_part(START, (0, 0, 0), 1)) == [[["years", "branch"], ["training"]], [["age"]]]
    assert move_part(START, (0, 0, 0), -1) == START
    assert _ids(move_part(START, (1,), -1)) == [[["age"]], [["branch", "years"], ["training"]]]


def test_a_group_goes_with_its_last_part() -> None:
    assert _ids(remove_part(START, (0, 1, 0))) == [[["branch", "years"]], [["age"]]]
    assert _ids(remove_part(START, (1, 0, 0))) == [[["branch", "years"], ["training"]]]


def test_a_line_by_itself_becomes_a_group_when_it_gets_company() -> None:
    grown = add_part(START, (1, 0), EVER)

    tree = write_form(grown)["all"][1]
    assert next(leaf["id"] for leaf in tree["all"]) == "age"
    assert tree["id"] not in EVER


def test_a_block_cannot_want_more_alternatives_than_it_has() -> None:
    tree = {
        "id": "two",
        "at_least": 2,
        "of": [{"id": "a", "fact": "x", "op": "is"}, {"id": "b", "fact": "y", "op": "is"}],
    }

    assert remove_part(read_form(tree), (0, 0)).blocks[0].at_least == 1


@pytest.mark.parametrize("place", [(2,), (0, 2), (0, 0, 2), (-1,), (0, -1, 0)])
def test_a_part_that_is_not_there_is_refused(place: Place) -> None:
    with pytest.raises(NoSuchPart):
        remove_part(START, place)
    with pytest.raises(NoSuchPart):
        move_part(START, place, 1)

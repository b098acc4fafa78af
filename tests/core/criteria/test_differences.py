"""What a second approver reads before a revision is published."""

import copy
from typing import Any

import pytest

from appealdesk.core.criteria.differences import Change, ChangeKind, differences
from appealdesk.core.criteria.language import parse_criteria
from appealdesk.core.criteria.sentences import Labels
from tests.core.criteria.invented import document

LABELS = Labels(
    facts={"service_years": {"en": "Years", "ja": "年数", "uk": "Роки"}},
    constants={"limit": {"en": "minimum years", "ja": "最低年数", "uk": "мінімум років"}},
)
YEARS = {"id": "years", "fact": "service_years", "op": "gte", "value": {"constant": "limit"}}
TRAVEL = {"id": "travel", "fact": "fit_for_travel", "op": "is", "value": True}
BRANCH = {"id": "branch", "fact": "service_branch", "op": "not_in", "value": ["none"]}
BEFORE = document({"id": "root", "all": [{"id": "either", "any": [YEARS, TRAVEL]}, BRANCH]}, constants={"limit": 1})


def changed(after: dict[str, Any], language: str = "en") -> list[tuple[str, str, str]]:
    found = differences(parse_criteria(BEFORE), parse_criteria(after), LABELS, language)
    return [(change.kind.value, change.id, change.sentence) for change in found]


@pytest.fixture
def after() -> dict[str, Any]:
    return copy.deepcopy(BEFORE)


def test_no_change(after: dict[str, Any]) -> None:
    after["revision"] = 2
    after["criteria"]["all"].reverse()

    assert changed(after) == []


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "minimum years: 1 → 3"), ("ja", "最低年数：1 → 3"), ("uk", "мінімум років: 1 → 3")],
)
def test_a_constant_is_told_once_by_its_name(after: dict[str, Any], language: str, sentence: str) -> None:
    after["constants"]["limit"] = 3

    assert changed(after, language) == [("changed", "limit", sentence)]


def test_a_constant_that_no_leaf_uses_changes_nothing(after: dict[str, Any]) -> None:
    after["constants"]["other"] = 3

    assert changed(after) == []


def test_a_constant_written_out_with_the_same_value_changes_nothing(after: dict[str, Any]) -> None:
    after["criteria"]["all"][0]["any"][0]["value"] = 1

    assert changed(after) == []


def test_leaves_added_removed_and_changed(after: dict[str, Any]) -> None:
    after["criteria"]["all"][0]["any"] = [YEARS | {"min_evidence": "documented"}]
    after["criteria"]["all"].append(TRAVEL | {"id": "fit"})

    assert changed(after) == [
        ("changed", "years", "Changed: Years: at least 1. → Years: at least 1. A document must show it."),
        ("added", "fit", "Added: fit for travel: yes."),
        ("removed", "travel", "Removed: fit for travel: yes."),
    ]


def test_a_leaf_that_moves(after: dict[str, Any]) -> None:
    after["criteria"]["all"].append(after["criteria"]["all"][0]["any"].pop())

    assert changed(after) == [("moved", "travel", "Moved under “All of these”: fit for travel: yes.")]


def test_a_group_with_another_rule(after: dict[str, Any]) -> None:
    either = after["criteria"]["all"][0]
    either["all"] = either.pop("any")

    told = "Changed: At least one of these → All of these: Years: at least 1. fit for travel: yes."
    assert changed(after) == [("changed", "either", told)]


def test_a_new_possible_answer(after: dict[str, Any]) -> None:
    choices = ["jsdf", "ffl", "other", "none", "navy"]
    after["facts"] = after["facts"] | {"service_branch": {"type": "choice", "choices": choices}}

    told = "service branch, possible answers: ffl, jsdf, none, other → ffl, jsdf, navy, none, other"
    assert changed(after) == [("changed", "service_branch", told)]


def test_new_words_for_an_old_leaf(after: dict[str, Any]) -> None:
    after["criteria"]["all"][1]["texts"] = {"en": {"ask": "Where did you serve?"}}

    assert changed(after) == [("reworded", "branch", "New wording: service branch: anything but none.")]


def test_a_tree_that_is_cut_down_to_one_leaf(after: dict[str, Any]) -> None:
    after["criteria"] = BRANCH

    found = differences(parse_criteria(BEFORE), parse_criteria(after), LABELS, "en")

    assert Change(ChangeKind.MOVED, "branch", "Moved under “–”: service branch: anything but none.") in found
    assert [change.id for change in found if change.kind is ChangeKind.REMOVED] == ["years", "travel"]

"""Kleene's tables, the reasons of each kind of group, and each operator at its borders."""

from datetime import date
from typing import Any

import pytest

from appealdesk.core.criteria.evaluate import Outcome, decide, evaluate
from appealdesk.core.criteria.facts import parse_facts
from appealdesk.core.criteria.language import parse_criteria
from appealdesk.core.criteria.tree import CriteriaSet
from tests.core.criteria.invented import document

T, F, U = True, False, None
DAY = date(2022, 3, 1)


def leaf(name: str) -> dict[str, Any]:
    return {"id": name, "fact": "fit_for_travel", "op": "is", "value": True}


def group(rule: str, *children: dict[str, Any], name: str = "group") -> dict[str, Any]:
    if rule.isdigit():
        return {"id": name, "at_least": int(rule), "of": list(children)}
    return {"id": name, rule: list(children)}


def parsed(node: dict[str, Any]) -> CriteriaSet:
    return parse_criteria(document(node))


@pytest.mark.parametrize(
    ("rule", "leaves", "value", "reasons"),
    [
        ("all", (T, T, T), T, "abc"),
        ("all", (T, U, T), U, "b"),
        ("all", (F, U, F), F, "ac"),
        ("any", (F, F, F), F, "abc"),
        ("any", (F, U, U), U, "bc"),
        ("any", (T, U, F), T, "a"),
        ("2", (T, F, T), T, "ac"),
        ("2", (T, U, T), T, "ac"),
        ("2", (T, U, F), U, "b"),
        ("2", (U, U, F), U, "ab"),
        ("2", (U, F, F), F, "bc"),
        ("2", (T, F, F), F, "bc"),
        ("3", (T, T, F), F, "c"),
        ("1", (U, F, U), U, "ac"),
    ],
)
def test_groups(rule: str, leaves: tuple[bool | None, ...], value: bool | None, reasons: str) -> None:
    criteria = parsed(group(rule, leaf("a"), leaf("b"), leaf("c")))

    found, mask = decide(criteria.root, leaves)

    assert (found, "".join(criteria.leaf_ids(mask))) == (value, reasons)


@pytest.mark.parametrize(("child", "value"), [(T, F), (F, T), (U, U)])
def test_not_turns_round_and_is_justified_by_its_child(child: bool | None, value: bool | None) -> None:
    assert decide(parsed(group("not", leaf("a"))).root, (child,)) == (value, 1)


def test_reasons_go_down_only_into_deciding_children() -> None:
    served = group("all", leaf("branch"), leaf("years"), name="served")
    experience = group("any", served, leaf("training"), name="experience")
    criteria = parsed(group("all", experience, leaf("age")))

    value, mask = decide(criteria.root, (F, T, F, F))

    assert (value, criteria.leaf_ids(mask)) == (False, ("branch", "training", "age"))


@pytest.mark.parametrize(
    ("fact", "raw", "op", "operand", "value"),
    [
        ("service_branch", "ffl", "is", "ffl", T),
        ("service_branch", "ffl", "is", "jsdf", F),
        ("service_branch", "ffl", "in", ["jsdf", "ffl"], T),
        ("service_branch", "none", "in", ["jsdf", "ffl"], F),
        ("service_branch", "none", "not_in", ["none"], F),
        ("service_branch", "ffl", "not_in", ["none"], T),
        ("service_branch", None, "not_in", ["none"], U),
        ("service_years", 2.0, "eq", 2, T),
        ("service_years", 2, "lt", 2, F),
        ("service_years", 2, "lte", 2, T),
        ("service_years", 2, "gt", 2, F),
        ("service_years", 2, "gte", 2, T),
        ("service_years", 2, "between", [2, 3], T),
        ("service_years", 3, "between", [2, 3], T),
        ("service_years", 3.01, "between", [2, 3], F),
        ("fit_for_travel", False, "is", False, T),
        ("fit_for_travel", True, "is", False, F),
        ("available_from", "2022-03-01", "before", "2022-03-01", F),
        ("available_from", "2022-03-01", "after", "2022-03-01", F),
        ("available_from", "2022-03-01", "on_or_before", "2022-03-01", T),
        ("available_from", "2022-03-01", "on_or_after", "2022-03-01", T),
        ("birth_date", "2004-02-29", "age_between", [18, 60], T),
        ("birth_date", "2004-03-02", "age_between", [18, 60], F),
        ("birth_date", "1961-03-01", "age_between", [18, 60], F),
        ("birth_date", "1961-03-02", "age_between", [18, 60], T),
        ("birth_date", "2022-03-02", "age_between", [0, 60], F),
        ("languages", ["ja"], "contains_any", ["ja", "en"], T),
        ("languages", [], "contains_any", ["ja", "en"], F),
        ("languages", ["ja", "uk"], "contains_all", ["ja", "en"], F),
        ("languages", ["ja", "en", "uk"], "contains_all", ["ja", "en"], T),
        ("languages", [], "disjoint", ["fr"], T),
        ("languages", ["fr"], "disjoint", ["fr"], F),
        ("medical_licence", {"from": "2022-03-01", "until": "2022-03-01"}, "valid_on", "as_of", T),
        ("medical_licence", {"from": None, "until": None}, "valid_on", "as_of", T),
        ("medical_licence", {"from": "2022-03-02", "until": None}, "valid_on", "as_of", F),
        ("medical_licence", {"from": None, "until": "2022-02-28"}, "valid_on", "as_of", F),
        ("medical_licence", {"absent": "not_applicable"}, "valid_on", "as_of", U),
    ],
)
def test_operators(fact: str, raw: Any, op: str, operand: Any, value: bool | None) -> None:
    criteria = parsed({"id": "a", "fact": fact, "op": op, "value": operand})

    result = evaluate(criteria, parse_facts({fact: raw}, criteria.facts), DAY)

    assert result.leaves == (value,)


@pytest.mark.parametrize(
    ("evidence", "wanted", "outcome"),
    [
        ("claimed", "claimed", Outcome.MEETS),
        ("claimed", "documented", Outcome.CANNOT_TELL),
        ("documented", "documented", Outcome.MEETS),
        ("documented", "verified", Outcome.CANNOT_TELL),
        ("verified", "documented", Outcome.MEETS),
    ],
)
def test_evidence_weaker_than_asked_for_is_unknown(evidence: str, wanted: str, outcome: Outcome) -> None:
    criteria = parsed(leaf("a") | {"min_evidence": wanted})
    facts = parse_facts({"fit_for_travel": {"value": True, "evidence": evidence}}, criteria.facts)

    assert evaluate(criteria, facts, DAY).outcome is outcome


def test_an_empty_set_of_facts_is_unknown_and_not_false() -> None:
    result = evaluate(parsed(group("not", leaf("a"))), {}, DAY)

    assert (result.outcome, result.reasons, result.mask, result.leaves) == (Outcome.CANNOT_TELL, ("a",), 1, (None,))


def test_the_stored_codes() -> None:
    codes = {"does_not_meet": 1, "cannot_tell": 2, "meets": 3}

    assert {outcome.value: outcome.code for outcome in Outcome} == codes
    assert {outcome: Outcome.from_code(code) for outcome, code in codes.items()} == {
        word: Outcome(word) for word in codes
    }
    with pytest.raises(ValueError, match="0 is not the code of an outcome"):
        Outcome.from_code(0)

"""Every mistake in a criteria document is found, all in one reading, each with its place."""

import copy
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from appealdesk.core.criteria.language import parse_criteria, read_criteria
from appealdesk.core.criteria.problems import CriteriaError
from appealdesk.core.criteria.tree import Evidence, FactKind, FactType, Group, Leaf, LeafTexts, Operator, Rule, walk
from tests.core.criteria.invented import document

YEARS = {"id": "years", "fact": "service_years", "op": "gte", "value": {"constant": "limit"}}
TRAVEL = {"id": "travel", "fact": "fit_for_travel", "op": "is", "value": True, "min_evidence": "documented"}
TREE: dict[str, Any] = {"id": "root", "all": [{"id": "two", "at_least": 1, "of": [YEARS, TRAVEL]}]}
MOMENT = "give date, time and offset, such as 2022-02-28T00:00:00+09:00"
CONSTANT = "null is no constant: give a number, true or false, a text, or a list of numbers or texts."
KINDS = "choice, number, flag, date, set, validity"
ONE_KIND = "A node holds exactly one of all, any, not, at_least (a group) or fact, op, value (a leaf)."
FEW = "is not a number from 1 to the"


def problems(raw: object) -> list[str]:
    with pytest.raises(CriteriaError) as refused:
        parse_criteria(raw)
    return [str(problem) for problem in refused.value.problems]


def leaf_with(**changes: Any) -> dict[str, Any]:
    return document(YEARS | changes)


def test_a_whole_document() -> None:
    criteria = parse_criteria(document(TREE))

    years = Leaf(id="years", index=0, fact="service_years", operator=Operator.GTE, operand=2, constant="limit")
    travel = Leaf(
        id="travel",
        index=1,
        fact="fit_for_travel",
        operator=Operator.IS,
        operand=True,
        min_evidence=Evidence.DOCUMENTED,
    )
    two = Group(id="two", rule=Rule.AT_LEAST, children=(years, travel), at_least=1)
    assert criteria.root == Group(id="root", rule=Rule.ALL, children=(two,))
    assert criteria.leaves == (years, travel)
    assert (criteria.position, criteria.revision) == ("defence", 1)
    assert criteria.effective_from == datetime(2022, 2, 27, 15, tzinfo=UTC)
    assert criteria.constants == {"limit": 2}
    assert criteria.facts["service_branch"] == FactType(FactKind.CHOICE, ("jsdf", "ffl", "other", "none"))
    assert criteria.leaf_ids(0b10) == ("travel",)
    assert [node.id for node in walk(criteria.root)] == ["root", "two", "years", "travel"]


def test_a_single_leaf_is_a_tree() -> None:
    assert parse_criteria(document(YEARS)).root == parse_criteria(document(YEARS)).leaves[0]


def test_the_desks_own_texts() -> None:
    texts = {"ja": {"ask": "何年ですか。", "met": "十分です。"}, "en": {"unmet": "Too few.", "unknown": "How many?"}}

    (leaf,) = parse_criteria(leaf_with(texts=texts)).leaves

    assert leaf.texts == {
        "ja": LeafTexts(ask="何年ですか。", met="十分です。"),
        "en": LeafTexts(unmet="Too few.", unknown="How many?"),
    }


def test_all_problems_are_told_at_once_in_reading_order() -> None:
    raw = document(
        {
            "id": "root",
            "all": [
                {"id": "a", "any": []},
                {"id": "b", "fact": "height", "op": "in", "value": [1]},
                {"id": "b", "fact": "shoe_size", "op": "gt", "value": 3},
            ],
        },
        revision=0,
        position="",
        note="x",
    )

    asked = "a fact of type number can be asked eq, lt, lte, gt, gte, between"
    known = "schema, position, revision, effective_from, constants, facts, criteria"
    name = "is not a name; use 1 to 64 letters, digits, dots, dashes and underscores."
    assert problems(raw) == [
        f"note: This key is not known here; the known ones are {known}.",
        f'position: "" {name}',
        "revision: 0 is not a revision number; count from 1.",
        "criteria.all[0].any: The group is empty; give it a child or remove it.",
        f'criteria.all[1].op: "in" cannot be asked here; {asked}.',
        'criteria.all[2].id: The id "b" is taken by criteria.all[1]; ids are unique.',
        'criteria.all[2].fact: The fact "shoe_size" is not declared under "facts".',
    ]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"schema": "x"}, 'schema: The schema is "x"; only "appealdesk.criteria/1" can be read.'),
        ({"revision": True}, "revision: true is not a revision number; count from 1."),
        (
            {"effective_from": "2022-02-28T00:00:00"},
            f'effective_from: "2022-02-28T00:00:00" is not a moment; {MOMENT}.',
        ),
        (
            {"effective_from": 5},
            f"effective_from: 5 is not a moment; {MOMENT}.",
        ),
        ({"constants": [2]}, "constants: [2] is not an object of named constants."),
        (
            {"constants": {"limit": None}},
            f"constants.limit: {CONSTANT}",
        ),
        ({"criteria": []}, "criteria: [] is neither a group nor a leaf."),
    ],
)
def test_a_wrong_head(changes: dict[str, Any], problem: str) -> None:
    found = problems(document(YEARS, **changes))

    assert problem in found


def test_a_broken_constant_is_told_once_where_it_is_defined() -> None:
    assert len(problems(document(YEARS, constants={"limit": None}))) == 1


@pytest.mark.parametrize(
    ("declaration", "problem"),
    [
        (
            "number",
            f'facts.size: "number" does not declare a fact; write {{"type": …}} with one of {KINDS}.',
        ),
        (
            {"type": "text"},
            f'facts.size.type: "text" is not a type of fact; use one of {KINDS}.',
        ),
        (
            {"type": "number", "choices": ["a"]},
            "facts.size.choices: This key is not known here; the known ones are type.",
        ),
        (
            {"type": "choice"},
            "facts.size.choices: null are not the choices of a fact; list 1 to 60 names, each once.",
        ),
        (
            {"type": "set", "choices": ["a", "a"]},
            'facts.size.choices: ["a", "a"] are not the choices of a fact; list 1 to 60 names, each once.',
        ),
        (
            {"type": "set", "choices": ["a b"]},
            'facts.size.choices: ["a b"] are not the choices of a fact; list 1 to 60 names, each once.',
        ),
    ],
)
def test_a_wrong_declaration_is_told_once(declaration: Any, problem: str) -> None:
    leaf = {"id": "a", "fact": "size", "op": "eq", "value": 1}
    raw = document({"id": "root", "all": [YEARS, leaf]})
    raw["facts"] = raw["facts"] | {"size": declaration}

    # The leaf that asks about the broken fact is not blamed for it.
    assert problems(raw) == [problem]


def test_facts_that_are_no_object() -> None:
    assert problems(document(YEARS, facts=None))[0] == "facts: null is not an object that declares facts."


@pytest.mark.parametrize(
    ("fact", "op", "value", "problem"),
    [
        ("service_branch", "is", "navy", '"navy" is not among the choices jsdf, ffl, other, none.'),
        ("service_branch", "is", 1, "1 is not a choice; give one of jsdf, ffl, other, none."),
        ("service_branch", "in", "jsdf", '"jsdf" is not a list of choices.'),
        ("service_branch", "in", [], "The list names no choice; name at least one."),
        ("service_years", "eq", True, "true is not a number."),
        ("service_years", "eq", "3", '"3" is not a number.'),
        ("service_years", "gt", float("inf"), "Infinity and not-a-number are no numbers here; give a finite one."),
        (
            "service_years",
            "gt",
            2**53 + 1,
            "The number is too large to be compared exactly; give one up to 9,007,199,254,740,992.",
        ),
        (
            "service_years",
            "between",
            [7, 5],
            "[7, 5] has its lower bound above its upper one, so nobody could meet it.",
        ),
        ("service_years", "between", [7], "[7] is not a pair of bounds [lowest, highest]."),
        ("fit_for_travel", "is", 1, "1 is neither true nor false."),
        ("available_from", "before", "20220301", '"20220301" is not a date written YYYY-MM-DD.'),
        ("available_from", "before", "2022-02-29", '"2022-02-29" is not a day of the calendar.'),
        ("birth_date", "age_between", [18.5, 60], "[18.5, 60] are not two ages in whole years from 0 to 150."),
        ("birth_date", "age_between", [-1, 60], "[-1, 60] are not two ages in whole years from 0 to 150."),
        ("languages", "contains_all", ["ja", "de"], '"de" is not among the choices ja, en, uk, fr.'),
        (
            "medical_licence",
            "valid_on",
            "2022-03-01",
            '"2022-03-01" cannot be used here; the only day that can be asked about is "as_of".',
        ),
        ("service_years", "gte", {"constant": "most"}, 'The constant "most" is not defined under "constants".'),
        (
            "service_years",
            "gte",
            {"constant": "limit", "plus": 1},
            '{"constant": "limit", "plus": 1} is not a value; a constant is named as {"constant": "name"}.',
        ),
        ("fit_for_travel", "is", {"constant": "limit"}, "2 is neither true nor false."),
    ],
)
def test_a_wrong_value(fact: str, op: str, value: Any, problem: str) -> None:
    assert problems(leaf_with(fact=fact, op=op, value=value)) == [f"criteria.value: {problem}"]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        (
            {"min_evidence": "seen"},
            'criteria.min_evidence: "seen" is not a grade of evidence; use one of claimed, documented, verified.',
        ),
        ({"fact": 3}, 'criteria.fact: The fact 3 is not declared under "facts".'),
        (
            {"weight": 3},
            "criteria.weight: This key is not known here; the known ones are id, fact, op, value, min_evidence, texts.",
        ),
        ({"texts": "x"}, 'criteria.texts: "x" is not an object of texts by language.'),
        ({"texts": {"de": {}}}, "criteria.texts.de: This key is not known here; the known ones are ja, en, uk."),
        (
            {"texts": {"en": "x"}},
            'criteria.texts.en: "x" is not an object with the texts ask, met, unmet and unknown.',
        ),
        ({"texts": {"en": {"ask": " "}}}, 'criteria.texts.en.ask: " " is not a text of 1 to 1000 characters.'),
        (
            {"texts": {"en": {"hint": "x"}}},
            "criteria.texts.en.hint: This key is not known here; the known ones are ask, met, unmet, unknown.",
        ),
    ],
)
def test_a_wrong_leaf(changes: dict[str, Any], problem: str) -> None:
    assert problems(leaf_with(**changes)) == [problem]


def test_a_leaf_without_a_value() -> None:
    leaf = {"id": "a", "fact": "service_years", "op": "gte"}

    assert problems(document(leaf)) == ["criteria.value: The leaf has no value to compare with."]


@pytest.mark.parametrize(
    ("node", "problem"),
    [
        ({"id": "a"}, f"criteria: {ONE_KIND}"),
        ({"id": "a", "all": [YEARS], "any": [TRAVEL]}, f"criteria: {ONE_KIND}"),
        (YEARS | {"all": [TRAVEL]}, f"criteria: {ONE_KIND}"),
        (
            {"id": "a", "not": [YEARS, TRAVEL]},
            'criteria.not: "not" takes one child, and there are 2; put them in a group.',
        ),
        (
            {"id": "a", "at_least": 3, "of": [YEARS, TRAVEL]},
            f"criteria.at_least: 3 {FEW} 2 children.",
        ),
        ({"id": "a", "at_least": 0, "of": [YEARS]}, f"criteria.at_least: 0 {FEW} 1 children."),
        (
            {"id": "a", "at_least": True, "of": [YEARS]},
            f"criteria.at_least: true {FEW} 1 children.",
        ),
        ({"id": "a", "at_least": 1}, "criteria.of: null is not a list of groups and leaves."),
        ({"id": "a", "all": [YEARS], "of": []}, "criteria.of: This key is not known here; the known ones are id, all."),
        (
            {"id": "a b", "all": [YEARS]},
            'criteria.id: "a b" is not a name; use 1 to 64 letters, digits, dots, dashes and underscores.',
        ),
    ],
)
def test_a_wrong_group(node: dict[str, Any], problem: str) -> None:
    assert problems(document(node)) == [problem]


def test_a_group_whose_children_are_no_list() -> None:
    (problem,) = problems(document({"id": "a", "all": YEARS}))

    assert problem.endswith("… is not a list of groups and leaves.")


def many(leaves: int) -> dict[str, Any]:
    return document({"id": "root", "all": [YEARS | {"id": f"n{number}"} for number in range(leaves)]})


def test_sixty_leaves_can_be_published_and_not_one_more() -> None:
    assert len(parse_criteria(many(60)).leaves) == 60
    assert problems(many(61)) == ["criteria: There are 61 leaves; at most 60 are allowed."]


def test_who_judges_in_python_only_may_allow_more_leaves() -> None:
    criteria = parse_criteria(many(61), leaf_limit=61)

    assert criteria.leaves[60].bit == 2**60


def test_groups_nested_too_deeply() -> None:
    node: dict[str, Any] = copy.deepcopy(YEARS)
    for number in range(5000):
        node = {"id": f"n{number}", "not": [node]}

    (problem,) = problems(document(node))

    assert problem.endswith("Groups are nested more than 40 deep; flatten them.")


def test_text_that_is_no_json() -> None:
    with pytest.raises(CriteriaError) as refused:
        read_criteria('{"schema":\n oops}')

    assert str(refused.value) == "line 2: The file is not JSON: Expecting value."


def test_text_nested_beyond_reading() -> None:
    with pytest.raises(CriteriaError, match="nested too deeply"):
        read_criteria("[" * 100_000)


def test_text_that_is_no_object() -> None:
    with pytest.raises(CriteriaError, match="The document is not a JSON object"):
        read_criteria("[]")


def test_text_with_a_condition_given_twice() -> None:
    text = json.dumps(document(TREE)).replace('"all":', '"all": [], "all":')

    with pytest.raises(CriteriaError) as refused:
        read_criteria(text)

    assert str(refused.value) == 'The key "all" is given twice in one object; keep one of them.'


def test_text_and_mapping_give_the_same() -> None:
    assert read_criteria(json.dumps(document(TREE))) == parse_criteria(document(TREE))

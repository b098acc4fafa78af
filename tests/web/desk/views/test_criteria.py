"""The criteria editor: what is shown is what is saved, what is wrong is told at its line, and nothing typed is lost."""

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from appealdesk.appeals.queries.drafts import draft_of_position
from appealdesk.core.criteria.check import judge_lines
from tests.core.criteria.invented import document as whole_document
from tests.web.cast import DEFENCE
from tests.web.desk.cast import Desk, apply, audited, somebody
from tests.web.desk.conftest import CountQueries, SignedIn
from tests.web.desk.page_fields import fields_of, texts_of

Fields = dict[str, list[str]]


@pytest.fixture
def ref(desk: Desk) -> str:
    return desk.stage.position_refs["defence"]


def shown(client: Client, ref: str) -> tuple[str, Fields]:
    page = client.get(f"/desk/criteria/{ref}/").content.decode()
    return page, fields_of(page)


def post(client: Client, ref: str, fields: Fields, act: str, **more: Any) -> Any:
    return client.post(f"/desk/criteria/{ref}/", fields | {"act": act}, **more)


def upload(client: Client, ref: str, document: Any, version: int = 0) -> Any:
    text = document if isinstance(document, str) else json.dumps(document)
    return client.post(f"/desk/criteria/{ref}/upload/", {"text": text, "version": version})


def stored(desk: Desk, ref: str) -> Any:
    draft = draft_of_position(actor=desk.actor("duty"), position_ref=ref)
    return draft.document if draft else None


def test_what_the_page_shows_is_saved_as_it_was(desk: Desk, signed_in: SignedIn, ref: str) -> None:
    client = signed_in("officer")
    _, fields = shown(client, ref)

    answer = post(client, ref, fields, "save", follow=True)

    assert "Saved as draft version 1" in answer.content.decode()
    saved = stored(desk, ref)
    assert {key: saved[key] for key in ("criteria", "constants", "facts")} == {
        key: DEFENCE[key] for key in ("criteria", "constants", "facts")
    }
    assert audited("criteria.draft_saved") == [(f"staff:{desk.staff['officer'].ref}", ref)]


# Every type with every operator, and every shape that three levels can have.
LEAVES: list[tuple[str, str, Any]] = [
    *(("service_branch", op, value) for op, value in (("is", "ffl"), ("in", ["ffl", "jsdf"]), ("not_in", ["none"]))),
    *(("service_years", op, 2.5) for op in ("eq", "lt", "lte", "gt", "gte")),
    ("service_years", "between", [1, 3.0]),
    ("service_years", "gte", {"constant": "limit"}),
    *(("specialised_training", "is", value) for value in (True, False)),
    *(("available_from", op, "2022-03-01") for op in ("before", "after", "on_or_before", "on_or_after")),
    ("birth_date", "age_between", [18, 60]),
    *(("languages", op, ["uk", "ja"]) for op in ("contains_any", "contains_all", "disjoint")),
    ("medical_licence", "valid_on", "as_of"),
]
PEOPLE = [
    {},
    {"service_branch": "jsdf", "service_years": 2.5, "specialised_training": True, "languages": ["ja", "uk"]},
    {"service_branch": "none", "service_years": 3, "specialised_training": False, "languages": []},
    {"service_branch": "ffl", "service_years": {"value": 1, "evidence": "verified"}, "languages": ["uk"]},
    {"available_from": "2022-03-01", "birth_date": "1990-05-05", "medical_licence": {"from": None, "until": None}},
    {
        "available_from": "2022-02-01",
        "birth_date": "2010-05-05",
        "medical_licence": {"from": "2023-01-01", "until": None},
    },
    {"available_from": "2022-04-01", "birth_date": {"absent": "declined_to_say"}, "languages": ["en", "fr"]},
]
LINES = [json.dumps({"ref": f"A{number}", "facts": facts}) for number, facts in enumerate(PEOPLE)]


def _leaf(number: int, fact: str, op: str, value: Any) -> dict[str, Any]:
    leaf = {"id": f"leaf-{number}", "fact": fact, "op": op, "value": value}
    if number % 3 == 1:
        leaf["min_evidence"] = "documented"
    if number % 5 == 2:
        leaf["texts"] = {"ja": {"ask": "教えてください。"}, "uk": {"met": "Так.", "unmet": "Ні."}}
    return leaf


def _everything() -> dict[str, Any]:
    leaves = [_leaf(number, *question) for number, question in enumerate(LEAVES)]
    blocks = [
        {"id": "one", "any": [{"id": "both", "all": leaves[:2]}, leaves[2]]},
        {"id": "two", "at_least": 2, "of": [leaves[3], leaves[4], {"id": "more", "all": leaves[5:8]}]},
        {"id": "three", "any": [{"id": "last", "all": leaves[8:12]}, {"id": "very", "all": leaves[12:]}]},
    ]
    return whole_document({"id": "root", "all": blocks}, facts={})


def test_every_type_and_operator_is_published_from_the_form_and_judged_alike(
    desk: Desk, signed_in: SignedIn, ref: str
) -> None:
    officer, duty = signed_in("officer"), signed_in("duty")
    given = _everything()
    assert upload(officer, ref, given).status_code == 302
    _, fields = shown(officer, ref)

    post(officer, ref, fields, "submit")
    answer = duty.post(f"/desk/criteria/{ref}/approve/", {"version": 3, "act": "approve"}, follow=True)

    assert "Published as revision 2" in answer.content.decode()
    file = officer.get(f"/desk/criteria/{ref}/revisions/2/").content.decode()
    assert json.loads(file)["criteria"] == given["criteria"]
    declared = json.loads(file)["facts"]
    judged = list(judge_lines(file, LINES, date(2022, 3, 1)))
    assert judged == list(judge_lines(json.loads(file) | {"criteria": given["criteria"]}, LINES, date(2022, 3, 1)))
    assert {line["outcome"] for line in judged} == {"does_not_meet", "cannot_tell"}
    assert set(declared) == {fact for fact, _, _ in LEAVES}


@pytest.mark.parametrize(
    ("change", "at", "sentence"),
    [
        ({"b0a0l0-fact": "shoe_size"}, "part-b0a0l0", "is not declared"),
        ({"b0a0l0-fact": ""}, "part-b0a0l0", "asks about no fact yet"),
        ({"b1a0l0-low": "old"}, "part-b1a0l0", "is not a number"),
        ({"b1a0l0-low": "61"}, "part-b1a0l0", "nobody could meet it"),
        ({"b0a0l0-value": []}, "part-b0a0l0", "names no choice"),
        (
            {"b0a0l1-constant": "", "b0a0l1-control": "number", "b0a0l1-value": "three"},
            "part-b0a0l1",
            "is not a number",
        ),
        ({"b0a0l1-evidence": "sworn"}, "part-b0a0l1", "is not a grade of evidence"),
        ({"b0a1l0-id": "age"}, "part-b1a0l0", "is taken by"),
        ({"b0-least": "7"}, "part-b0", "is not a number from 1"),
    ],
)
def test_what_is_wrong_is_told_at_its_line_and_saved_as_it_was_typed(
    desk: Desk, signed_in: SignedIn, ref: str, change: dict[str, Any], at: str, sentence: str
) -> None:
    client = signed_in("officer")
    _, fields = shown(client, ref)

    page = post(client, ref, fields | change, "read").content.decode()

    assert sentence in texts_of(page)[at]
    assert f'href="#{at}"' in page
    typed = fields_of(page)
    assert {name: typed.get(name, []) for name in change if "control" not in name} == {
        name: value if isinstance(value, list) else [value] for name, value in change.items() if "control" not in name
    }


def test_sixty_one_lines_are_one_too_many(desk: Desk, signed_in: SignedIn, ref: str) -> None:
    client = signed_in("officer")
    lines = [{"id": f"n{number}", "fact": "service_years", "op": "gte", "value": number} for number in range(61)]
    upload(client, ref, whole_document({"id": "root", "all": lines}))

    page, fields = shown(client, ref)

    assert "There are 61 leaves; at most 60 are allowed." in texts_of(page)["findings"]
    assert post(client, ref, fields, "submit").status_code == 422


def test_a_group_without_lines_is_told_where_it_is(desk: Desk, signed_in: SignedIn, ref: str) -> None:
    client = signed_in("officer")
    upload(client, ref, whole_document({"id": "root", "all": [{"id": "empty", "any": []}]}))

    page, _ = shown(client, ref)

    assert "The group is empty" in texts_of(page)["part-b0"]


def test_parts_are_added_taken_away_and_put_back(desk: Desk, signed_in: SignedIn, ref: str) -> None:
    client = signed_in("officer")
    _, fields = shown(client, ref)

    added = fields_of(post(client, ref, fields, "add:0.0").content.decode())
    removed = fields_of(post(client, ref, added, "remove:0").content.decode())
    undone = fields_of(post(client, ref, removed, "undo").content.decode())
    moved = fields_of(post(client, ref, fields, "down:0").content.decode())

    ids = [name for name in added if name.startswith("b0a0l") and name.endswith("-id")]
    assert [added[name] for name in ids][:2] == [["branch"], ["years"]]
    assert added["b0a0l2-id"][0] not in {"branch", "years", "training", "age", "root", "experience", "served"}
    assert removed["b0a0l0-id"] == ["age"]
    never_alike = {"undo", "csrfmiddlewaretoken"}
    assert {name: undone[name] for name in undone if name not in never_alike} == {
        name: added[name] for name in added if name not in never_alike
    }
    assert (moved["b0a0l0-id"], moved["b1-id"]) == (["age"], ["experience"])


def test_another_fact_gets_the_questions_of_its_type(desk: Desk, signed_in: SignedIn, ref: str) -> None:
    client = signed_in("officer")
    _, fields = shown(client, ref)

    typed = fields_of(post(client, ref, fields | {"b1a0l0-fact": ["medical_licence"]}, "read").content.decode())
    again = fields_of(post(client, ref, typed | {"b1a0l0-fact": ["languages"]}, "read").content.decode())

    assert (typed["b1a0l0-op"], typed["b1a0l0-control"]) == (["valid_on"], ["none"])
    assert (again["b1a0l0-op"], again["b1a0l0-control"], again.get("b1a0l0-value", [])) == (
        ["contains_any"],
        ["many"],
        [],
    )


def test_each_line_and_the_whole_are_read_back_while_typing(desk: Desk, signed_in: SignedIn, ref: str) -> None:
    client = signed_in("officer")
    apply(desk, somebody(1), service_branch="jsdf", service_years=2)
    _, fields = shown(client, ref)

    said = client.post(f"/desk/criteria/{ref}/said/", fields | {"k0-value": ["3"]}).content.decode()

    assert "Years of service: at least 3." in texts_of(said)["said-b0a0l1"]
    assert "min years: 1 → 3" in said
    assert "Of 1 applicant:" in said
    assert stored(desk, ref) is None


def test_the_second_of_two_officers_loses_nothing_and_sees_what_changed(
    desk: Desk, signed_in: SignedIn, ref: str
) -> None:
    officer, duty = signed_in("officer"), signed_in("duty")
    _, first = shown(officer, ref)
    _, second = shown(duty, ref)
    post(officer, ref, first | {"k0-value": ["3"]}, "save")

    refused = post(duty, ref, second | {"k0-value": ["5"]}, "save")

    page = refused.content.decode()
    assert (refused.status_code, "min years: 5 → 3" in page, "Officer of the desk" in page) == (409, True, True)
    typed = fields_of(page)
    assert typed["k0-value"] == ["5"]
    assert post(duty, ref, typed, "save").status_code == 302
    assert stored(desk, ref)["constants"] == {"min_years": 5}


@pytest.mark.parametrize(
    "tree",
    [
        {"id": "root", "not": [DEFENCE["criteria"]]},
        {"id": "root", "any": [{"id": "a", "at_least": 1, "of": [{"id": "b", "all": [DEFENCE["criteria"]]}]}]},
    ],
)
def test_what_the_form_cannot_hold_is_kept_as_text(
    desk: Desk, signed_in: SignedIn, ref: str, tree: dict[str, Any]
) -> None:
    client = signed_in("officer")
    upload(client, ref, DEFENCE | {"criteria": tree})

    page, fields = shown(client, ref)

    assert (fields, "which the form cannot show" in page or "more deeply" in page) == ({}, True)
    file = json.loads(client.get(f"/desk/criteria/{ref}/download/").content)
    assert {key: file[key] for key in ("criteria", "constants", "facts")} == {
        "criteria": tree,
        "constants": DEFENCE["constants"],
        "facts": DEFENCE["facts"],
    }


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("{", "is not JSON"), ("[]", "not a JSON object"), ('{"a": 1, "a": 2}', "given twice")],
)
def test_a_text_that_is_no_document_comes_back_as_it_was_typed(
    desk: Desk, signed_in: SignedIn, ref: str, text: str, sentence: str
) -> None:
    answer = upload(signed_in("officer"), ref, text)

    page = answer.content.decode()
    assert (answer.status_code, sentence in page) == (422, True)
    assert texts_of(page)["text"] == text.replace('"', "&quot;") or texts_of(page)["text"] == text
    assert stored(desk, ref) is None


def test_another_positions_criteria_are_copied(desk: Desk, signed_in: SignedIn, ref: str) -> None:
    client = signed_in("officer")

    client.post(f"/desk/criteria/{ref}/copy/", {"from": desk.stage.position_refs["medical"], "version": 0})

    saved = stored(desk, ref)
    assert (saved["position"], [leaf["id"] for leaf in saved["criteria"]["all"]]) == (
        "defence",
        ["licence", "speaks", "soon"],
    )


def test_a_draft_is_discarded_and_taken_up_again(desk: Desk, signed_in: SignedIn, ref: str) -> None:
    client = signed_in("officer")
    post(client, ref, shown(client, ref)[1], "save")

    client.post(f"/desk/criteria/{ref}/discard/", {"version": 1})
    gone = stored(desk, ref)
    client.post(f"/desk/criteria/{ref}/restore/")

    assert (gone, stored(desk, ref)["criteria"]) == (None, DEFENCE["criteria"])


def test_a_moment_is_the_organisations(desk: Desk, signed_in: SignedIn, ref: str) -> None:
    client = signed_in("officer")
    _, fields = shown(client, ref)

    post(client, ref, fields | {"effective": ["later"], "day": ["2030-03-02"], "clock": ["09:30"]}, "save")
    wrong = post(client, ref, fields | {"effective": ["later"], "day": ["2030-02-30"]}, "save")

    assert stored(desk, ref)["effective_from"] == "2030-03-02T09:30:00+09:00"
    assert (wrong.status_code, "There is no such day or time." in wrong.content.decode()) == (422, True)


_PATHS = ("", "said/", "dry-run/", "approve/", "download/", "history/", "revisions/1/")


@pytest.mark.parametrize("login", ["finance", "press"])
def test_nobody_else_finds_the_criteria(desk: Desk, signed_in: SignedIn, ref: str, login: str) -> None:
    client = signed_in(login)

    statuses = {client.get(f"/desk/criteria/{ref}/{path}").status_code for path in _PATHS if path != "said/"}

    assert statuses | {client.get("/desk/criteria/").status_code} == {404}


def test_another_organisations_position_is_not_found(desk: Desk, elsewhere: Client, ref: str) -> None:
    got = {elsewhere.get(f"/desk/criteria/{ref}/{path}").status_code for path in _PATHS if path != "said/"}
    posted = {
        elsewhere.post(f"/desk/criteria/{ref}/{path}", {"text": "{}", "from": ref}).status_code
        for path in ("", "said/", "upload/", "copy/", "discard/", "restore/", "submit/", "take-back/")
    }

    assert (got, posted) == ({404}, {404})


@pytest.mark.parametrize(
    ("path", "status"), [("N-UUUUUUUUU/", 404), ("N-000000000/", 404), ("N-000000000/rewrite/", 404)]
)
def test_a_malformed_or_unknown_reference_is_not_found(desk: Desk, signed_in: SignedIn, path: str, status: int) -> None:
    assert signed_in("officer").get(f"/desk/criteria/{path}").status_code == status


def test_a_wrong_method_is_refused(desk: Desk, signed_in: SignedIn, ref: str) -> None:
    client = signed_in("officer")

    assert [client.get(f"/desk/criteria/{ref}/{path}").status_code for path in ("said/", "upload/", "discard/")] == [
        405,
        405,
        405,
    ]
    assert client.put(f"/desk/criteria/{ref}/").status_code == 405


def test_the_number_of_queries_does_not_grow(
    desk: Desk, signed_in: SignedIn, ref: str, count_queries: CountQueries
) -> None:
    client = signed_in("duty")
    post(client, ref, shown(client, ref)[1] | {"k0-value": ["3"]}, "save")
    apply(desk, somebody(1), service_branch="jsdf", service_years=2)
    paths = ("/desk/criteria/", f"/desk/criteria/{ref}/", f"/desk/criteria/{ref}/dry-run/")
    one = [count_queries(client, path) for path in paths]
    for number in (2, 3):
        apply(desk, somebody(number), service_branch="jsdf", service_years=2)

    assert [count_queries(client, path) for path in paths] == one

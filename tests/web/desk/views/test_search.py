"""Find a person: from one field, posted, with what was typed marked in what is shown."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from appealdesk.web.desk.pages.search import MarkedText, marked
from tests.web.desk.cast import KEIKO, Desk, apply, audited, somebody
from tests.web.desk.conftest import SignedIn

FIND = "/desk/people/search/"


def _found(client: Client, text: str, **headers: str) -> str:
    return client.post(FIND, {"text": text}, headers=headers).content.decode()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("あおき", "<mark>アオキ</mark> ケイコ"),
        ("恵子", "青木 <mark>恵子</mark>"),
        ("Keiko Aok", "<mark>Keiko Aok</mark>i"),
        ("6781", "090-2345-<mark>6781</mark>"),
        ("5-67 81", "090-234<mark>5-6781</mark>"),
        ("keiko.aoki@", "keiko.aoki"),
    ],
)
def test_shows_who_was_found_and_why(desk: Desk, signed_in: SignedIn, typed: str, shown: str) -> None:
    apply(desk, KEIKO)

    page = _found(signed_in("officer"), typed)

    assert (shown in page, "1 person found" in page) == (True, True)


def test_an_application_and_an_enquiry_lead_to_their_person(desk: Desk, signed_in: SignedIn) -> None:
    ref = apply(desk, KEIKO)

    assert [("by reference" in _found(signed_in("officer"), typed)) for typed in (ref, ref.lower(), "A-000000000")] == [
        True,
        True,
        False,
    ]


def test_while_typing_only_the_list_comes_back(desk: Desk, signed_in: SignedIn) -> None:
    apply(desk, KEIKO)

    part = _found(signed_in("officer"), "aoki", HX_Request="true")

    assert ("<html" in part, "アオキ" in part) == (False, True)


def test_nobody_found_says_what_to_try(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("officer")

    assert ["Nobody was found." in _found(client, text) for text in ("Ahmadi", "")] == [True, False]


@pytest.mark.parametrize("name", ["finance", "press"])
def test_others_may_not_look(desk: Desk, signed_in: SignedIn, name: str) -> None:
    assert signed_in(name).post(FIND, {"text": "aoki"}).status_code == 404


def test_another_way_is_refused(desk: Desk, signed_in: SignedIn) -> None:
    assert signed_in("officer").put(FIND).status_code == 405


def test_whose_names_were_shown_stands_in_the_log(desk: Desk, signed_in: SignedIn) -> None:
    apply(desk, KEIKO)
    before = audited("person.read")

    _found(signed_in("officer"), "aoki")

    assert [who for who, _ in audited("person.read") if who not in {each for each, _ in before}] in (
        [f"staff:{desk.staff['officer'].ref}"],
        [],
    )
    assert len(audited("person.read")) == len(before) + 1


def test_costs_the_same_for_many(desk: Desk, signed_in: SignedIn) -> None:
    apply(desk, KEIKO)
    client = signed_in("officer")

    def cost() -> int:
        _found(client, "aoki")
        with CaptureQueriesContext(connection) as queries:
            _found(client, "aoki")
        return len(queries)

    one = cost()
    for number in range(2):
        apply(desk, somebody(number, written=f"青木 {'春夏'[number]}子", reading="アオキ ハルコ"))

    assert cost() == one


@pytest.mark.parametrize(
    ("text", "typed", "expected"),
    [
        ("アオキ ケイコ", "あおきけいこ", MarkedText("", "アオキ ケイコ", "")),
        ("Keiko Aoki", "aoki keiko", MarkedText("Keiko ", "Aoki", "")),
        ("090-2345-6781", "4567", MarkedText("090-23", "45-67", "81")),
        ("Aoki", "<b>", MarkedText("Aoki", "", "")),
        ("", "", MarkedText("", "", "")),
    ],
)
def test_marks_what_was_typed(text: str, typed: str, expected: MarkedText) -> None:
    assert marked(text, typed) == expected

"""Reasons of the organisation's own: added in three languages, quoted by letters, retired."""

import pytest
from django.test import Client

from appealdesk.foundation.db import acting
from appealdesk.letters.queries.outbox import letters_about
from appealdesk.screening.queries.library import own_reasons
from tests.web.desk.cast import TOO_OLD, WAYS_OFFERED, Desk, apply, audited
from tests.web.desk.conftest import CountQueries, SignedIn

SENTENCE = {
    "text-ja": "この役割は、当団体の会員の方にお願いしております。",
    "text-en": "This role is for members of our society.",
    "text-uk": "Ця роль – для членів нашого товариства.",
}


def _add(client: Client, **changes: object) -> Client:
    client.post("/desk/reasons/add/", SENTENCE | {"outcome": ["declined"], "adds": ""} | changes)
    return client


def _own(desk: Desk) -> list[tuple[str, tuple[str, ...], bool]]:
    actor = desk.actor("admin")
    with acting(actor):
        return [(line.texts["en"], line.outcomes, line.retired_at is None) for line in own_reasons(actor=actor)]


def _code(desk: Desk) -> str:
    actor = desk.actor("admin")
    with acting(actor):
        return own_reasons(actor=actor)[0].code


def test_a_reason_is_added_and_a_letter_quotes_it(desk: Desk, signed_in: SignedIn) -> None:
    page = _add(signed_in("admin")).get("/desk/reasons/").content.decode()
    ref, officer = apply(desk, TOO_OLD), signed_in("officer")
    form = officer.get(f"/desk/applications/{ref}/?decide=declined").content.decode()
    choice = {"outcome": "declined", "reason": _code(desk), "way": list(desk.way_refs[:WAYS_OFFERED])}

    preview = officer.post(f"/desk/applications/{ref}/preview/", choice).content.decode()
    decided = officer.post(f"/desk/applications/{ref}/decide/", choice, follow=True).content.decode()

    assert ("The reason is added" in page, SENTENCE["text-en"] in form, SENTENCE["text-ja"] in preview) == (
        True,
        True,
        True,
    )
    assert SENTENCE["text-en"] in decided
    actor = desk.actor("officer")
    with acting(actor):
        assert [letter.kind for letter in letters_about(actor=actor, ref=ref)] == ["decision_declined"]


def test_a_retired_reason_is_offered_no_more_and_still_stands_where_it_was_given(
    desk: Desk, signed_in: SignedIn
) -> None:
    client = _add(signed_in("admin"))
    ref, officer, code = apply(desk, TOO_OLD), signed_in("officer"), _code(desk)
    choice = {"outcome": "declined", "reason": code, "way": list(desk.way_refs[:WAYS_OFFERED])}
    officer.post(f"/desk/applications/{ref}/decide/", choice)

    client.post(f"/desk/reasons/{code}/retire/")

    other = apply(desk)
    again = officer.post(f"/desk/applications/{other}/decide/", choice)
    form = officer.get(f"/desk/applications/{other}/form/?decide=declined").content.decode()
    page = officer.get(f"/desk/applications/{ref}/").content.decode()
    assert (again.status_code, SENTENCE["text-en"] in form, SENTENCE["text-en"] in page) == (422, False, True)
    assert _own(desk) == [(SENTENCE["text-en"], ("declined",), False)]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text-uk": " "}, "Write the sentence in this language too"),
        ({"text-en": "x" * 401}, "longer than 400 characters"),
        ({"text-ja": "一\n二"}, "Write it in one line."),
        ({"outcome": []}, "Choose at least one decision"),
    ],
)
def test_what_is_not_whole_comes_back_with_a_sentence(
    desk: Desk, signed_in: SignedIn, changes: dict[str, object], said: str
) -> None:
    answer = signed_in("admin").post("/desk/reasons/add/", SENTENCE | {"outcome": ["declined"]} | changes)

    page = answer.content.decode()
    assert (answer.status_code, said in page, _own(desk)) == (422, True, [])


@pytest.mark.parametrize("login", ["officer", "duty", "finance", "press"])
def test_other_roles_find_nothing(desk: Desk, signed_in: SignedIn, login: str) -> None:
    client = signed_in(login)

    answers = (client.get("/desk/reasons/"), client.post("/desk/reasons/add/", SENTENCE | {"outcome": ["declined"]}))

    assert ([answer.status_code for answer in answers], _own(desk)) == ([404, 404], [])


def test_another_organisations_reasons_are_nothing(desk: Desk, signed_in: SignedIn, elsewhere: Client) -> None:
    _add(signed_in("admin"))

    assert elsewhere.post(f"/desk/reasons/{_code(desk)}/retire/").status_code == 404
    assert SENTENCE["text-en"] not in elsewhere.get("/desk/reasons/").content.decode()
    assert elsewhere.get(f"/desk/reasons/{_code(desk)}/retire/").status_code == 405


def test_the_page_takes_as_many_queries_for_three_as_for_one(
    desk: Desk, signed_in: SignedIn, count_queries: CountQueries
) -> None:
    client = _add(signed_in("admin"))
    one = count_queries(client, "/desk/reasons/")
    _add(_add(client))

    assert count_queries(client, "/desk/reasons/") == one


def test_adding_and_retiring_stand_in_the_log(desk: Desk, signed_in: SignedIn) -> None:
    client = _add(signed_in("admin"))
    client.post(f"/desk/reasons/{_code(desk)}/retire/")

    who = f"staff:{desk.staff['admin'].ref}"
    assert (audited("reason.added"), audited("reason.retired")) == ([(who, _code(desk))], [(who, _code(desk))])

"""Contact points at the desk: ask for confirmation by a letter or a code, and note that nothing arrives."""

import re

import pytest
from django.test import Client

from tests.web.desk.cast import KEIKO, Desk, apply, audited
from tests.web.desk.conftest import SignedIn

POINT = re.compile(r'name="point" value="([^"]+)"')


@pytest.fixture
def person(desk: Desk, signed_in: SignedIn) -> str:
    page = signed_in("officer").get(f"/desk/applications/{apply(desk, KEIKO)}/").content.decode()
    return str(re.findall(r"/desk/people/(P-[0-9A-Z]{9})/", page)[0])


def _points(client: Client, ref: str) -> dict[str, str]:
    found = POINT.findall(client.get(f"/desk/people/{ref}/").content.decode())
    return {point.split(":")[1]: point for point in found}


def test_a_letter_with_a_link_is_sent_from_the_desk(desk: Desk, signed_in: SignedIn, person: str) -> None:
    client = signed_in("officer")

    client.post(f"/desk/people/{person}/contact/", {"act": "letter", "point": _points(client, person)["email"]})

    page = client.get(f"/desk/people/{person}/").content.decode()
    assert [text for text in ("A letter with a link is on its way", "asked for confirmation") if text not in page] == []
    assert audited("contact.check_asked") == [(f"staff:{desk.staff['officer'].ref}", person)]


def test_a_code_is_shown_once(signed_in: SignedIn, person: str) -> None:
    client = signed_in("officer")

    answer = client.post(f"/desk/people/{person}/contact/", {"act": "code", "point": _points(client, person)["phone"]})

    assert len(re.findall(r'class="code-out">\d{3} \d{3}<', answer.content.decode())) == 1
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_officer_notes_that_nothing_arrives(signed_in: SignedIn, person: str) -> None:
    client = signed_in("officer")
    sent = {"act": "failing", "point": _points(client, person)["email"]}

    client.post(f"/desk/people/{person}/contact/", sent)

    assert "nothing arrives · " in client.get(f"/desk/people/{person}/").content.decode()


def test_who_may_not_and_what_is_not(signed_in: SignedIn, elsewhere: Client, person: str) -> None:
    client = signed_in("officer")
    address, point = f"/desk/people/{person}/contact/", _points(client, person)["email"]
    sent = {"act": "letter", "point": point}

    answers = [
        signed_in("finance").post(address, sent),
        elsewhere.post(address, sent),
        client.post(address, {"act": "code", "point": point}),
        client.post(address, {"act": "letter", "point": "R-1"}),
        client.post("/desk/people/P-1/contact/", sent),
        client.get(address),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404, 404, 404, 405]

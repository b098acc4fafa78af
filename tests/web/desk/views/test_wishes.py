"""What somebody told an officer: what they agree to, and the language of our letters."""

import re

import pytest
from django.test import Client

from tests.web.desk.cast import KEIKO, Desk, apply, audited, work_off
from tests.web.desk.conftest import SignedIn


def _person(client: Client, application: str) -> str:
    page = client.get(f"/desk/applications/{application}/").content.decode()
    return re.findall(r"/desk/people/(P-[0-9A-Z]{9})/", page)[0]


def _states(client: Client, ref: str) -> list[str]:
    page = client.get(f"/desk/people/{ref}/").content.decode()
    return re.findall(r"(?:Deciding|Passing|Naming)[^:]*: <strong>([a-z ]+)</strong>", page)


def test_an_officer_notes_what_they_agree_to_and_take_back(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("officer")
    ref = _person(client, apply(desk, KEIKO))
    before = _states(client, ref)

    client.post(f"/desk/people/{ref}/consent/", {"act": "agree", "purpose": "hand_over"})
    client.post(f"/desk/people/{ref}/consent/", {"act": "withdraw", "purpose": "processing"})

    assert (before, _states(client, ref)) == (
        ["expired", "not given", "not given"],
        ["withdrawn", "holds", "not given"],
    )
    assert audited("consent.withdrawn") == [(f"staff:{desk.staff['officer'].ref}", ref)]


def test_an_offer_without_consent_is_withdrawn(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("officer")
    application = apply(desk, KEIKO)
    ref = _person(client, application)

    client.post(f"/desk/people/{ref}/consent/", {"act": "withdraw", "purpose": "processing"})
    work_off()

    assert "Withdrawn" in client.get(f"/desk/applications/{application}/").content.decode()


def test_an_officer_notes_the_language_of_letters(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("officer")
    ref = _person(client, apply(desk, KEIKO))

    client.post(f"/desk/people/{ref}/language/", {"language": "uk"})

    page = client.get(f"/desk/people/{ref}/").content.decode()
    assert re.findall(r'value="(..)" lang=".." selected', page) == ["uk"]


@pytest.mark.parametrize("place", ["consent", "language"])
def test_who_may_not_and_what_is_not(place: str, desk: Desk, signed_in: SignedIn, elsewhere: Client) -> None:
    client = signed_in("officer")
    address = f"/desk/people/{_person(client, apply(desk, KEIKO))}/{place}/"
    sent = {"act": "agree", "purpose": "hand_over", "language": "uk"}

    answers = [
        signed_in("finance").post(address, sent),
        elsewhere.post(address, sent),
        client.post(address, {"act": "sell", "purpose": "hand_over", "language": "fr"}),
        client.post(f"/desk/people/P-1/{place}/", sent),
        client.get(address),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404, 404, 405]

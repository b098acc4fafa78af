"""Correcting a date of birth on the page of a person."""

import re

import pytest
from django.test import Client

from tests.web.desk.cast import KEIKO, Desk, apply, audited
from tests.web.desk.conftest import CountQueries, SignedIn

SENT = {"birth": "1983-04-09", "note": "Told by telephone, passport seen"}


def _address(client: Client, application: str) -> str:
    page = client.get(f"/desk/applications/{application}/").content.decode()
    return f"/desk/people/{re.findall(r'/desk/people/(P-[0-9A-Z]{9})/', page)[0]}/birth-date/"


def test_the_date_is_corrected_with_its_note_and_the_earlier_one_stays(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("officer")
    address = _address(client, apply(desk, KEIKO))
    asked = client.get(address).content.decode()

    answer = client.post(address, SENT, follow=True)

    page = answer.content.decode()
    expected = ("The date of birth is noted.", "9\u00a0April\u00a01983", "14\u00a0July\u00a01982", SENT["note"])
    assert ("14\u00a0July\u00a01982" in asked, [text for text in expected if text not in page]) == (True, [])
    # A correction is mended by another one; parting the record would make nobody of it.
    assert "Take it back" not in page + client.get("/desk/people/").content.decode()
    assert [row[0] for row in audited("person.birth_date_corrected")] == [f"staff:{desk.staff['officer'].ref}"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"birth": ""}, "Give the day."),
        ({"birth": "1983-02-31"}, "There is no such day."),
        ({"birth": "1820-01-01"}, "This year of birth is too long ago."),
        ({"birth": "2999-01-01"}, "The date of birth lies in the future."),
        ({"birth": "1982-07-14"}, "This date of birth is known already."),
        ({"note": " "}, "Write how you know it"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    desk: Desk, signed_in: SignedIn, changes: dict[str, str], said: str
) -> None:
    client = signed_in("officer")
    address = _address(client, apply(desk, KEIKO))
    sent = SENT | changes

    answer = client.post(address, sent)

    shown = answer.content.decode()
    assert (answer.status_code, said in shown) == (422, True)
    assert [text for text in sent.values() if text.strip() and text not in shown] == []


def test_who_may_not_and_what_is_not(desk: Desk, signed_in: SignedIn, elsewhere: Client) -> None:
    client = signed_in("officer")
    address = _address(client, apply(desk, KEIKO))

    answers = [
        signed_in("finance").get(address),
        signed_in("press").post(address, SENT),
        elsewhere.get(address),
        elsewhere.post(address, SENT),
        client.get("/desk/people/P-1/birth-date/"),
        client.get("/desk/people/P-000000000/birth-date/"),
        client.put(address),
    ]

    assert [answer.status_code for answer in answers] == [404] * 6 + [405]
    assert audited("person.birth_date_corrected") == []


def test_the_form_costs_the_same_for_many_records(desk: Desk, signed_in: SignedIn, count_queries: CountQueries) -> None:
    client = signed_in("officer")
    address = _address(client, apply(desk, KEIKO))
    before = count_queries(client, address)
    client.post(address, SENT)

    assert count_queries(client, address) == before

"""Receipts to look at, at the desk: listed with both names, settled once, for those alone who handle money."""

import pytest
from django.test import Client

from appealdesk.donations.actions.doubt import doubt_receipts
from appealdesk.donations.models import Receipt
from appealdesk.foundation.db import acting
from appealdesk.people.models import Person
from tests.cast import Cast
from tests.donations.receipting import AT, given, issued
from tests.people.cast import audited
from tests.web.desk.cast import Desk
from tests.web.desk.conftest import CountQueries, SignedIn
from tests.web.desk.receipting import open_office

PATH = "/desk/receipts/to-look-at/"


@pytest.fixture
def office(desk: Desk) -> Cast:
    """The desk's organisation with an account, and three receipts of one donor."""
    office = open_office(desk)
    for donation in given(office, 1_000, 2_000, 3_000):
        issued(office, donation)
    return office


def doubted(office: Cast) -> list[str]:
    """What waits after the donor was joined with somebody."""
    with acting(office.system):
        person = Person.objects.filter(redirects_to=None).get().ref
        doubt_receipts(actor=office.system, now=AT, person_refs=[person], occasion="joined")
        return list(Receipt.objects.order_by("pk").values_list("ref", flat=True))


def test_those_that_wait_are_listed_and_each_is_settled_once(office: Cast, signed_in: SignedIn) -> None:
    client = signed_in("finance")
    empty, quiet = (client.get(path).content.decode() for path in (PATH, "/desk/receipts/"))
    refs = doubted(office)

    listed = client.get(PATH).content.decode()
    told = client.get("/desk/receipts/").content.decode()
    answers = [client.post(f"/desk/receipts/{refs[0]}/checked/", follow=True).content.decode() for _ in range(2)]

    assert ("No receipt waits." in empty, "to look at" in quiet) == (True, False)
    assert [ref for ref in refs if f"/desk/receipts/{ref}/" not in listed] == []
    # The name on each Japanese paper, and the donor as an English reader knows them now.
    assert (listed.count("青木 恵子"), listed.count("AOKI KEIKO"), "3 receipts to look at" in told) == (3, 3, True)
    assert ("Noted: you looked" in answers[0], "A colleague has looked" in answers[1]) == (True, True)
    assert f"/desk/receipts/{refs[0]}/checked/" not in answers[1]
    assert [subject for _, subject in audited("receipt.checked")] == [refs[0]]
    assert audited("receipt.read")[0][1] == "receipts"


@pytest.mark.parametrize("login", ["officer", "duty", "press"])
def test_who_does_not_handle_money_finds_nothing(office: Cast, signed_in: SignedIn, login: str) -> None:
    refs = doubted(office)
    client = signed_in(login)

    assert client.get(PATH).status_code == client.post(f"/desk/receipts/{refs[0]}/checked/").status_code == 404


def test_what_belongs_elsewhere_is_malformed_or_asked_wrongly_is_refused(
    office: Cast, signed_in: SignedIn, elsewhere: Client
) -> None:
    refs = doubted(office)
    client = signed_in("finance")

    assert "No receipt waits." in elsewhere.get(PATH).content.decode()
    assert elsewhere.post(f"/desk/receipts/{refs[0]}/checked/").status_code == 404
    assert [client.post(f"/desk/receipts/{ref}/checked/").status_code for ref in ("R-1", "R-000000000")] == [404, 404]
    assert [client.post(PATH).status_code, client.get(f"/desk/receipts/{refs[0]}/checked/").status_code] == [405, 405]


def test_the_list_costs_the_same_at_one_and_at_three(
    office: Cast, signed_in: SignedIn, count_queries: CountQueries
) -> None:
    client, refs = signed_in("finance"), doubted(office)
    three = count_queries(client, PATH)
    for ref in refs[1:]:
        client.post(f"/desk/receipts/{ref}/checked/")

    assert (three, count_queries(client, PATH)) == (three, three)

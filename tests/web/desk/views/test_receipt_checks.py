"""Receipts to look at, at the desk: listed with both names, settled once, for those alone who handle money."""

from types import SimpleNamespace
from typing import cast

import pytest
from django.test import Client

from appealdesk.donations.actions.create import create_bank_account, create_fund
from appealdesk.donations.actions.doubt import doubt_receipts
from appealdesk.donations.actions.save import save_issuer
from appealdesk.donations.inputs import BankAccountInput, FundInput
from appealdesk.donations.models import Receipt
from appealdesk.foundation.db import acting
from appealdesk.people.models import Person
from tests.cast import Cast
from tests.donations.receipting import AT, ISSUER, given, issued
from tests.people.cast import audited
from tests.web.desk.cast import NOW, Desk
from tests.web.desk.conftest import CountQueries, SignedIn

PATH = "/desk/receipts/to-look-at/"


@pytest.fixture
def office(desk: Desk) -> Cast:
    """The desk's organisation with an account, and three receipts of one donor."""
    system = desk.stage.actor
    names = {"ja": "人道支援", "en": "Humanitarian aid", "uk": "Гуманітарна допомога"}
    fund = create_fund(actor=system, now=NOW, entry=FundInput(names=names, appeal_id=desk.appeal_id))
    entry = BankAccountInput(
        label="Test bank", currency="JPY", account_key="9999-001-1-1234567", fund_ref=fund.ref,
        every_credit_is_donation=True,
    )  # fmt: skip
    create_bank_account(actor=system, now=NOW, entry=entry)
    save_issuer(actor=system, now=AT, entry=ISSUER)
    office = cast("Cast", SimpleNamespace(system=system, finance=system, organisation_id=system.organisation_id))
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

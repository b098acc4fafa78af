"""Sharing a line, joining lines, and the fee of a bank, at the desk; each is taken back as a whole."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from appealdesk.donations.actions.confirm import confirm_statement
from appealdesk.donations.actions.create import create_bank_account, create_fund, create_pledge
from appealdesk.donations.actions.receive import receive_statement
from appealdesk.donations.inputs import BankAccountInput, FundInput, PledgeInput
from appealdesk.donations.models import Donation
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.db import acting
from appealdesk.people.actions.identify import identify_person
from tests.donations.bank import bank_file, gift
from tests.web.desk.cast import KEIKO, NOW, Desk, audited, work_off
from tests.web.desk.conftest import SignedIn

MATCH = re.compile(r'name="match" value="(M-[0-9A-Z]{9})"')
FEE = re.compile(r'href="(/desk/reconcile/split/\?[^"]*fee[^"]*)"')


class Waiting:
    """A statement of three lines that wait, and a pledge."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        system = desk.stage.actor
        names = {"ja": "人道支援", "en": "Humanitarian aid", "uk": "Гуманітарна допомога"}
        fund = create_fund(actor=system, now=NOW, entry=FundInput(names=names, appeal_id=desk.appeal_id))
        account = BankAccountInput(
            label="Test bank", currency="JPY", account_key="9999-001-1-1234567", fund_ref=fund.ref
        )
        create_bank_account(actor=system, now=NOW, entry=account)
        keiko = identify_person(actor=system, now=NOW, identity=KEIKO, source="donation", source_ref="pledge")
        pledge = PledgeInput(fund_ref=fund.ref, currency="JPY", amount_minor=10_000, person_id=keiko.person_id)
        self.code = create_pledge(actor=system, now=NOW, entry=pledge).code
        data = bank_file(gift(9_560, "ｱｵｷ ｹｲｺ"), gift(100_000, "ｶ)ｻｸﾗｼﾖｳｼﾞ"), gift(20_000, "ｱｵｷ ｹｲｺ"))
        self.ref = receive_statement(actor=system, now=NOW, data=data, file_name="bank.txt").ref
        confirm_statement(actor=system, now=NOW, statement_ref=self.ref)
        work_off(read_clock())

    def kept(self) -> list[int]:
        with acting(self.desk.stage.actor):
            return sorted(Donation.objects.filter(undone_at__isnull=True).values_list("amount_minor", flat=True))


@pytest.fixture
def waiting(desk: Desk) -> Waiting:
    """The stage of these tests."""
    return Waiting(desk)


def split(
    client: Client, waiting: Waiting, parts: str, *, act: str = "share", number: int = 2, **more: str
) -> HttpResponse:
    data = {"at": f"{waiting.ref}:{number}", "parts": parts, "act": act, **more}
    answer: HttpResponse = client.post("/desk/reconcile/split/", data)
    return answer


def undone(client: Client) -> None:
    (ref,) = MATCH.findall(client.get("/desk/reconcile/").content.decode())
    client.post("/desk/reconcile/undo/", {"match": ref})


def test_a_pasted_list_is_understood_shared_and_taken_back(waiting: Waiting, signed_in: SignedIn) -> None:
    client = signed_in("finance")
    parts = f"佐倉 真理\t60,000\tmari@example.jp\n30000 {waiting.code}\n１０，０００円"

    shown = split(client, waiting, parts, act="show")
    done = split(client, waiting, parts)

    page = shown.content.decode()
    assert (shown.status_code, "佐倉 真理" in page, "nobody is known" in page) == (200, True, True)
    assert (done.status_code, waiting.kept()) == (302, [10_000, 30_000, 60_000])
    undone(client)
    assert (waiting.kept(), len(audited("line.undecided"))) == ([], 1)


def test_what_cannot_be_understood_is_marked_and_nothing_typed_is_lost(waiting: Waiting, signed_in: SignedIn) -> None:
    client = signed_in("finance")

    answers = [
        split(client, waiting, "someone without money"),
        split(client, waiting, "100000 1234567"),
        split(client, waiting, "99999 Mari Sakura"),
        split(client, waiting, "100000 P-000000000"),
        split(client, waiting, "100000", fee="much"),
        split(client, waiting, ""),
    ]

    said = (
        "There is no amount",
        "No pledge has this code",
        "Compare the sums",
        "is not there",
        "in digits",
        "1 to 1000",
    )
    pages = [answer.content.decode() for answer in answers]
    assert [answer.status_code for answer in answers] == [422] * 6
    assert [words for words, page in zip(said, pages, strict=True) if words not in page] == []
    assert ("someone without money" in pages[0], "¥1" in pages[2], waiting.kept()) == (True, True, [])


def test_what_a_bank_kept_takes_two_keys(waiting: Waiting, signed_in: SignedIn) -> None:
    client = signed_in("finance")
    (address,) = FEE.findall(client.get(f"/desk/reconcile/?at={waiting.ref}:1").content.decode())

    form = client.get(address.replace("&amp;", "&"))
    done = split(client, waiting, f"10000 {waiting.code}", number=1, fee="440")

    page = form.content.decode()
    assert (f"10000 {waiting.code}" in page, 'value="440"' in page, "−¥" in page) == (True, True, False)
    assert (done.status_code, waiting.kept()) == (302, [10_000])


def test_reading_a_form_shares_nothing(waiting: Waiting, signed_in: SignedIn) -> None:
    client = signed_in("finance")

    client.get(f"/desk/reconcile/split/?at={waiting.ref}:2&parts=100000&act=share")
    client.get(f"/desk/reconcile/join/?at={waiting.ref}:1&act=join")

    assert waiting.kept() == []


def test_lines_of_one_payer_become_one_donation(waiting: Waiting, signed_in: SignedIn) -> None:
    client = signed_in("finance")
    lines = [f"{waiting.ref}:1", f"{waiting.ref}:3"]

    form = client.get(f"/desk/reconcile/join/?at={lines[0]}").content.decode()
    alone = client.post("/desk/reconcile/join/", {"at": lines[0], "line": lines[:1], "act": "join"})
    done = client.post("/desk/reconcile/join/", {"at": lines[0], "line": lines, "act": "join", "fee": "440"})

    assert [line in form for line in (*lines, f"{waiting.ref}:2")] == [True, True, False]
    assert (alone.status_code, "Choose from 2 to" in alone.content.decode()) == (422, True)
    assert (done.status_code, waiting.kept()) == (302, [30_000])
    undone(client)
    assert waiting.kept() == []


@pytest.mark.parametrize("login", ["officer", "duty", "press"])
def test_other_roles_find_nothing(waiting: Waiting, signed_in: SignedIn, login: str) -> None:
    client = signed_in(login)

    answers = [client.get(f"/desk/reconcile/{page}/?at={waiting.ref}:1") for page in ("split", "join")]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_what_is_elsewhere_or_malformed_is_not_found(waiting: Waiting, elsewhere: Client, signed_in: SignedIn) -> None:
    client = signed_in("finance")

    answers = [
        elsewhere.get(f"/desk/reconcile/split/?at={waiting.ref}:1"),
        elsewhere.post("/desk/reconcile/join/", {"at": f"{waiting.ref}:1", "act": "join"}),
        client.get("/desk/reconcile/split/?at=nonsense"),
        client.get(f"/desk/reconcile/join/?at={waiting.ref}:99"),
        client.put("/desk/reconcile/split/"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404, 404, 405]

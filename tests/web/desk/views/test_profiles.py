"""The screen of a statement profile: first lines, a choice above each column, errors per cell, saved in versions."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from appealdesk.donations.actions.create import create_bank_account, create_fund
from appealdesk.donations.inputs import BankAccountInput, FundInput
from tests.donations.bank import BANK
from tests.web.desk.cast import NOW, Desk, audited
from tests.web.desk.conftest import CountQueries, SignedIn

SAMPLE = re.compile(r'name="sample" value="([^"]*)"')
FILE = "日付,金額,残高,内容\n2022/03/01,1000,1000,ｱｵｷ ｹｲｺ\n2022/03/02,-110,890,手数料\n".encode("cp932")
CHOICES = {
    "encoding": "cp932",
    "delimiter": ",",
    "skip": "0",
    "headed": "yes",
    "date_format": "YYYY/MM/DD",
    "decimal_mark": ".",
    "group_mark": ",",
    "column-0": "booked",
    "column-1": "amount",
    "column-2": "balance",
    "column-3": "description",
    "seen": "0",
}


@pytest.fixture
def address(desk: Desk) -> str:
    """The page of the account's profile."""
    system = desk.stage.actor
    names = {"ja": "人道支援", "en": "Humanitarian aid", "uk": "Гуманітарна допомога"}
    fund = create_fund(actor=system, now=NOW, entry=FundInput(names=names, appeal_id=desk.appeal_id))
    entry = BankAccountInput(label="Test bank", currency="JPY", account_key="9999-001-1-1234567", fund_ref=fund.ref)
    ref = create_bank_account(actor=system, now=NOW, entry=entry).ref
    return f"/desk/statements/profiles/{ref}/"


def looked(client: Client, address: str, data: bytes = FILE, **more: str) -> str:
    answer = client.post(address, {"file": SimpleUploadedFile("bank.csv", data), "act": "look", **more})
    return answer.content.decode()


def sent(client: Client, address: str, act: str, **more: str) -> HttpResponse:
    (sample,) = SAMPLE.findall(looked(client, address))
    answer: HttpResponse = client.post(address, CHOICES | {"sample": sample, "act": act} | more)
    return answer


def test_the_effect_is_shown_and_saved_and_files_are_read_so(address: str, desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("finance")

    shown = sent(client, address, "show").content.decode()
    saved = sent(client, address, "save")
    again = looked(client, address)
    account = address.split("/")[-2]
    file = SimpleUploadedFile("bank.csv", FILE)
    taken = client.post("/desk/statements/", {"file": file, "account": account})

    assert ("All 2 lines that are shown are read" in shown, "ｱｵｷ ｹｲｺ" in shown, "¥1,000" in shown) == (True,) * 3
    assert (saved.status_code, saved["location"], taken.status_code) == (302, "/desk/statements/", 302)
    # The next file begins with what was saved.
    assert ("version 1," in again, "All 2 lines that are shown are read" in again) == (True, True)
    assert [subject for _, subject in audited("statement_profile.saved")] == [account]


def test_a_cell_that_does_not_fit_says_so_and_nothing_is_saved(address: str, signed_in: SignedIn) -> None:
    client = signed_in("finance")

    answers = [
        sent(client, address, "save", **change)
        for change in (
            {"date_format": "DD/MM/YYYY"},
            {"encoding": "utf-8-sig"},
            {"column-0": ""},
            {"column-3": "amount"},
            {"decimal_mark": ",", "group_mark": ","},
            {"skip": "many"},
        )
    ]

    pages = [answer.content.decode() for answer in answers]
    said = (
        "This is no date of the chosen form",
        "cannot be read in this encoding",
        "Say which column holds the day of booking",
        "Two columns cannot be the same thing",
        "has to differ from the decimal mark",
        "From 0 to 50 lines",
    )
    assert [answer.status_code for answer in answers] == [422] * 6
    assert [words for words, page in zip(said, pages, strict=True) if words not in page] == []
    assert "0 of 2 lines are read" in pages[0]


def test_a_balance_that_does_not_follow_is_told(address: str, signed_in: SignedIn) -> None:
    client = signed_in("finance")
    (sample,) = SAMPLE.findall(looked(client, address, FILE.replace(b"890", b"891")))

    answer = client.post(address, CHOICES | {"sample": sample, "act": "show"})

    assert "The balance does not follow" in answer.content.decode()


def test_a_profile_that_comes_with_the_desk_is_a_point_to_start_from(address: str, signed_in: SignedIn) -> None:
    data = (BANK / "jp_smbc_style_RECONSTRUCTED_cp932.csv").read_bytes()

    page = looked(signed_in("finance"), address, data, start="smbc")

    assert ("lines that are shown are read" in page, '<option value="cp932" selected>' in page) == (True, True)


def test_a_change_alone_brings_only_the_effect(address: str, signed_in: SignedIn) -> None:
    client = signed_in("finance")
    (sample,) = SAMPLE.findall(looked(client, address))

    answer = client.post(address, CHOICES | {"sample": sample}, headers={"HX-Request": "true"})

    page = answer.content.decode()
    assert ('id="effect"' in page, "<html" in page) == (True, False)


def test_a_colleagues_version_is_not_covered(address: str, signed_in: SignedIn) -> None:
    client = signed_in("finance")
    sent(client, address, "save")

    answer = sent(client, address, "save", skip="0", negated="yes", **{"column-2": ""})

    assert (answer.status_code, "A colleague changed this profile meanwhile" in answer.content.decode()) == (409, True)


@pytest.mark.parametrize("sample", ["", "!!!", "AAAA", "//79/Q=="])
def test_a_damaged_sample_breaks_nothing(address: str, signed_in: SignedIn, sample: str) -> None:
    answer = signed_in("finance").post(address, CHOICES | {"sample": sample, "act": "save"})

    assert answer.status_code in {200, 422}


@pytest.mark.parametrize("login", ["officer", "duty", "press"])
def test_other_roles_find_nothing(address: str, signed_in: SignedIn, login: str) -> None:
    assert signed_in(login).get(address).status_code == 404


def test_what_is_elsewhere_malformed_or_not_asked_so_is_not_found(
    address: str, elsewhere: Client, signed_in: SignedIn
) -> None:
    client = signed_in("finance")

    answers = [
        elsewhere.get(address),
        elsewhere.post(address, CHOICES),
        client.get("/desk/statements/profiles/B-1/"),
        client.get("/desk/statements/profiles/B-000000000/"),
        client.put(address),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404, 404, 405]


def test_the_page_takes_the_same_queries_for_a_first_and_a_later_version(
    address: str, signed_in: SignedIn, count_queries: CountQueries
) -> None:
    client = signed_in("finance")
    before = count_queries(client, address)
    sent(client, address, "save")

    assert count_queries(client, address) == before

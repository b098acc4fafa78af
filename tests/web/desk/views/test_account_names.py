"""One account under several names, at the desk: said after a file was refused, shown, and taken back."""

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from appealdesk.donations.actions.create import create_bank_account, create_fund
from appealdesk.donations.inputs import BankAccountInput, FundInput
from tests.donations.bank import bank_file, gift
from tests.web.desk.cast import NOW, Desk, audited, found_elsewhere
from tests.web.desk.conftest import CountQueries, SignedIn

OTHER = "9999-001-1-7654321"


def opened(desk: Desk, label: str, key: str) -> str:
    """A yen account; its reference."""
    names = {"ja": f"支援 {label}", "en": f"Aid {label}", "uk": f"Допомога {label}"}
    fund = create_fund(actor=desk.stage.actor, now=NOW, entry=FundInput(names=names, restricted=True)).ref
    entry = BankAccountInput(label=label, currency="JPY", account_key=key, fund_ref=fund)
    return create_bank_account(actor=desk.stage.actor, now=NOW, entry=entry).ref


@pytest.fixture
def account(desk: Desk) -> str:
    return opened(desk, "Test bank", "9999-001-1-1234567")


def upload(client: Client, **more: str) -> tuple[int, str]:
    file = SimpleUploadedFile("bank.txt", bank_file(gift(1_000), account="7654321"))
    answer = client.post("/desk/statements/", {"file": file, **more})
    return answer.status_code, unescape(answer.content.decode())


def named(client: Client, account: str, name: str = OTHER, *, end: bool = False) -> int:
    path = "/desk/statements/names/end/" if end else "/desk/statements/names/"
    return client.post(path, {"account": account, "name": name}).status_code


def test_a_file_that_names_its_account_otherwise_is_taken_once_somebody_said_so(
    desk: Desk, account: str, signed_in: SignedIn
) -> None:
    client = signed_in("finance")
    refused = [upload(client), upload(client, account=account)]
    said = named(client, account)
    shown = client.get("/desk/statements/").content.decode()
    taken, _ = upload(client)
    ended = named(client, account, end=True)

    assert [(status, f'value="{OTHER}"' in page, OTHER in page.split("<form")[1]) for status, page in refused] == [
        (422, True, False),
        (422, True, False),
    ]
    assert [f"The file is of the account {OTHER}" in page for _, page in refused] == [True, True]
    assert (said, f'<span class="ref">{OTHER}</span>' in shown, taken, ended) == (302, True, 302, 302)
    assert OTHER not in client.get("/desk/statements/").content.decode()
    who = f"staff:{desk.staff['finance'].ref}"
    assert (audited("account_name.said"), audited("account_name.ended")) == ([(who, account)], [(who, account)])


@pytest.mark.parametrize("language", ["ja", "uk"])
def test_the_sentence_is_in_the_officers_language(desk: Desk, account: str, signed_in: SignedIn, language: str) -> None:
    client = signed_in("finance")
    session = client.session
    session["language"] = language
    session.save()
    said = {"ja": f"口座 {OTHER} のファイルですが", "uk": f"Файл стосується рахунку {OTHER}"}

    assert said[language] in upload(client)[1]


def test_bad_names_and_accounts_change_nothing(desk: Desk, account: str, signed_in: SignedIn) -> None:
    found_elsewhere()
    client, stranger, officer = signed_in("finance"), signed_in("elsewhere"), signed_in("officer")
    answers = {
        "no name": named(client, account, " "),
        "long": named(client, account, "x" * 81),
        "NUL": named(client, account, "a\x00b"),
        "control character": named(client, account, "a\u202eb"),
        "no account": named(client, ""),
        "malformed account": named(client, "B-\x00"),
        "unknown account": named(client, "B-7K3M9Q2XC"),
        "another organisation": named(stranger, account),
        "another organisation ends": named(stranger, account, end=True),
        "a role that may not": named(officer, account),
        "a name that is the account's own": named(client, account, "9999-001-1-1234567"),
        "ended though never said": named(client, account, end=True),
        "wrong method": client.get("/desk/statements/names/").status_code,
    }

    assert answers == {
        "no name": 422,
        "long": 422,
        "NUL": 400,
        "control character": 422,
        "no account": 404,
        "malformed account": 400,
        "unknown account": 404,
        "another organisation": 404,
        "another organisation ends": 404,
        "a role that may not": 404,
        "a name that is the account's own": 302,
        "ended though never said": 302,
        "wrong method": 405,
    }
    assert (audited("account_name.said"), audited("account_name.ended")) == ([], [])


def test_the_list_costs_the_same_for_one_account_and_for_three(
    desk: Desk, account: str, signed_in: SignedIn, count_queries: CountQueries
) -> None:
    client = signed_in("finance")
    named(client, account)
    one = count_queries(client, "/desk/statements/")
    for number in (1, 2):
        named(client, opened(desk, f"Bank {number}", f"9999-001-1-000000{number}"), f"name {number}")

    assert count_queries(client, "/desk/statements/") == one


def test_a_name_that_is_refused_stays_in_its_field(desk: Desk, account: str, signed_in: SignedIn) -> None:
    client, other = signed_in("finance"), opened(desk, "Second bank", "9999-001-1-0000002")
    named(client, other)

    answer = client.post("/desk/statements/names/", {"account": account, "name": OTHER})

    page = unescape(answer.content.decode())
    said = "Files of this name are those of the account Second bank" in page
    assert (answer.status_code, said, f'value="{OTHER}"' in page) == (422, True, True)

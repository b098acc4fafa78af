"""Bank statements: taken whole or refused whole with line and reason, totals that can be checked."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from appealdesk.donations.actions.create import create_bank_account, create_fund
from appealdesk.donations.inputs import BankAccountInput, FundInput
from appealdesk.foundation.clock import read_clock
from tests.donations.bank import BANK, bank_file, gift
from tests.web.desk.cast import NOW, Desk, audited, work_off
from tests.web.desk.conftest import CountQueries, SignedIn

REF = re.compile(r"/desk/statements/(T-[0-9A-Z]{9})/")


@pytest.fixture(autouse=True)
def account(desk: Desk) -> None:
    """A yen account of the organisation, and its fund."""
    system = desk.stage.actor
    names = {"ja": "人道支援", "en": "Humanitarian aid", "uk": "Гуманітарна допомога"}
    fund = create_fund(actor=system, now=NOW, entry=FundInput(names=names, appeal_id=desk.appeal_id))
    entry = BankAccountInput(
        label="Test bank, main branch",
        currency="JPY",
        account_key="9999-001-1-1234567",
        fund_ref=fund.ref,
        every_credit_is_donation=True,
    )
    create_bank_account(actor=system, now=NOW, entry=entry)


def _upload(client: Client, data: bytes, **more: str) -> HttpResponse:
    file = SimpleUploadedFile("bank.txt", data, content_type="text/plain")
    answer: HttpResponse = client.post("/desk/statements/", {"file": file, **more})
    return answer


def _uploaded(client: Client, *amounts: int) -> str:
    answer = _upload(client, bank_file(*map(gift, amounts)))
    ref = REF.findall(answer["location"])[0]
    client.post(f"/desk/statements/{ref}/confirm/")
    return ref


def _page(client: Client, path: str = "") -> str:
    return client.get(f"/desk/statements/{path}").content.decode()


def test_a_file_is_taken_imported_and_its_totals_are_shown(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("finance")
    ref = _uploaded(client, 100_000, 3_000)
    work_off(read_clock())

    page = _page(client, f"{ref}/")

    said = ("¥103,000", "ｻﾄｳ ﾐﾅ", "Reconciled", "Unidentified")
    assert [text for text in said if text not in page] == []


def test_a_file_is_looked_at_before_it_is_imported(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("finance")
    ref = REF.findall(_upload(client, bank_file(gift(100_000), gift(3_000)))["location"])[0]
    work_off(read_clock())

    page = _page(client, f"{ref}/")

    said = ("2 lines are new and will be posted.", "¥103,000", "ｻﾄｳ ﾐﾅ", "Import these lines", "Put the file aside")
    assert [text for text in said if text not in page] == []
    assert "To confirm" in _page(client)


def test_the_preview_says_which_lines_are_known(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("finance")
    _uploaded(client, 1_000)
    work_off(read_clock())

    ref = REF.findall(_upload(client, bank_file(gift(1_000), gift(2_000)))["location"])[0]

    page = _page(client, f"{ref}/")
    assert ("1 line is new" in page, "1 line is known from an earlier file" in page) == (True, True)


def test_a_file_can_be_put_aside_and_uploaded_again(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("finance")
    first = REF.findall(_upload(client, bank_file(gift(1_000)))["location"])[0]

    client.post(f"/desk/statements/{first}/undo/")

    again = REF.findall(_upload(client, bank_file(gift(1_000)))["location"])[0]
    assert (again != first, "nothing of it was imported" in _page(client, f"{first}/")) == (True, True)


def test_an_import_is_undone_as_a_whole(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("finance")
    ref = _uploaded(client, 100_000, 3_000)
    work_off(read_clock())

    answer = client.post(f"/desk/statements/{ref}/undo/")

    page = _page(client, f"{ref}/")
    assert (answer.status_code, "2 donations were taken back" in page, "count nowhere" in page) == (302, True, True)
    assert "No donation is recorded yet." in client.get("/desk/donations/").content.decode()
    assert audited("statement.undone") == [(f"staff:{desk.staff['finance'].ref}", ref)]


@pytest.mark.parametrize(
    ("language", "said"),
    [("ja", "レコードの長さが 200 バイトではなく"), ("uk", "Довжина запису — 199 байтів замість 200")],
)
def test_what_is_wrong_with_a_file_is_said_in_the_officers_language(
    desk: Desk, signed_in: SignedIn, language: str, said: str
) -> None:
    client = signed_in("finance")
    session = client.session
    session["language"] = language
    session.save()
    lines = bank_file(gift(1_000)).split(b"\r\n")
    lines[1] = lines[1][:-1]

    answer = _upload(client, b"\r\n".join(lines))

    assert (answer.status_code, said in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("act", ["confirm", "undo"])
def test_who_may_not_confirm_or_undo(desk: Desk, signed_in: SignedIn, elsewhere: Client, act: str) -> None:
    ref = _uploaded(signed_in("finance"), 5_000)
    finance = signed_in("finance")

    answers = [
        signed_in("officer").post(f"/desk/statements/{ref}/{act}/"),
        signed_in("press").post(f"/desk/statements/{ref}/{act}/"),
        elsewhere.post(f"/desk/statements/{ref}/{act}/"),
        finance.post(f"/desk/statements/nothing/{act}/"),
        finance.get(f"/desk/statements/{ref}/{act}/"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404, 404, 405]


def test_while_it_is_imported_the_page_asks_how_far_it_is(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("finance")
    ref = _uploaded(client, 5_000)
    before = client.get(f"/desk/statements/{ref}/progress/")
    work_off(read_clock())

    after = client.get(f"/desk/statements/{ref}/progress/")

    assert ("0 / 1" in before.content.decode(), "HX-Refresh" in before, after["HX-Refresh"]) == (True, False, "true")


def test_the_same_file_twice_changes_nothing_and_says_so(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("finance")
    first, second = _uploaded(client, 5_000), _uploaded(client, 5_000)

    assert (first == second, "nothing was changed" in _page(client, f"{second}/")) == (True, True)


def test_a_damaged_file_is_refused_whole_with_line_and_reason(desk: Desk, signed_in: SignedIn) -> None:
    client, data = signed_in("finance"), bank_file(gift(100_000), gift(3_000))

    answers = [_upload(client, data[:250]), _upload(client, data.replace(b"100000", b"900000", 1))]

    pages = [answer.content.decode() for answer in answers]
    assert (
        [answer.status_code for answer in answers],
        ["refused as a whole" in page and '<ol class="problem-list">' in page for page in pages],
        REF.findall(_page(client)),
    ) == ([422, 422], [True, True], [])


def test_a_csv_file_has_to_be_named_and_an_unknown_account_is_refused(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("finance")

    answers = [
        _upload(client, (BANK / "uk_generic_RECONSTRUCTED.csv").read_bytes()),
        _upload(client, bank_file(gift(1_000), account="7654321")),
    ]

    assert [answer.status_code for answer in answers] == [422, 422]


def test_no_file_at_all_is_refused(desk: Desk, signed_in: SignedIn) -> None:
    answer = signed_in("finance").post("/desk/statements/", {})

    assert (answer.status_code, "Choose a bank&#x27;s file first." in answer.content.decode()) == (422, True)


def test_a_file_without_the_forms_own_token_is_refused(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("finance")
    client.handler.enforce_csrf_checks = True

    assert _upload(client, bank_file(gift(1_000))).status_code == 403


def test_an_empty_list_teaches_the_next_step(desk: Desk, signed_in: SignedIn) -> None:
    assert "No statement has been uploaded yet." in _page(signed_in("finance"))


def test_another_organisations_statement_is_nothing(desk: Desk, signed_in: SignedIn, elsewhere: Client) -> None:
    ref = _uploaded(signed_in("finance"), 5_000)

    answers = [elsewhere.get(f"/desk/statements/{ref}/"), elsewhere.get(f"/desk/statements/{ref}/progress/")]

    assert ([answer.status_code for answer in answers], ref in _page(elsewhere)) == ([404, 404], False)


def test_the_number_of_queries_does_not_grow_with_statements_and_lines(
    desk: Desk, signed_in: SignedIn, count_queries: CountQueries
) -> None:
    client = signed_in("finance")
    one = _uploaded(client, 5_000)
    work_off(read_clock())
    before = (count_queries(client, "/desk/statements/"), count_queries(client, f"/desk/statements/{one}/"))
    three = _uploaded(client, 1_000, 2_000, 3_000)
    _uploaded(client, 9_000)
    work_off(read_clock())

    after = (count_queries(client, "/desk/statements/"), count_queries(client, f"/desk/statements/{three}/"))

    assert after == before


def test_taking_a_file_stands_in_the_log(desk: Desk, signed_in: SignedIn) -> None:
    ref = _uploaded(signed_in("finance"), 5_000)

    assert audited("statement.received") == [(f"staff:{desk.staff['finance'].ref}", ref)]


def test_donations_have_totals_and_the_accounts_balance(
    desk: Desk, signed_in: SignedIn, count_queries: CountQueries
) -> None:
    client = signed_in("finance")
    _uploaded(client, 100_000)
    work_off(read_clock())
    one = (count_queries(client, "/desk/donations/"), count_queries(client, "/desk/accounts/"))
    _uploaded(client, 2_000, 3_000)
    work_off(read_clock())

    donations = client.get("/desk/donations/").content.decode()
    accounts = client.get("/desk/accounts/").content.decode()

    said = ("Humanitarian aid", "Test bank, main branch", "Debits and credits are equal")
    assert (
        "¥105,000" in donations,
        "Unidentified" in donations,
        [text for text in said if text not in accounts],
        (count_queries(client, "/desk/donations/"), count_queries(client, "/desk/accounts/")),
    ) == (True, True, [], one)


def test_donations_are_filtered_by_whether_the_donor_is_known(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("finance")
    _uploaded(client, 100_000)
    work_off(read_clock())

    known = client.get("/desk/donations/?donors=yes").content.decode()
    unknown = client.get("/desk/donations/?donors=no").content.decode()

    assert ("No donation is in this state." in known, "¥100,000</span></td>" in unknown) == (True, True)


def test_another_organisation_sees_no_money(desk: Desk, signed_in: SignedIn, elsewhere: Client) -> None:
    _uploaded(signed_in("finance"), 100_000)
    work_off(read_clock())

    donations = elsewhere.get("/desk/donations/").content.decode()
    accounts = elsewhere.get("/desk/accounts/").content.decode()

    assert ("No donation is recorded yet." in donations, "There is no fund yet." in accounts) == (True, True)

"""Cash at the desk: two counts, blind, and the slip that the giver takes away."""

import re

import pytest
from django.test import Client

from appealdesk.donations.actions.create import create_bank_account, create_fund
from appealdesk.donations.actions.import_statement import import_statement
from appealdesk.donations.actions.receive import receive_statement
from appealdesk.donations.actions.reconcile import reconcile_statement
from appealdesk.donations.inputs import BankAccountInput, FundInput
from appealdesk.donations.models import CashCount, Donation
from appealdesk.foundation.db import acting
from tests.donations.bank import bank_file, gift
from tests.web.desk.cast import NOW, Desk, audited
from tests.web.desk.conftest import CountQueries, SignedIn

PAGE = "/desk/cash/"
TOKEN = re.compile(r'name="submission" value="([0-9a-f]{32})"')
NOTES = {"currency": "JPY", "p10000": "3", "p1000": "2"}


@pytest.fixture(autouse=True)
def fund(desk: Desk) -> str:
    names = {"ja": "人道支援", "en": "Humanitarian aid", "uk": "Гуманітарна допомога"}
    return create_fund(actor=desk.stage.actor, now=NOW, entry=FundInput(names=names, appeal_id=desk.appeal_id)).ref


def begin(client: Client, fund: str, **changed: str) -> str:
    """The address of a count that the first of two began."""
    token = TOKEN.findall(client.get(PAGE).content.decode())[0]
    form = {**NOTES, "fund": fund, "language": "ja", "submission": token, **changed}
    return client.post(f"{PAGE}begin/", form).headers["Location"]


def test_two_people_count_and_the_giver_takes_a_slip(desk: Desk, signed_in: SignedIn, fund: str) -> None:
    finance, admin = signed_in("finance"), signed_in("admin")
    address = begin(finance, fund, written="青木 恵子", reading="アオキ ケイコ")
    blind = admin.get(address).content.decode()

    admin.post(f"{address}again/", NOTES)

    slip = finance.get(f"{address}slip/").content.decode()
    assert "32,000" not in blind
    # The slip speaks as the giver does, and the page around it as the officer.
    assert all(words in slip for words in ("現金預り証", "第 1 号", "青木", "32,000", "人道支援", "Sign out"))
    assert [actor for actor, _ in audited("cash.slip_issued")] == [f"staff:{desk.staff['admin'].ref}"]


def test_counts_that_differ_are_shown_and_counted_again(desk: Desk, signed_in: SignedIn, fund: str) -> None:
    finance, admin = signed_in("finance"), signed_in("admin")
    address = begin(finance, fund)

    admin.post(f"{address}again/", {**NOTES, "p1000": "1"})

    page = finance.get(address).content.decode()
    assert ("The two counts differ" in page, "32,000" in page, "31,000" in page) == (True, True, True)


@pytest.mark.parametrize("wrong", [{"p1000": "two"}, {"p10000": "", "p1000": ""}, {"email": "a"}, {"person": "P-1"}])
def test_a_mistake_loses_nothing(signed_in: SignedIn, fund: str, wrong: dict[str, str]) -> None:
    client = signed_in("finance")
    token = TOKEN.findall(client.get(PAGE).content.decode())[0]

    answer = client.post(f"{PAGE}begin/", {**NOTES, "fund": fund, "submission": token, **wrong})

    page = answer.content.decode()
    assert (answer.status_code, "Not saved yet" in page) == (422, True)
    assert all(f'value="{typed}"' in page for typed in wrong.values() if typed)


def test_what_is_sent_twice_is_done_once(desk: Desk, signed_in: SignedIn, fund: str) -> None:
    finance, admin = signed_in("finance"), signed_in("admin")
    token = TOKEN.findall(finance.get(PAGE).content.decode())[0]
    form = {**NOTES, "fund": fund, "language": "ja", "submission": token}
    begun = [finance.post(f"{PAGE}begin/", form).headers["Location"] for _turn in range(2)]
    other = begin(finance, fund)

    counted = [admin.post(f"{begun[0]}again/", NOTES).status_code for _turn in range(2)]
    returned = [finance.post(f"{other}give-back/").status_code for _turn in range(2)]

    with acting(desk.stage.actor):
        rows = sorted(CashCount.objects.values_list("status", flat=True))
        booked = Donation.objects.filter(channel="cash").count()
    assert (begun[0] == begun[1], rows, booked) == (True, ["booked", "dropped"], 1)
    assert (counted, returned) == ([302, 422], [302, 422])


def test_the_sum_is_told_while_it_is_typed(signed_in: SignedIn) -> None:
    answer = signed_in("finance").get(f"{PAGE}total/", NOTES)

    assert "32,000" in answer.content.decode()


def test_who_may_not_count(desk: Desk, signed_in: SignedIn, elsewhere: Client, fund: str) -> None:
    finance = signed_in("finance")
    address = begin(finance, fund)
    answers = [
        signed_in("officer").get(PAGE),
        signed_in("press").get(address),
        elsewhere.get(address),
        elsewhere.post(f"{address}again/", NOTES),
        elsewhere.post(f"{address}give-back/"),
        finance.get(f"{address}slip/"),
        finance.get(f"{PAGE}X-1/"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 7
    assert finance.get(f"{address}again/").status_code == 405


def test_the_number_of_queries_does_not_grow(signed_in: SignedIn, count_queries: CountQueries, fund: str) -> None:
    client = signed_in("finance")
    begin(client, fund)
    one = count_queries(client, PAGE)
    begin(client, fund)
    begin(client, fund)

    assert count_queries(client, PAGE) == one


def test_a_line_of_the_bank_is_the_cash_that_was_counted(desk: Desk, signed_in: SignedIn, fund: str) -> None:
    system, finance, admin = desk.stage.actor, signed_in("finance"), signed_in("admin")
    admin.post(f"{begin(finance, fund)}again/", NOTES)
    account = BankAccountInput(label="Test bank", currency="JPY", account_key="9999-001-1-1234567", fund_ref=fund)
    create_bank_account(actor=system, now=NOW, entry=account)
    data = bank_file(gift(32_000, "ｹﾞﾝｷﾝ"), gift(90_000, "ﾌｼﾞｲ ﾏﾘ"))
    statement = receive_statement(actor=system, now=NOW, data=data, file_name="bank.txt").ref
    import_statement(actor=system, now=NOW, statement_ref=statement)
    reconcile_statement(actor=system, now=NOW, statement_ref=statement)

    answers = [finance.post("/desk/reconcile/settle/", {"at": f"{statement}:{line}", "as": "cash"}) for line in (1, 2)]

    assert [answer.status_code for answer in answers] == [302, 422]
    assert "Only ¥0 of cash was counted" in answers[1].content.decode()
    # The decision is the last one, and u takes it back like any other.
    last = finance.get("/desk/reconcile/").content.decode()
    ref = re.findall(r'name="match" value="(N-[0-9A-Z]{9})"', last)[0]
    undone = finance.post("/desk/reconcile/undo/", {"match": ref})
    again = finance.post("/desk/reconcile/undo/", {"match": ref})
    assert ("cash that we brought" in last, undone["Location"], again.status_code) == (
        True,
        f"/desk/reconcile/?at={statement}%3A1",
        409,
    )


def test_another_currency_loses_nobodys_name(signed_in: SignedIn, fund: str) -> None:
    client = signed_in("finance")
    token = TOKEN.findall(client.get(PAGE).content.decode())[0]
    typed = {**NOTES, "fund": fund, "language": "uk", "written": "Olena", "submission": token, "to": "USD"}

    shown = client.post(f"{PAGE}begin/", typed)

    page = shown.content.decode()
    kept = ('name="currency" value="USD"', 'value="Olena"', token, 'value="uk" selected', "US$20.00")
    assert (shown.status_code, [text for text in kept if text not in page]) == (200, [])
    assert ('value="3"' in page, "Nothing was counted yet." in page) == (False, True)

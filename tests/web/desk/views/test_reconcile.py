"""Reconciling by keys: a line, its suggestions, one decision each, and the way back."""

import re

import pytest
from django.test import Client

from appealdesk.donations.actions.confirm import confirm_statement
from appealdesk.donations.actions.create import create_bank_account, create_fund, create_pledge
from appealdesk.donations.actions.receive import receive_statement
from appealdesk.donations.inputs import BankAccountInput, FundInput, PledgeInput
from appealdesk.foundation.clock import read_clock
from appealdesk.people.actions.identify import identify_person
from tests.donations.bank import bank_file, gift
from tests.web.desk.cast import KEIKO, NOW, Desk, audited, work_off
from tests.web.desk.conftest import CountQueries, SignedIn

TARGET = re.compile(r'name="target" value="([A-Z]-[0-9A-Z]{9})"')
MATCH = re.compile(r'name="match" value="(M-[0-9A-Z]{9})"')
PAGE = "/desk/reconcile/"


@pytest.fixture
def statement(desk: Desk) -> str:
    """Three lines: with a pledge's code and another amount, with Keiko's name, with a stranger's."""
    system = desk.stage.actor
    names = {"ja": "人道支援", "en": "Humanitarian aid", "uk": "Гуманітарна допомога"}
    fund = create_fund(actor=system, now=NOW, entry=FundInput(names=names, appeal_id=desk.appeal_id))
    account = BankAccountInput(label="Test bank", currency="JPY", account_key="9999-001-1-1234567", fund_ref=fund.ref)
    create_bank_account(actor=system, now=NOW, entry=account)
    keiko = identify_person(actor=system, now=NOW, identity=KEIKO, source="donation", source_ref="pledge")
    pledge = PledgeInput(fund_ref=fund.ref, currency="JPY", amount_minor=10_000, person_id=keiko.person_id)
    code = create_pledge(actor=system, now=NOW, entry=pledge).code
    data = bank_file(gift(3_000, f"{code}ﾔﾏﾀﾞ ｼﾞﾛｳ"), gift(100_000, "ｱｵｷ ｹｲｺ"), gift(500, "ﾌｼﾞｲ ﾏﾘ"))
    ref = receive_statement(actor=system, now=NOW, data=data, file_name="bank.txt").ref
    confirm_statement(actor=system, now=NOW, statement_ref=ref)
    work_off(read_clock())
    return ref


def page(client: Client, query: str = "") -> str:
    return client.get(f"{PAGE}{query}").content.decode()


def test_a_line_is_shown_with_suggestions_their_reasons_and_keys(statement: str, signed_in: SignedIn) -> None:
    shown = page(signed_in("finance"))

    said = (
        "¥3,000",
        "the pledge&#x27;s code",
        "another amount than promised",
        "another name",
        'data-key="1"',
        "<meter",
    )
    assert [text for text in said if text not in shown] == []
    assert "0 of 3 lines are decided" in shown


def test_a_decision_leads_to_the_next_line_and_can_be_taken_back(statement: str, signed_in: SignedIn) -> None:
    client = signed_in("finance")
    target = TARGET.findall(page(client))[0]

    answer = client.post(
        f"{PAGE}match/",
        {"at": f"{statement}:1", "next": f"{statement}:2", "target": target, "reasons": "pledge_code x<y"},
    )
    after = page(client)
    back = client.post(f"{PAGE}undo/", {"match": MATCH.findall(after)[0]})

    assert (answer.status_code, answer["location"]) == (302, f"{PAGE}?at={statement}%3A2")
    assert ("1 of 3 lines are decided" in after, "¥100,000" in after, "Your last decision" in after) == (True,) * 3
    assert (back["location"], "0 of 3 lines are decided" in page(client)) == (f"{PAGE}?at={statement}%3A1", True)


def test_nobody_known_and_no_donation_end_a_line(statement: str, signed_in: SignedIn) -> None:
    client = signed_in("finance")

    client.post(f"{PAGE}settle/", {"at": f"{statement}:3", "as": "unknown"})
    client.post(f"{PAGE}settle/", {"at": f"{statement}:2", "as": "other"})
    again = client.post(f"{PAGE}settle/", {"at": f"{statement}:2", "as": "unknown"})

    assert (again.status_code, "2 of 3 lines are decided" in page(client)) == (409, True)


def test_only_lines_with_a_code_and_a_search(statement: str, signed_in: SignedIn) -> None:
    client = signed_in("finance")

    coded, searched = page(client, "?only=code"), page(client, f"?at={statement}:3&q=青木 恵子")

    assert ("ﾌｼﾞｲ" in coded, "found by your search" in searched) == (False, True)


def test_when_nothing_waits_the_page_says_so(desk: Desk, signed_in: SignedIn) -> None:
    assert "No line waits for you." in page(signed_in("finance"))


def test_who_may_not_reconcile(statement: str, signed_in: SignedIn, elsewhere: Client) -> None:
    target = TARGET.findall(page(signed_in("finance")))[0]
    sent = {"at": f"{statement}:1", "target": target, "as": "unknown"}
    finance = signed_in("finance")

    answers = [
        *(signed_in(login).get(PAGE) for login in ("officer", "press")),
        *(signed_in("officer").post(f"{PAGE}{act}/", sent) for act in ("match", "settle", "undo")),
        *(elsewhere.post(f"{PAGE}{act}/", sent) for act in ("match", "settle", "undo")),
        *(finance.post(f"{PAGE}match/", {"at": at, "target": target}) for at in ("", "T-1:1", f"{statement}:x")),
        finance.post(f"{PAGE}match/", {"at": f"{statement}:99", "target": target}),
    ]
    wrong = [finance.get(f"{PAGE}{act}/").status_code for act in ("match", "settle", "undo")]

    assert ([answer.status_code for answer in answers], wrong) == ([404] * len(answers), [405] * 3)
    assert "No line waits for you." in page(elsewhere)


def test_the_number_of_queries_does_not_grow_with_the_lines(
    statement: str, signed_in: SignedIn, count_queries: CountQueries
) -> None:
    client = signed_in("finance")
    three = count_queries(client, f"{PAGE}?at={statement}:3")
    for number in (1, 2):
        client.post(f"{PAGE}settle/", {"at": f"{statement}:{number}", "as": "other"})

    assert count_queries(client, f"{PAGE}?at={statement}:3") <= three + 1


def test_decisions_and_readings_stand_in_the_log(statement: str, desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("finance")
    target = TARGET.findall(page(client))[0]
    client.post(f"{PAGE}match/", {"at": f"{statement}:1", "target": target})

    actor = f"staff:{desk.staff['finance'].ref}"
    assert [by for by, _ in audited("line.decided")] == [actor]
    assert actor in {by for by, _ in audited("person.read")}


def test_a_colleagues_decision_appears_without_loading_the_page(statement: str, signed_in: SignedIn) -> None:
    client, colleague = signed_in("finance"), signed_in("admin")
    at = f"{statement}:1"
    before = client.get(f"{PAGE}changes/?at={at}").content.decode()

    colleague.post(f"{PAGE}settle/", {"at": at, "as": "unknown"})
    after = client.get(f"{PAGE}changes/?at={at}").content.decode()

    assert ("A colleague decided" in before, "0 of 3 lines are decided" in before) == (False, True)
    assert ("A colleague decided" in after, "1 of 3 lines are decided" in after) == (True, True)
    # Only what is new comes: no suggestion is looked for, and nobody's name is read.
    assert ("<meter" in after, f"at={statement}:2" in after) == (False, True)


@pytest.mark.parametrize(("login", "status"), [("officer", 404), ("press", 404), ("finance", 200)])
def test_who_may_look_for_changes(statement: str, signed_in: SignedIn, login: str, status: int) -> None:
    assert signed_in(login).get(f"{PAGE}changes/?at=nonsense").status_code == status


def test_a_key_that_came_too_late_says_so_beside_what_waits_now(statement: str, signed_in: SignedIn) -> None:
    client, colleague = signed_in("finance"), signed_in("admin")
    target = TARGET.findall(page(client))[0]
    colleague.post(f"{PAGE}settle/", {"at": f"{statement}:1", "as": "unknown"})

    answer = client.post(f"{PAGE}match/", {"at": f"{statement}:1", "target": target, "only": ""})

    shown = answer.content.decode()
    assert (answer.status_code, "A colleague decided about this line" in shown, "¥100,000" in shown) == (
        409,
        True,
        True,
    )
    assert f'action="{PAGE}match/"' in shown

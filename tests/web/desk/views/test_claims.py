"""Claims on the desk: beside the lines that may be the gift, settled by one key."""

import re

import pytest
from django.test import Client

from appealdesk.donations.actions.claim import claim_donation
from appealdesk.donations.actions.create import create_bank_account, create_fund
from appealdesk.donations.actions.import_statement import import_statement
from appealdesk.donations.actions.receive import receive_statement
from appealdesk.donations.actions.reconcile import reconcile_statement
from appealdesk.donations.inputs import BankAccountInput, ClaimInput, FundInput
from tests.donations.bank import DAY, bank_file, gift
from tests.web.desk.cast import KEIKO, NOW, Desk, audited
from tests.web.desk.conftest import CountQueries, SignedIn

PAGE = "/desk/reconcile/claims/"
LINE = re.compile(r'value="(T-[0-9A-Z]{9}:\d+)"')


def claimed(desk: Desk, number: int, amount: int = 3000) -> str:
    entry = ClaimInput(
        appeal_id=desk.appeal_id,
        amount_minor=amount,
        paid_on=DAY,
        payer="アオキ ケイコ",
        identity=KEIKO,
        submission=bytes([number]) * 16,
    )
    return claim_donation(actor=desk.stage.actor, now=NOW, entry=entry)


@pytest.fixture(autouse=True)
def statement(desk: Desk) -> str:
    """Two lines of the claimed amount, one of them in the claimant's name."""
    system = desk.stage.actor
    names = {"ja": "人道支援", "en": "Humanitarian aid", "uk": "Гуманітарна допомога"}
    fund = create_fund(actor=system, now=NOW, entry=FundInput(names=names, appeal_id=desk.appeal_id))
    account = BankAccountInput(label="Test bank", currency="JPY", account_key="9999-001-1-1234567", fund_ref=fund.ref)
    create_bank_account(actor=system, now=NOW, entry=account)
    data = bank_file(gift(3000), gift(3000, "ｱｵｷ ｹｲｺ"))
    ref = receive_statement(actor=system, now=NOW, data=data, file_name="bank.txt").ref
    import_statement(actor=system, now=NOW, statement_ref=ref)
    reconcile_statement(actor=system, now=NOW, statement_ref=ref)
    return ref


def test_a_claim_is_confirmed_by_one_press(desk: Desk, signed_in: SignedIn, statement: str) -> None:
    client, ref = signed_in("finance"), claimed(desk, 1)
    shown = client.get(PAGE).content.decode()

    answer = client.post(f"{PAGE}{ref}/", {"at": LINE.findall(shown)[0]})

    after = client.get(PAGE).content.decode()
    assert (LINE.findall(shown), answer.status_code) == ([f"{statement}:2", f"{statement}:1"], 302)
    assert ("thanks are drafted" in after, "No claim waits for you." in after) == (True, True)
    finance = f"staff:{desk.staff['finance'].ref}"
    assert (audited("claim.settled"), audited("claim.listed")) == ([(finance, ref)], [(finance, "claims")])


def test_a_claim_is_dismissed(desk: Desk, signed_in: SignedIn) -> None:
    client, ref = signed_in("finance"), claimed(desk, 1)

    client.post(f"{PAGE}{ref}/", {"at": ""})

    assert "The claim is dismissed." in client.get(PAGE).content.decode()


def test_who_may_not_see_or_settle_claims(desk: Desk, signed_in: SignedIn, elsewhere: Client) -> None:
    ref, finance = claimed(desk, 1), signed_in("finance")

    answers = [
        signed_in("officer").get(PAGE),
        signed_in("press").post(f"{PAGE}{ref}/", {"at": ""}),
        elsewhere.post(f"{PAGE}{ref}/", {"at": ""}),
        finance.post(f"{PAGE}X-1/", {"at": ""}),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert (finance.get(f"{PAGE}{ref}/").status_code, ref in elsewhere.get(PAGE).content.decode()) == (405, False)


def test_the_number_of_queries_does_not_grow_with_the_claims(
    desk: Desk, signed_in: SignedIn, count_queries: CountQueries
) -> None:
    client = signed_in("finance")
    claimed(desk, 1)
    one = count_queries(client, PAGE)
    claimed(desk, 2)
    claimed(desk, 3)

    assert count_queries(client, PAGE) == one


def test_a_dismissed_claim_can_be_taken_back(desk: Desk, signed_in: SignedIn, elsewhere: Client) -> None:
    client, ref = signed_in("finance"), claimed(desk, 1)
    client.post(f"{PAGE}{ref}/", {"at": ""})
    shown = client.get(PAGE).content.decode()

    hidden = [elsewhere.post(f"{PAGE}{ref}/undo/"), signed_in("officer").post(f"{PAGE}{ref}/undo/")]
    back = [client.post(f"{PAGE}{ref}/undo/").status_code for _ in range(2)]
    after = client.get(PAGE).content.decode()

    assert (f"claims/{ref}/undo/" in shown, [answer.status_code for answer in hidden]) == (True, [404, 404])
    assert (client.get(f"{PAGE}{ref}/undo/").status_code, back) == (405, [302, 302])
    assert ("The claim waits again." in after, "Dismissed last" in after, ref in after) == (True, False, True)
    assert audited("claim.reopened") == [(f"staff:{desk.staff['finance'].ref}", ref)]


def test_a_claim_waits_again_when_its_decision_is_taken_back(desk: Desk, signed_in: SignedIn, statement: str) -> None:
    client, ref = signed_in("finance"), claimed(desk, 1)
    client.post(f"{PAGE}{ref}/", {"at": f"{statement}:2"})
    refused = client.post(f"{PAGE}{ref}/undo/")
    match = re.findall(r'name="match" value="(M-[0-9A-Z]{9})"', client.get("/desk/reconcile/").content.decode())[0]

    client.post("/desk/reconcile/undo/", {"match": match})

    assert (refused.status_code, "settled this claim meanwhile" in refused.content.decode()) == (409, True)
    assert client.post(f"{PAGE}{ref}/", {"at": f"{statement}:2"}).status_code == 302

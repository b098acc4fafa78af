"""Money that goes out, at the desk: planned, approved by two, paid with a proof, settled with the bank's line."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from appealdesk.appeals.actions.load import load_rates
from appealdesk.donations.actions.create import create_bank_account, create_fund
from appealdesk.donations.actions.hold import hold_disbursement
from appealdesk.donations.actions.record_cash import record_cash
from appealdesk.donations.inputs import BankAccountInput, CashInput, FundInput
from appealdesk.donations.models import BankAccount, Donation
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.db import acting
from tests.core.documents.papers import photograph
from tests.core.test_exchange import ECB_CSV
from tests.donations.bank import bank_file, gift
from tests.donations.money import reconciled
from tests.web.desk.cast import NOW, Desk, audited
from tests.web.desk.conftest import CountQueries, SignedIn

PLAN = {
    "payee": "Relief Supplies Ltd",
    "payee_account": "9999-002-1-7654321",
    "amount": "4,000",
    "currency": "jpy",
    "expense": "programme",
    "purpose": "Blankets",
}
REF = re.compile(r"/desk/disbursements/(D-[0-9A-Z]{9})/")


class Money:
    """A fund with 10,000 yen in cash, and a bank account for it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        # Whoever the helpers of the donations' tests act as.
        self.system = self.finance = desk.stage.actor
        names = {"ja": "人道支援", "en": "Humanitarian aid", "uk": "Гуманітарна допомога"}
        fund = create_fund(actor=desk.stage.actor, now=NOW, entry=FundInput(names=names, appeal_id=desk.appeal_id))
        self.fund_ref = fund.ref
        entry = BankAccountInput(
            label="Test bank",
            currency="JPY",
            account_key="9999-001-1-1234567",
            fund_ref=fund.ref,
            every_credit_is_donation=True,
        )
        create_bank_account(actor=desk.stage.actor, now=NOW, entry=entry)
        counted = CashInput(
            fund_ref=fund.ref, amount_minor=10_000, currency="JPY", counted_with=desk.staff["admin"].ref
        )
        record_cash(actor=desk.stage.actor, now=read_clock(), entry=counted)


@pytest.fixture
def money(desk: Desk) -> Money:
    return Money(desk)


def plan(client: Client, money: Money, **more: str) -> str:
    answer = client.post("/desk/disbursements/plan/", {**PLAN, "fund_ref": money.fund_ref, **more})
    return REF.findall(answer["location"])[0]


def text(client: Client, path: str) -> str:
    return client.get(f"/desk/{path}").content.decode()


def pay(client: Client, ref: str, data: bytes) -> int:
    sent = {"means": "bank", "paid_on": read_clock().date().isoformat(), "proof": SimpleUploadedFile("p.jpg", data)}
    return client.post(f"/desk/disbursements/{ref}/pay/", sent).status_code


def test_the_whole_way_of_a_payment(money: Money, signed_in: SignedIn) -> None:
    finance, admin = signed_in("finance"), signed_in("admin")
    ref = plan(finance, money)
    finance.post(f"/desk/disbursements/{ref}/approve/")
    alone = finance.post(f"/desk/disbursements/{ref}/approve/")
    admin.post(f"/desk/disbursements/{ref}/approve/")
    answers = pay(finance, ref, b"MZ" + bytes(40)), pay(finance, ref, photograph())

    page = text(finance, f"disbursements/{ref}/")
    picture = finance.get(f"/desk/disbursements/{ref}/proof/1/")

    assert (alone.status_code, answers) == (422, (422, 302))
    said = ("¥4,000", "Relief Supplies Ltd", "Blankets", "Programme", "Paid", "Second approval", "Finance", "Admin")
    assert [word for word in said if word not in page] == []
    assert (picture["content-type"], picture.content[:2]) == ("image/jpeg", b"\xff\xd8")
    assert audited("disbursement.read") == [(f"staff:{money.desk.staff['finance'].ref}", ref)]
    assert "¥6,000" in text(finance, "accounts/")


def test_what_was_rejected_while_it_was_held_waits_for_nobody(money: Money, signed_in: SignedIn) -> None:
    client = signed_in("finance")
    ref = plan(client, money)
    hold_disbursement(actor=money.desk.stage.actor, now=NOW, disbursement_ref=ref, reason="sanctions")
    held = text(client, f"disbursements/{ref}/")
    client.post(f"/desk/disbursements/{ref}/reject/", {"words": "Nobody can tell who they are."})
    pages = text(client, f"disbursements/{ref}/"), text(client, "disbursements/?show=ended")

    assert ("Release it" in held, 'href="/desk/sanctions/">Sanctions</a></p></div>' in held) == (True, True)
    assert [("Release it" in page, "Rejected" in page) for page in pages] == [(False, True), (False, True)]


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(money: Money, signed_in: SignedIn) -> None:
    answer = signed_in("finance").post(
        "/desk/disbursements/plan/", {**PLAN, "fund_ref": money.fund_ref, "amount": "12,345", "purpose": "Warm coats"}
    )
    page = answer.content.decode()

    assert (answer.status_code, "Warm coats" in page, "¥10,000" in page, 'aria-invalid="true"' in page) == (
        422,
        True,
        True,
        True,
    )


def test_a_list_costs_the_same_for_more_rows(money: Money, signed_in: SignedIn, count_queries: CountQueries) -> None:
    client = signed_in("finance")
    plan(client, money, amount="100")
    one = count_queries(client, "/desk/disbursements/")
    plan(client, money, amount="100")
    plan(client, money, amount="100")

    assert count_queries(client, "/desk/disbursements/") == one


def test_the_lists_of_the_ledger_cost_the_same_for_more_rows(
    money: Money, signed_in: SignedIn, count_queries: CountQueries
) -> None:
    client = signed_in("finance")
    paths = [f"/desk/{path}" for path in ("reconcile/outgoing/", "accounts/corrections/", "accounts/months/")]
    add_rows(client, money, 10)
    one = [count_queries(client, path) for path in paths]
    add_rows(client, money, 11)
    add_rows(client, money, 12)

    assert [count_queries(client, path) for path in paths] == one


def add_rows(client: Client, money: Money, month: int) -> None:
    """A closed month, an outgoing line that waits, one that is a fee, a rule, a write-off, a transfer and a refund."""
    system, today = money.desk.stage.actor, read_clock().date().isoformat()
    admin, now = money.desk.staff["admin"].ref, datetime(2021, month, 5, 9, tzinfo=UTC)
    counted = CashInput(fund_ref=money.fund_ref, amount_minor=100, currency="JPY", counted_with=admin)
    record_cash(actor=system, now=now, entry=counted)
    names = {"ja": f"運営 {month}", "en": f"Running costs {month}", "uk": f"Видатки {month}"}
    free = create_fund(actor=system, now=NOW, entry=FundInput(names=names, restricted=False)).ref
    lines = (gift(5_000 + month), *(gift(300 + month + more, "ﾃｽｳﾘﾖｳ", cancelled=True) for more in (0, 50)))
    statement = reconciled(money, bank_file(*lines)).statement_ref  # type: ignore[arg-type]
    with acting(system):
        donation = Donation.objects.filter(channel="bank").latest("pk").ref
        account = BankAccount.objects.get().ref
    happened = {"amount": "1", "currency": "JPY", "happened_on": today, "words": "Said on the telephone."}
    transfer = {"source_ref": money.fund_ref, "target_ref": free, "consent": "donor", "consent_on": today}
    answers = [
        client.post(f"/desk/{path}", sent)
        for path, sent in {
            "accounts/months/close/": {"month": f"2021-{month}-01", "leave": "account_unread"},
            "reconcile/outgoing/settle/": {"at": f"{statement}:2", "paid": "fee", "fund": money.fund_ref},
            "reconcile/outgoing/rules/": {
                "account_ref": account,
                "words": f"FEE {month}",
                "amount": "5",
                "fund_ref": free,
            },
            "accounts/transfer/": happened | transfer,
            "accounts/write-off/": happened | {"account": "cash", "fund_ref": money.fund_ref},
            f"donations/{donation}/refund/": happened | {"reason": "donor_asked"},
        }.items()
    ]
    assert [answer.status_code for answer in answers] == [302] * len(answers)


def test_another_organisations_disbursement_is_nothing(money: Money, signed_in: SignedIn, elsewhere: Client) -> None:
    ref = plan(signed_in("finance"), money)

    assert [
        elsewhere.get(f"/desk/disbursements/{ref}/").status_code,
        elsewhere.post(f"/desk/disbursements/{ref}/approve/").status_code,
        elsewhere.get(f"/desk/disbursements/{ref}/proof/1/").status_code,
    ] == [404, 404, 404]


def test_an_outgoing_line_is_settled_as_a_fee_and_taken_back(money: Money, signed_in: SignedIn) -> None:
    client = signed_in("finance")
    statement = reconciled(money, bank_file(gift(5_000), gift(330, "ﾃｽｳﾘﾖｳ", cancelled=True)))  # type: ignore[arg-type]
    before = text(client, "reconcile/outgoing/")

    sent = {"at": f"{statement.statement_ref}:2", "paid": "fee", "fund": money.fund_ref}
    client.post("/desk/reconcile/outgoing/settle/", sent)
    settled = text(client, "reconcile/outgoing/")
    ref = re.findall(r"outgoing/(N-[0-9A-Z]{9})/undo", settled)[0]
    client.post(f"/desk/reconcile/outgoing/{ref}/undo/")

    assert ("ﾃｽｳﾘﾖｳ" in before, "Every outgoing line is settled." in settled) == (True, True)
    assert "ﾃｽｳﾘﾖｳ" in text(client, "reconcile/outgoing/")


def test_a_rule_for_fees_is_made_and_ended(money: Money, signed_in: SignedIn) -> None:
    client = signed_in("finance")
    page = text(client, "reconcile/outgoing/")
    account = re.findall(r'value="(B-[0-9A-Z]{9})"[^>]*>Test bank', page)[0]
    sent = {"account_ref": account, "words": "ﾃｽｳﾘﾖｳ", "amount": "500", "fund_ref": money.fund_ref}
    wrong = client.post("/desk/reconcile/outgoing/rules/", {**sent, "amount": "nothing"})
    client.post("/desk/reconcile/outgoing/rules/", sent)
    made = text(client, "reconcile/outgoing/")
    rule = re.findall(r"rules/(Y-[0-9A-Z]{9})/end", made)[0]
    client.post(f"/desk/reconcile/outgoing/rules/{rule}/end/")

    assert (wrong.status_code, "≤ " in made) == (422, True)
    assert rule not in text(client, "reconcile/outgoing/")


def test_accounts_are_opened_and_the_ledger_is_exported(money: Money, signed_in: SignedIn) -> None:
    client = signed_in("finance")
    names = {"names-ja": "家賃", "names-en": "Rent", "names-uk": "Оренда"}
    opened = client.post("/desk/accounts/open/", {"code": "office_rent", "kind": "expense", **names})
    again = client.post("/desk/accounts/open/", {"code": "office_rent", "kind": "expense", **names})
    file = client.get("/desk/accounts/export/?format=beancount")
    written = b"".join(file.streaming_content).decode()  # type: ignore[attr-defined]

    turned = client.get("/desk/accounts/export/?from=2022-03-09&to=2022-03-01").content.decode()

    assert (opened.status_code, again.status_code, "Rent" in text(client, "accounts/")) == (302, 422, True)
    assert ('value="2022-03-09"' in turned, "The first day comes after the last." in turned) == (True, True)
    assert ("Expenses:Office-rent" in written, file["content-disposition"][:11]) == (True, "attachment;")
    assert [who for who, _ in audited("ledger.exported")] == [f"staff:{money.desk.staff['finance'].ref}"]


def test_a_total_in_another_currency_names_its_rates(money: Money, signed_in: SignedIn) -> None:
    load_rates(actor=money.desk.stage.actor, now=NOW, data=ECB_CSV, format="ecb-csv")
    query = "accounts/?in=USD&source=ECB&rates=2022-03-02&source2=ECB&rates2=2022-03-06"
    page = text(signed_in("finance"), query)

    said = (
        "European Central Bank",
        "2 March 2022",
        "No rate was fixed on 6 March 2022",
        "Difference",
        "halves to the even",
    )
    assert [word for word in said if word not in page] == []


def test_a_transfer_out_of_a_restricted_fund_waits_for_a_second_person(money: Money, signed_in: SignedIn) -> None:
    names = {"ja": "運営", "en": "Running costs", "uk": "Видатки"}
    free = create_fund(actor=money.desk.stage.actor, now=NOW, entry=FundInput(names=names, restricted=False)).ref
    finance, admin = signed_in("finance"), signed_in("admin")
    today = read_clock().date()
    sent = {
        "source_ref": money.fund_ref,
        "target_ref": free,
        "amount": "700",
        "currency": "JPY",
        "happened_on": today.isoformat(),
        "words": "The donor wrote on Monday.",
    }
    refused = finance.post("/desk/accounts/transfer/", {**sent, "consent": "none", "consent_on": ""})
    consent = {"consent": "donor", "consent_on": (today - timedelta(days=1)).isoformat()}
    finance.post("/desk/accounts/transfer/", sent | consent)
    page = text(finance, "accounts/corrections/")
    ref = re.findall(r">(F-[0-9A-Z]{9})<", page)[0]
    own = finance.post(f"/desk/accounts/corrections/{ref}/agree/")
    agreed = admin.post(f"/desk/accounts/corrections/{ref}/agree/")

    assert (refused.status_code, "restricted" in refused.content.decode()) == (422, True)
    assert ("waits for a second person" in page, "The donor wrote on Monday." in page) == (True, True)
    assert (own.status_code, agreed.status_code, "¥9,300" in text(finance, "accounts/")) == (422, 302, True)


def test_a_month_is_closed_and_opened_by_two(money: Money, signed_in: SignedIn) -> None:
    finance, admin = signed_in("finance"), signed_in("admin")
    entry = CashInput(
        fund_ref=money.fund_ref, amount_minor=1, currency="JPY", counted_with=money.desk.staff["admin"].ref
    )
    record_cash(actor=money.desk.stage.actor, now=NOW, entry=entry)
    refused = finance.post("/desk/accounts/months/close/", {"month": "2022-03-01"})
    finance.post("/desk/accounts/months/close/", {"month": "2022-03-01", "leave": "account_unread"})
    page = text(finance, "accounts/months/")
    ref = re.findall(r"months/(U-[0-9A-Z]{9})/ask", page)[0]
    finance.post(f"/desk/accounts/months/{ref}/ask/", {"reason": "audit"})
    own = finance.post(f"/desk/accounts/months/{ref}/open/")
    admin.post(f"/desk/accounts/months/{ref}/open/")

    assert (refused.status_code, own.status_code, "Closed" in page) == (422, 422, True)
    assert '<time datetime="2022-03" class="keep">March\u00a02022</time>' in page
    assert [tag for tag in ("period.closed", "period.asked", "period.opened") if not audited(tag)] == []
    assert "Close the month" in text(finance, "accounts/months/")

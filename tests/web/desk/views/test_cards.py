"""Gifts by card at the desk: the list, a payment with what moved, refunds by one or by two, payouts."""

from datetime import UTC, datetime, timedelta

import pytest

from appealdesk.core.banking.zengin_write import ZenginTransfer
from appealdesk.donations.actions.create import create_bank_account, create_fund
from appealdesk.donations.actions.import_statement import import_statement
from appealdesk.donations.actions.poll_card_events import poll_card_events_due
from appealdesk.donations.actions.receive import receive_statement
from appealdesk.donations.actions.receive_card_event import receive_card_event
from appealdesk.donations.actions.reconcile import reconcile_statement
from appealdesk.donations.actions.set_card_account import set_card_account
from appealdesk.donations.actions.start_card_gift import start_card_gift
from appealdesk.donations.inputs import BankAccountInput, CardAccountInput, CardGiftInput, FundInput
from appealdesk.donations.invariants import INVARIANTS
from appealdesk.donations.models import CardPayment, CardPayout, CardRefund, Donation
from appealdesk.foundation.actor import public_actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import new_submission_id
from appealdesk.ops.verification import violations_of
from appealdesk.people.inputs import IdentityInput
from tests.donations.bank import bank_file, gift
from tests.donations.cards.stripe_stand_in import API_KEY, SECRET, START, StripeStandIn
from tests.web.desk.cast import NOW, Desk, audited, work_off
from tests.web.desk.conftest import CountQueries, SignedIn

NAMES = {"ja": "人道支援", "en": "Humanitarian aid", "uk": "Гуманітарна допомога"}
AT = datetime.fromtimestamp(START, UTC)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def account(desk: Desk, stripe_server: StripeStandIn) -> str:
    """The appeal has a fund, a bank account, and takes cards."""
    actor = desk.stage.actor
    fund = create_fund(
        actor=actor, now=AT, entry=FundInput.model_validate({"names": NAMES, "appeal_id": desk.appeal_id})
    )
    bank = BankAccountInput(
        label="Test Bank",
        currency="JPY",
        account_key="9999-001-1-1234567",
        fund_ref=fund.ref,
        every_credit_is_donation=True,
    )
    create_bank_account(actor=actor, now=AT, entry=bank)
    return take_cards(desk, stripe_server)


def take_cards(desk: Desk, server: StripeStandIn) -> str:
    """The account at the provider; the appeal has a fund already."""
    entry = CardAccountInput(
        provider="stripe",
        label="Stripe",
        secrets={"api_key": API_KEY, "webhook_secret": SECRET},
        smallest={"JPY": 500},
        two_refund_from={"JPY": 50_000},
        address=server.address,
    )
    return set_card_account(actor=desk.stage.actor, now=AT, entry=entry)


def paid(desk: Desk, server: StripeStandIn, account: str, amount: int = 10_000) -> str:
    """A gift that was paid and heard of."""
    entry = CardGiftInput(
        appeal_id=desk.appeal_id,
        account_ref=account,
        amount_minor=amount,
        currency="JPY",
        language="en",
        identity=IdentityInput(language="en"),
        submission=new_submission_id(),
    )
    actor = public_actor(desk.stage.organisation_id)
    ref = start_card_gift(actor=actor, now=AT, entry=entry, address_of=lambda *parts: "/".join(parts)).ref
    server.pay(ref)
    heard(desk, server, account)
    return ref


def heard(desk: Desk, server: StripeStandIn, account: str) -> None:
    for event in server.events:
        body, header = server.signed(event)
        receive_card_event(
            actor=desk.stage.actor,
            now=datetime.fromtimestamp(event["created"], UTC),
            account_ref=account,
            body=body,
            headers={"stripe-signature": header},
        )
    work_off(LATER)


def returned(desk: Desk, ref: str) -> int:
    with acting(desk.stage.actor):
        donation = CardPayment.objects.select_related("donation").get(ref=ref).donation
    return donation.returned_minor if donation is not None else -1


def paid_out(desk: Desk, server: StripeStandIn, account: str, net: int) -> None:
    """The provider sends what it holds, and a line of its amount comes that may be it."""
    server.pay_out()
    heard(desk, server, account)
    statement(desk, gift(net, "ﾌﾒｲ"))


def statement(desk: Desk, *lines: ZenginTransfer) -> None:
    """A bank file goes through every step."""
    actor = desk.stage.actor
    ref = receive_statement(actor=desk.actor("finance"), now=LATER, data=bank_file(*lines), file_name="bank.txt").ref
    import_statement(actor=actor, now=LATER, statement_ref=ref)
    reconcile_statement(actor=actor, now=LATER, statement_ref=ref)


def test_the_list_and_the_payment_show_gross_fee_and_net(
    desk: Desk, signed_in: SignedIn, account: str, stripe_server: StripeStandIn
) -> None:
    ref, client = paid(desk, stripe_server, account), signed_in("finance")

    listed = client.get("/desk/cards/").content.decode()
    shown = client.get(f"/desk/cards/{ref}/").content.decode()

    told = [text for text in ("¥10,000", "¥360", "¥9,640") if text not in listed or text not in shown]
    assert (told, "payment_intent.succeeded" in shown) == ([], True)
    assert ref not in client.get("/desk/cards/?state=returned").content.decode()


def test_a_provider_that_does_not_answer_is_told_until_it_does(
    desk: Desk, signed_in: SignedIn, account: str, stripe_server: StripeStandIn
) -> None:
    client, page = signed_in("finance"), "/desk/cards/"
    before = client.get(page).content.decode()
    stripe_server.server.down = 401
    poll_card_events_due(actor=desk.stage.actor, now=NOW)
    work_off(NOW)
    away = client.get(page).content.decode()

    stripe_server.server.down = 0
    work_off(LATER)

    after = client.get(page).content.decode()
    told = [("Stripe has not answered since" in shown) for shown in (before, away, after)]
    assert told == [False, True, False]


def test_an_officer_gives_a_part_back(
    desk: Desk, signed_in: SignedIn, account: str, stripe_server: StripeStandIn
) -> None:
    ref, client = paid(desk, stripe_server, account), signed_in("finance")

    answer = client.post(f"/desk/cards/{ref}/refund/", {"amount": "2,500"}, follow=True)
    work_off(LATER)

    assert ("goes to the card provider now" in answer.content.decode(), returned(desk, ref)) == (True, 2_500)
    assert 'value="7500"' in client.get(f"/desk/cards/{ref}/").content.decode()


@pytest.mark.parametrize(("amount", "said"), [("", "in digits"), ("0", "what is left"), ("10001", "what is left")])
def test_what_cannot_be_given_back_is_said(
    desk: Desk, signed_in: SignedIn, account: str, stripe_server: StripeStandIn, amount: str, said: str
) -> None:
    ref = paid(desk, stripe_server, account)

    answer = signed_in("finance").post(f"/desk/cards/{ref}/refund/", {"amount": amount})

    assert (answer.status_code, said in answer.content.decode()) == (422, True)


def test_much_money_goes_back_when_two_agree(
    desk: Desk, signed_in: SignedIn, account: str, stripe_server: StripeStandIn
) -> None:
    ref, finance, admin = paid(desk, stripe_server, account, 60_000), signed_in("finance"), signed_in("admin")
    finance.post(f"/desk/cards/{ref}/refund/", {"amount": "60000"})
    work_off(LATER)
    with acting(desk.stage.actor):
        refund = CardRefund.objects.get().ref
    address = f"/desk/cards/{ref}/refund/{refund}/approve/"

    own = finance.post(address).status_code
    form = f'action="/desk/cards/{ref}/refund/"' in finance.get(f"/desk/cards/{ref}/").content.decode()
    waiting = (returned(desk, ref), form, "Second person" in finance.get("/desk/cards/").content.decode())
    agreed = admin.post(address, follow=True).content.decode()
    work_off(LATER)

    assert (own, waiting, "You agreed" in agreed, returned(desk, ref)) == (422, (0, False, True), True, 60_000)
    assert "Finance of the desk · Admin of the desk" in agreed
    assert admin.post(f"/desk/cards/{ref}/refund/{refund}/withdraw/").status_code == 409
    who = [f"staff:{desk.staff[login].ref}" for login in ("finance", "admin")]
    assert audited("card_refund.proposed") + audited("card_refund.approved") == [(each, refund) for each in who]


def test_a_payout_is_settled_by_hand_where_no_rule_could(
    desk: Desk, signed_in: SignedIn, account: str, stripe_server: StripeStandIn
) -> None:
    paid(desk, stripe_server, account)
    stripe_server.pay_out()
    heard(desk, stripe_server, account)
    statement(desk, gift(9_640, "ﾌﾒｲ"))
    client = signed_in("finance")
    page = client.get("/desk/cards/payouts/").content.decode()
    with acting(desk.stage.actor):
        ref = CardPayout.objects.get().ref
    at = page.partition('name="at" value="')[2].partition('"')[0]

    settled = client.post(f"/desk/cards/payouts/{ref}/settle/", {"at": at}, follow=True).content.decode()
    again = client.post(f"/desk/cards/payouts/{ref}/settle/", {"at": at}).status_code

    with acting(desk.stage.actor):
        kept = Donation.objects.filter(undone_at__isnull=True).values_list("channel", flat=True)
        assert list(kept) == ["card"]
    assert ("At the bank" in settled, again) == (True, 409)

    back = client.post(f"/desk/cards/payouts/{ref}/unsettle/", follow=True).content.decode()
    twice = client.post(f"/desk/cards/payouts/{ref}/unsettle/").status_code
    with acting(desk.stage.actor):
        assert [violation.name for violation in violations_of(*INVARIANTS)] == []
    once_more = client.post(f"/desk/cards/payouts/{ref}/settle/", {"at": at}, follow=True).content.decode()

    assert (f'value="{at}"' in back, twice, "At the bank" in once_more) == (True, 409, True)
    assert audited("card_payout.unsettled") == [(f"staff:{desk.staff['finance'].ref}", ref)]
    assert signed_in("officer").post(f"/desk/cards/payouts/{ref}/unsettle/").status_code == 404
    assert client.get(f"/desk/cards/payouts/{ref}/unsettle/").status_code == 405


@pytest.mark.parametrize("login", ["officer", "duty", "press"])
def test_other_roles_find_nothing(
    desk: Desk, signed_in: SignedIn, account: str, stripe_server: StripeStandIn, login: str
) -> None:
    ref, client = paid(desk, stripe_server, account), signed_in(login)
    pages = ["/desk/cards/", "/desk/cards/payouts/", f"/desk/cards/{ref}/"]

    answers = [client.get(page).status_code for page in pages]

    assert (answers, client.post(f"/desk/cards/{ref}/refund/", {"amount": "1"}).status_code) == ([404] * 3, 404)


def test_another_organisation_and_malformed_references_find_nothing(
    desk: Desk, signed_in: SignedIn, account: str, stripe_server: StripeStandIn, elsewhere: object
) -> None:
    ref, client = paid(desk, stripe_server, account), signed_in("elsewhere")

    answers = [client.get(f"/desk/cards/{name}/").status_code for name in (ref, "Y-1", "Y-IIIIIIIII")]

    assert (answers, client.post(f"/desk/cards/{ref}/refund/", {"amount": "1"}).status_code) == ([404] * 3, 404)
    assert client.get(f"/desk/cards/{ref}/refund/").status_code == 405
    assert "No account for card payments" in client.get("/desk/cards/").content.decode()


def test_the_pages_take_as_many_queries_for_three_as_for_one(
    desk: Desk, signed_in: SignedIn, count_queries: CountQueries, account: str, stripe_server: StripeStandIn
) -> None:
    ref, client = paid(desk, stripe_server, account), signed_in("finance")
    paid_out(desk, stripe_server, account, 9_640)
    paths = ("/desk/cards/", f"/desk/cards/{ref}/", "/desk/cards/payouts/")
    one = [count_queries(client, path) for path in paths]
    for amount, net in ((20_000, 19_280), (30_000, 28_920)):
        paid(desk, stripe_server, account, amount)
        paid_out(desk, stripe_server, account, net)

    assert [count_queries(client, path) for path in paths] == one
    # Each payout waits beside its own line.
    assert client.get(paths[2]).content.decode().count('name="at" value="') == 3

"""The driver of Stripe against a server that answers as Stripe documents it."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from appealdesk.core.money import Money, MoneyError
from appealdesk.donations.cards.driver import (
    About,
    CheckoutOrder,
    MovementKind,
    PaymentStatus,
    ProviderAwayError,
    SignatureRefused,
)
from appealdesk.donations.cards.stripe_amounts import from_stripe, to_stripe
from appealdesk.donations.cards.stripe_driver import StripeDriver
from appealdesk.foundation.refusals import Refusal
from tests.donations.cards.stripe_stand_in import API_KEY, SECRET, START, StripeStandIn

NOW = datetime.fromtimestamp(START, UTC)
YEN = Money(10_000, "JPY")
SAMPLES = Path(__file__).parents[2] / "data" / "payments"


def driver(server: StripeStandIn, *, api_key: str = API_KEY) -> StripeDriver:
    return StripeDriver(api_key=api_key, webhook_secret=SECRET, address=server.address)


def order(amount: Money = YEN, ref: str = "Y-000000001") -> CheckoutOrder:
    return CheckoutOrder(
        payment_ref=ref,
        amount=amount,
        description="Help for Ukraine",
        language="uk",
        paid_address="https://a.example/paid",
        left_address="https://a.example/left",
    )


def paid(server: StripeStandIn, amount: Money = YEN) -> tuple[StripeDriver, str]:
    stripe = driver(server)
    stripe.start_checkout(order(amount))
    return stripe, server.pay("Y-000000001")


def test_a_checkout_is_made_once_for_an_order(stripe_server: StripeStandIn) -> None:
    stripe = driver(stripe_server)

    first, again = stripe.start_checkout(order()), stripe.start_checkout(order())

    session = stripe_server.session_of("Y-000000001")
    assert (first, first.id, first.address) == (again, session["id"], session["url"])
    assert (session["locale"], session["success_url"]) == ("auto", "https://a.example/paid")


def test_a_payment_has_gross_fee_and_net(stripe_server: StripeStandIn) -> None:
    stripe, intent = paid(stripe_server)

    facts = stripe.read_payment(intent)

    (charge,) = facts.movements
    assert (facts.payment_ref, facts.status, charge.kind) == ("Y-000000001", PaymentStatus.PAID, MovementKind.CHARGE)
    assert (charge.gross_minor, charge.fee_minor, charge.net_minor, charge.currency) == (10_000, 360, 9_640, "JPY")
    session = stripe_server.session_of("Y-000000001")["id"]
    assert stripe.read_payment(session) == facts


def test_an_unpaid_session_is_open_and_an_expired_one_has_ended(stripe_server: StripeStandIn) -> None:
    stripe = driver(stripe_server)
    session = stripe.start_checkout(order()).id

    before = stripe.read_payment(session).status
    stripe_server.expire("Y-000000001")

    assert (before, stripe.read_payment(session).status) == (PaymentStatus.OPEN, PaymentStatus.ENDED)


def test_refunds_and_disputes_are_movements(stripe_server: StripeStandIn) -> None:
    stripe, intent = paid(stripe_server)
    stripe.refund(payment_id=intent, amount=Money(4_000, "JPY"), key="O-1")
    stripe.refund(payment_id=intent, amount=Money(4_000, "JPY"), key="O-1")
    dispute = stripe_server.dispute(intent)
    stripe_server.decide(dispute, won=False)

    facts = stripe.read_payment(intent)

    told = [(each.kind.value, each.gross_minor, each.fee_minor, each.net_minor) for each in facts.movements]
    assert told == [
        ("charge", 10_000, 360, 9_640),
        ("refund", -4_000, 0, -4_000),
        ("dispute", -6_000, 1_500, -7_500),
        ("dispute_lost", -6_000, 0, 0),
    ]
    assert [each.state for each in facts.disputes] == ["lost"]
    with pytest.raises(Refusal, match="will not refund"):
        stripe.refund(payment_id=intent, amount=Money(99_000, "JPY"), key="O-2")


def test_a_payout_names_its_parts(stripe_server: StripeStandIn) -> None:
    stripe, intent = paid(stripe_server)
    stripe_server.charge_fee(200)
    payout = stripe_server.pay_out() or ""

    facts = stripe.read_payout(payout)

    assert (facts.amount, facts.status, facts.arrives_on.isoformat()) == (Money(9_440, "JPY"), "paid", "2022-02-27")
    assert [(each.kind.value, each.net_minor) for each in facts.movements] == [("payout", -9_440)]
    parts = [(part.movement.kind.value, part.movement.net_minor, part.payment_id) for part in facts.parts]
    assert parts == [("charge", 9_640, intent), ("fee", -200, "")]


def test_events_are_read_page_by_page(stripe_server: StripeStandIn) -> None:
    stripe, intent = paid(stripe_server)

    found = list(stripe.events_since(NOW))

    assert [event.kind for event in reversed(found)] == [event["type"] for event in stripe_server.events]
    assert {(event.about, event.object_id) for event in found} == {
        (About.PAYMENT, intent),
        (About.PAYMENT, stripe_server.session_of("Y-000000001")["id"]),
    }


@pytest.mark.parametrize(
    ("seconds", "accepted"), [(0, True), (300, True), (-300, True), (301, False), (-301, False), (86_400, False)]
)
def test_a_signature_holds_for_five_minutes_in_both_directions(
    stripe_server: StripeStandIn, seconds: int, accepted: bool
) -> None:
    stripe, _intent = paid(stripe_server)
    body, header = stripe_server.signed(stripe_server.events[0], at=START + seconds)

    try:
        event = stripe.read_event(body=body, headers={"stripe-signature": header}, now=NOW)
    except SignatureRefused:
        assert not accepted
    else:
        assert (accepted, event.id) == (True, stripe_server.events[0]["id"])


@pytest.mark.parametrize(
    "header",
    ["", "t=1", "v1=abc", "t=x,v1=abc", f"t={START}", f"t={START},v1=", f"t={START},v0=abc", "t=,v1=,", "\x00"],
)
def test_what_is_not_signed_is_refused(stripe_server: StripeStandIn, header: str) -> None:
    with pytest.raises(SignatureRefused):
        driver(stripe_server).read_event(body=b"{}", headers={"stripe-signature": header}, now=NOW)


def test_a_changed_body_another_secret_and_no_event_are_refused(stripe_server: StripeStandIn) -> None:
    stripe, _intent = paid(stripe_server)
    body, header = stripe_server.signed(stripe_server.events[0], at=START)
    _, others = stripe_server.signed(stripe_server.events[0], at=START, secret="whsec_other")
    empty, signed = stripe_server.signed({}, at=START)

    for sent, named in ((body + b" ", header), (body, others), (b"\xff" + body, header), (empty, signed)):
        with pytest.raises(SignatureRefused):
            stripe.read_event(body=sent, headers={"stripe-signature": named}, now=NOW)


def test_the_published_example_is_read() -> None:
    body = (SAMPLES / "stripe_payment_intent_succeeded_RECONSTRUCTED.json").read_bytes()
    header = (SAMPLES / "stripe_signature_header.txt").read_text().splitlines()[0].partition(": ")[2]
    stripe = StripeDriver(api_key="sk_test", webhook_secret="whsec_test_only_not_a_secret")

    event = stripe.read_event(
        body=body, headers={"stripe-signature": header}, now=datetime.fromtimestamp(json.loads(body)["created"], UTC)
    )

    assert (event.id, event.about, event.object_id) == ("evt_test_0001", About.PAYMENT, "pi_test_0001")


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_server_in_trouble_is_asked_again_later(stripe_server: StripeStandIn, status: int) -> None:
    stripe, intent = paid(stripe_server)
    stripe_server.server.down = status

    with pytest.raises(ProviderAwayError):
        stripe.read_payment(intent)


def test_a_wrong_key_is_no_bug_of_ours(stripe_server: StripeStandIn) -> None:
    with pytest.raises(ProviderAwayError):
        driver(stripe_server, api_key="sk_wrong").start_checkout(order())


@pytest.mark.parametrize(
    ("money", "amount"),
    [
        (Money(100_000, "JPY"), 100_000),
        (Money(86_800, "USD"), 86_800),
        (Money(500, "ISK"), 50_000),
        (Money(5_000, "MGA"), 50),
        (Money(1_230, "KWD"), 1_230),
    ],
)
def test_amounts_go_there_and_back(money: Money, amount: int) -> None:
    assert (to_stripe(money), from_stripe(amount, money.currency.lower())) == (amount, money)


@pytest.mark.parametrize("money", [Money(5_001, "MGA"), Money(1_231, "KWD")])
def test_what_stripe_cannot_take_is_refused(money: Money) -> None:
    with pytest.raises(MoneyError):
        to_stripe(money)
    with pytest.raises(MoneyError):
        from_stripe(50_050, "isk")

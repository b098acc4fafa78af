"""The driver of PayPal, its signatures above all, against a server that answers as PayPal documents it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from appealdesk.core.money import Money
from appealdesk.donations.cards.driver import About, CheckoutOrder, PaymentStatus, ProviderAwayError, SignatureRefused
from appealdesk.donations.cards.paypal_driver import PayPalDriver
from appealdesk.donations.cards.paypal_signature import _certificates
from appealdesk.foundation.refusals import Refusal
from tests.donations.cards.paypal_stand_in import START, WEBHOOK_ID, PayPalStandIn, make_chain

REF = "Y-000000001"
ORDER = CheckoutOrder(
    payment_ref=REF,
    amount=Money(10_000, "JPY"),
    description="ウクライナへの支援",
    language="ja",
    paid_address="https://a.example/paid",
    left_address="https://a.example/left",
)


@pytest.fixture
def server() -> Iterator[PayPalStandIn]:
    _certificates.cache_clear()
    stand_in = PayPalStandIn()
    yield stand_in
    stand_in.server.close()


def driver(server: PayPalStandIn, *, roots: str = "") -> PayPalDriver:
    return PayPalDriver(
        client_id="client",
        secret="hidden",
        webhook_id=WEBHOOK_ID,
        address=server.address,
        roots=roots or server.root,
    )


def approved(server: PayPalStandIn) -> tuple[PayPalDriver, str]:
    paypal = driver(server)
    paypal.start_checkout(ORDER)
    return paypal, server.approve(REF)


def test_an_order_is_made_once_and_captured_once_it_is_approved(server: PayPalStandIn) -> None:
    paypal = driver(server)
    first, again = paypal.start_checkout(ORDER), paypal.start_checkout(ORDER)
    before = paypal.read_payment(first.id)
    server.approve(REF)
    server.sign_out()

    facts = paypal.read_payment(first.id)

    (charge,) = facts.movements
    assert (first, before.status, facts.status, facts.payment_ref) == (
        again,
        PaymentStatus.OPEN,
        PaymentStatus.PAID,
        REF,
    )
    assert (charge.gross_minor, charge.fee_minor, charge.net_minor, charge.currency) == (10_000, 400, 9_600, "JPY")
    assert server.server.asked.count(f"POST /v2/checkout/orders/{first.id}/capture") == 1
    assert paypal.read_payment(first.id) == facts


def test_refunds_are_found_from_any_event(server: PayPalStandIn) -> None:
    paypal, order = approved(server)
    paypal.read_payment(order)
    paypal.refund(payment_id=order, amount=Money(4_000, "JPY"), key="O-1")
    paypal.refund(payment_id=order, amount=Money(4_000, "JPY"), key="O-1")

    events = list(paypal.events_since(START))
    read = [paypal.read_payment(event.object_id) for event in events]

    assert [(event.kind, event.about) for event in events] == [
        ("CHECKOUT.ORDER.APPROVED", About.PAYMENT),
        ("PAYMENT.CAPTURE.COMPLETED", About.PAYMENT),
        ("PAYMENT.CAPTURE.REFUNDED", About.PAYMENT),
    ]
    told = [(each.kind.value, each.gross_minor, each.net_minor) for each in read[0].movements]
    assert (read, told) == ([read[0]] * 3, [("charge", 10_000, 9_600), ("refund", -4_000, -4_000)])
    with pytest.raises(Refusal, match="will not refund"):
        paypal.refund(payment_id=order, amount=Money(9_000, "JPY"), key="O-2")


@pytest.mark.parametrize(("outcome", "state"), [("RESOLVED_BUYER_FAVOUR", "lost"), ("RESOLVED_SELLER_FAVOUR", "won")])
def test_a_dispute_takes_money_only_where_it_is_lost(server: PayPalStandIn, outcome: str, state: str) -> None:
    paypal, order = approved(server)
    paypal.read_payment(order)
    dispute = server.contest(order)
    opened = paypal.read_payment(order)

    server.decide(dispute, outcome, {"currency_code": "JPY", "value": "10000"})

    closed = paypal.read_payment(order)
    assert ([each.state for each in opened.disputes], [each.state for each in closed.disputes]) == (["open"], [state])
    taken = [(each.kind.value, each.net_minor) for each in closed.movements[1:]]
    assert taken == ([("dispute", -10_000), ("dispute_lost", 0)] if state == "lost" else [])


def test_a_withdrawal_to_the_bank_is_found_in_the_report(server: PayPalStandIn) -> None:
    paypal, _order = approved(server)
    server.withdraw("9600")

    event = list(paypal.events_since(START))[-1]
    facts = paypal.read_payout(event.object_id)

    (movement,) = facts.movements
    assert (event.about, facts.status, facts.amount, movement.net_minor) == (
        About.PAYOUT,
        "paid",
        Money(9_600, "JPY"),
        -9_600,
    )


def test_a_signed_event_is_read_and_its_certificate_fetched_once(server: PayPalStandIn) -> None:
    paypal, order = approved(server)
    body, headers = server.signed(server.events[0])

    events = [paypal.read_event(body=body, headers=headers, now=START + timedelta(seconds=300)) for _ in range(2)]

    assert {(event.kind, event.object_id) for event in events} == {("CHECKOUT.ORDER.APPROVED", order)}
    assert server.server.asked.count("GET /v1/notifications/certs/CERT-1") == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"paypal-cert-url": "https://paypal.com.evil.example/v1/notifications/certs/CERT-1"},
        {"paypal-cert-url": "https://evilpaypal.com/v1/notifications/certs/CERT-1"},
        {"paypal-cert-url": "http://api.paypal.com/v1/notifications/certs/CERT-1"},
        {"paypal-cert-url": "https://api.paypal.com@evil.example/CERT-1"},
        {"paypal-cert-url": "https://api.paypal.com:8443/v1/notifications/certs/CERT-1"},
        {"paypal-cert-url": "https://api.paypal.com/v1/notifications/certs/CERT-9"},
        {"paypal-cert-url": "//"},
        {"paypal-auth-algo": "none"},
        {"paypal-transmission-id": "another"},
        {"paypal-transmission-time": "2022-02-25T09:06:00Z"},
        {"paypal-transmission-time": "2022-02-25T09:00:00"},
        {"paypal-transmission-time": "soon"},
        {"paypal-transmission-sig": "%%%"},
        {"paypal-transmission-sig": "AAAA"},
    ],
)
def test_headers_that_are_not_paypals_are_refused(server: PayPalStandIn, changed: dict[str, str]) -> None:
    paypal, _order = approved(server)
    body, headers = server.signed(server.events[0])

    with pytest.raises(SignatureRefused):
        paypal.read_event(body=body, headers=headers | changed, now=START)


def test_what_another_key_signed_is_refused(server: PayPalStandIn) -> None:
    paypal, _order = approved(server)
    stranger, its_certificate, its_root = make_chain("messageverificationcerts.sandbox.paypal.com")
    body, headers = server.signed(server.events[0], key=stranger)

    with pytest.raises(SignatureRefused, match="not of this body"):
        paypal.read_event(body=body, headers=headers, now=START)
    with pytest.raises(SignatureRefused, match="not of this body"):
        paypal.read_event(body=body + b" ", headers=server.signed(server.events[0])[1], now=START)
    with pytest.raises(SignatureRefused, match="no root that is trusted"):
        driver(server, roots=its_root).read_event(body=body, headers=headers, now=START)
    assert its_certificate != server.certificate


def test_a_certificate_of_another_name_or_of_another_time_is_refused(server: PayPalStandIn) -> None:
    paypal, _order = approved(server)
    body, headers = server.signed(server.events[0], at=START + timedelta(days=400))

    with pytest.raises(SignatureRefused, match="no root that is trusted"):
        paypal.read_event(body=body, headers=headers, now=START + timedelta(days=400))
    server.key, server.certificate, root = make_chain("messages.example.com")
    _certificates.cache_clear()
    body, headers = server.signed(server.events[0])
    with pytest.raises(SignatureRefused, match="no root that is trusted"):
        driver(server, roots=root).read_event(body=body, headers=headers, now=START)


@pytest.mark.parametrize("status", [500, 429])
def test_a_server_in_trouble_is_asked_again_later(server: PayPalStandIn, status: int) -> None:
    paypal, order = approved(server)
    server.server.down = status

    with pytest.raises(ProviderAwayError):
        paypal.read_payment(order)

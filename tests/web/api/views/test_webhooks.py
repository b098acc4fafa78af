"""What card providers send: accepted when they signed it, kept once, answered without asking anybody."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from appealdesk.donations.models import CardEvent
from appealdesk.foundation.db import acting, fetch_all
from tests.cast import Cast, set_cast, work_off
from tests.donations.cards.gifts import begun, given, payment, stripe_account
from tests.donations.cards.stripe_stand_in import StripeStandIn

NOW = datetime.now(UTC)


@pytest.fixture
def cast(db: None) -> Cast:
    return set_cast()


@pytest.fixture
def address(cast: Cast, stripe_server: StripeStandIn) -> str:
    return f"/api/cards/relief-office/{stripe_account(cast, stripe_server)}/"


@pytest.fixture
def ref(cast: Cast, stripe_server: StripeStandIn, address: str) -> str:
    """A gift that has been paid, of which nothing was told."""
    made = begun(cast, given(cast, address.split("/")[4]), now=NOW)
    stripe_server.pay(made)
    return made


def send(address: str, server: StripeStandIn, number: int = 0, *, seconds: int = 0, body: bytes = b"") -> int:
    """Send one of the provider's events, signed now; the answer's status."""
    signed, header = server.signed(server.events[number], at=int(datetime.now(UTC).timestamp()) + seconds)
    answer = Client().post(
        address, body or signed, content_type="application/json", headers={"Stripe-Signature": header}
    )
    return answer.status_code


def kept(cast: Cast) -> int:
    with acting(cast.system):
        return CardEvent.objects.count()


def test_an_event_is_kept_once_and_read_by_the_worker(
    cast: Cast, address: str, ref: str, stripe_server: StripeStandIn
) -> None:
    asked = len(stripe_server.server.asked)

    answers = [send(address, stripe_server), send(address, stripe_server)]
    before = (kept(cast), payment(cast, ref).state, len(stripe_server.server.asked) - asked)
    work_off(datetime.now(UTC))

    assert (answers, before, payment(cast, ref).state) == ([200, 200], (1, "started", 0), "paid")


def test_an_unknown_kind_is_acknowledged_and_asks_nobody(
    cast: Cast, address: str, ref: str, stripe_server: StripeStandIn
) -> None:
    stripe_server.events[0] |= {"type": "customer.created", "data": {"object": {"id": "cus_1"}}}
    asked = len(stripe_server.server.asked)

    status = send(address, stripe_server)
    work_off(datetime.now(UTC))

    assert (status, kept(cast), len(stripe_server.server.asked)) == (200, 1, asked)


@pytest.mark.parametrize("seconds", [-302, 330, 86_400])
def test_another_time_is_refused(
    cast: Cast, address: str, ref: str, stripe_server: StripeStandIn, seconds: int
) -> None:
    assert (send(address, stripe_server, seconds=seconds), kept(cast)) == (400, 0)


def test_a_body_that_was_not_signed_is_refused(
    cast: Cast, address: str, ref: str, stripe_server: StripeStandIn
) -> None:
    assert (send(address, stripe_server, body=b"{}"), kept(cast)) == (400, 0)
    assert Client().post(address, b"{}", content_type="application/json").status_code == 400
    assert Client().post(address, b"x" * 300_000, content_type="application/json").status_code == 413


def test_another_organisations_account_and_malformed_ones_are_nothing(
    cast: Cast, address: str, ref: str, stripe_server: StripeStandIn
) -> None:
    set_cast("elsewhere")
    wrong = [
        address.replace("relief-office", "elsewhere"),
        address.replace("relief-office", "nowhere"),
        "/api/cards/relief-office/B-000000000/",
        "/api/cards/relief-office/b-1/",
    ]

    assert [send(path, stripe_server) for path in wrong] == [404] * 4
    assert kept(cast) == 0


def test_other_methods_are_not_allowed(address: str) -> None:
    assert Client().get(address).status_code == 405


def test_it_costs_a_few_queries_and_nothing_of_the_event_is_kept(
    cast: Cast, address: str, ref: str, stripe_server: StripeStandIn
) -> None:
    stripe_server.events[0]["data"]["object"]["receipt_email"] = "keiko@example.jp"

    with CaptureQueriesContext(connection) as captured:
        send(address, stripe_server)

    with acting(cast.system):
        ((row,),) = fetch_all("SELECT to_jsonb(event)::text FROM donations_cardevent event")
    assert (len(captured), "payment_intent.succeeded" in row, "keiko" in row) == (18, True, False)

"""Giving by card on the public page: the form, the way to the provider, and what the page says afterwards."""

import re
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from appealdesk.appeals.actions.close import close_appeal
from appealdesk.donations.actions.set_card_account import set_card_account
from appealdesk.donations.inputs import CardAccountInput
from appealdesk.donations.models import CardPayment
from appealdesk.foundation.db import acting
from appealdesk.web.public.shelf import APPEALS
from appealdesk.web.public.work import WAIT_SECONDS, is_worked, new_ticket, seconds_left, seed_of
from tests.cast import Cast, set_cast, work_off
from tests.donations.cards.gifts import stripe_account, told
from tests.donations.cards.stripe_stand_in import StripeStandIn
from tests.people.cast import audited
from tests.web.public.views.test_giving import TOKEN

NOW = datetime(2022, 3, 1, 9, tzinfo=UTC)
TICKET = re.compile(r'name="ticket" value="([^"]+)"')
GIFT = {"amount": "10,000", "currency": "JPY", "named": "no"}
KEIKO = {"written": "青木 恵子", "email": "keiko@example.jp", "consent": "yes"}


@pytest.fixture
def cast(db: None) -> Cast:
    return set_cast()


@pytest.fixture
def account(cast: Cast, stripe_server: StripeStandIn) -> str:
    return stripe_account(cast, stripe_server)


def address(cast: Cast, language: str = "en") -> str:
    return f"/{language}/appeals/relief-office-appeal/give/card/"


def worked(client: Client, where: str, fields: dict[str, str]) -> dict[str, str]:
    """The form as a browser sends it: with its token, and with the work done."""
    token = TOKEN.findall(client.get(where).content.decode())[0]
    seed = seed_of(token, fields["amount"], fields["currency"])
    answer = next(str(number) for number in count() if is_worked(seed, str(number)))
    return fields | {"token": token, "work": answer}


def stored(cast: Cast) -> list[CardPayment]:
    with acting(cast.system):
        return list(CardPayment.objects.select_related("donation"))


@pytest.mark.parametrize("language", ["ja", "en", "uk"])
def test_a_donor_is_led_to_the_provider_and_back(
    cast: Cast, account: str, stripe_server: StripeStandIn, language: str
) -> None:
    client, where = Client(), address(cast, language)

    answer = client.post(where, worked(client, where, GIFT | KEIKO))
    leaving = client.get(answer["location"]).content.decode()
    (payment,) = stored(cast)
    session = stripe_server.session_of(payment.ref)
    stripe_server.pay(payment.ref)
    waiting = client.get(answer["location"] + "?paid")
    work_off(NOW)
    received = client.get(answer["location"] + "?paid").content.decode()

    assert (answer.status_code, f'content="0; url={session["url"]}"' in leaving) == (303, True)
    assert session["success_url"] == f"http://localhost:8000{answer['location']}?paid"
    assert (waiting.status_code, "http-equiv" in waiting.content.decode()) == (200, False)
    assert (waiting["Cache-Control"], waiting["Referrer-Policy"]) == ("no-store", "no-referrer")
    (payment,) = stored(cast)
    assert payment.donation is not None
    assert (payment.donation.ref in received, "青木" in received, payment.donation.person_id is not None) == (
        True,
        False,
        True,
    )
    assert client.get(answer["location"][:-3] + "zz/").status_code == 404


def test_the_page_says_how_the_gift_stands(cast: Cast, account: str, stripe_server: StripeStandIn) -> None:
    client, where = Client(), address(cast)
    page = client.post(where, worked(client, where, GIFT))["location"]
    (payment,) = stored(cast)

    left = client.get(page + "?left").content.decode()
    back = client.get(page + "?paid").content.decode()
    intent = stripe_server.pay(payment.ref)
    told(cast, stripe_server, account, stripe_server.events)
    given = client.get(page).content.decode()
    stripe_server.give_back(intent, 10_000)
    told(cast, stripe_server, account, stripe_server.events)
    returned = client.get(page).content.decode()

    said = ("You have not paid yet", "We wait for the card provider", "Your gift has arrived", "was given back")
    found = [[text for text in said if text in shown] for shown in (left.replace("’", "'"), back, given, returned)]
    assert found == [[text] for text in said]


def test_an_unpaid_gift_that_ended_can_be_begun_again(cast: Cast, account: str, stripe_server: StripeStandIn) -> None:
    client, where = Client(), address(cast)
    page = client.post(where, worked(client, where, GIFT))["location"]

    stripe_server.expire(stored(cast)[0].ref)
    told(cast, stripe_server, account, stripe_server.events)

    shown = client.get(page).content.decode()
    assert ("Nothing was paid" in shown, "Begin again" in shown, "checkout" in shown) == (True, True, False)


def test_without_javascript_one_waits_instead(cast: Cast, account: str) -> None:
    client, where = Client(), address(cast)
    sent = GIFT | {"token": TOKEN.findall(client.get(where).content.decode())[0]}

    first = client.post(where, sent)
    ticket = TICKET.findall(first.content.decode())[0]
    early = client.post(where, sent | {"ticket": ticket})
    before = stored(cast)
    seed = seed_of(sent["token"], "10,000", "JPY")
    old = new_ticket(seed, datetime.now(UTC) - timedelta(seconds=WAIT_SECONDS))
    other = client.post(where, sent | {"ticket": old, "amount": "20,000"})
    late = client.post(where, sent | {"ticket": old})

    assert (first.status_code, "wait twenty seconds" in first.content.decode(), before) == (200, True, [])
    assert ("press the button again in" in early.content.decode(), "10,000" in early.content.decode()) == (True, True)
    assert (other.status_code, late.status_code, len(stored(cast))) == (200, 303, 1)


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(cast: Cast, account: str) -> None:
    client, where = Client(), address(cast)

    answer = client.post(where, worked(client, where, GIFT | {"amount": "499", "email": "keiko@example.jp"}))

    shown = answer.content.decode()
    said = ("By card you can give ¥500 or more", "Write your name too")
    assert (answer.status_code, [text for text in said if text not in shown], "keiko@example.jp" in shown) == (
        422,
        [],
        True,
    )
    no_consent = client.post(where, worked(client, where, GIFT | {"written": "青木 恵子"}))
    assert ("Tick the box" in no_consent.content.decode(), stored(cast)) == (True, [])


def test_a_provider_that_is_away_is_said_on_the_form(cast: Cast, account: str, stripe_server: StripeStandIn) -> None:
    client, where = Client(), address(cast)
    stripe_server.server.down = 503

    answer = client.post(where, worked(client, where, GIFT))

    assert (answer.status_code, "does not answer at the moment" in answer.content.decode()) == (422, True)


def test_one_network_gives_only_so_fast(cast: Cast, account: str) -> None:
    client, where = Client(REMOTE_ADDR="203.0.113.9"), address(cast)
    form = worked(client, where, GIFT)

    statuses = [client.post(where, form).status_code for _ in range(31)]

    assert (statuses[:30], statuses[30], len(stored(cast))) == ([303] * 30, 429, 1)


def test_without_an_account_nothing_is_offered(cast: Cast, stripe_server: StripeStandIn) -> None:
    client, appeal = Client(), "/en/appeals/relief-office-appeal/"
    before = (client.get(address(cast)).status_code, "Give by card" in client.get(appeal).content.decode())

    stripe_account(cast, stripe_server)

    after = (client.get(address(cast)).status_code, "Give by card" in client.get(appeal).content.decode())
    assert (before, after) == ((404, False), (200, True))


def test_paypal_is_named_and_the_currency_of_the_fund_comes_first(cast: Cast) -> None:
    client, appeal = Client(), "/en/appeals/relief-office-appeal/"
    entry = CardAccountInput(
        provider="paypal",
        label="PayPal",
        secrets={"client_id": "client", "secret": "hidden", "webhook_id": "WH-1"},
        smallest={"EUR": 500, "JPY": 500},
    )
    set_card_account(actor=cast.system, now=NOW, entry=entry)

    form = client.get(address(cast)).content.decode()

    named = ["Give by card or PayPal" in shown for shown in (form, client.get(appeal).content.decode())]
    assert (named, re.findall(r'id="currency-\d" value="(\w+)"', form)) == ([True, True], ["JPY", "EUR"])


def test_a_form_from_elsewhere_and_other_methods_are_not_taken(cast: Cast, account: str) -> None:
    client, where = Client(), address(cast)
    form = worked(client, where, GIFT)

    answers = [client.post(where, form | {"token": "x" * 44}), client.put(where), client.post(where + "Y-1/x/")]

    assert ([answer.status_code for answer in answers], stored(cast)) == ([422, 405, 404], [])


def test_a_closed_appeal_takes_no_cards_and_keeps_what_was_typed(cast: Cast, account: str) -> None:
    client = Client()
    typed = worked(client, address(cast), GIFT)
    close_appeal(
        actor=cast.system, now=NOW, ref=cast.stage.appeal_ref, reason={"ja": "終了", "en": "It ended.", "uk": "Кінець."}
    )
    APPEALS.clear()

    answer = client.post(address(cast), typed)

    shown = answer.content.decode()
    assert client.get(address(cast)).headers["location"] == "/en/appeals/relief-office-appeal/"
    assert (answer.status_code, stored(cast)) == (422, [])
    assert ("closed meanwhile" in shown, f'value="{GIFT["amount"]}"' in shown) == (True, True)


def test_cards_that_are_switched_off_meanwhile_keep_what_was_typed(
    cast: Cast, account: str, stripe_server: StripeStandIn
) -> None:
    client = Client()
    typed = worked(client, address(cast), GIFT | KEIKO)
    stripe_account(cast, stripe_server, active=False)

    answer = client.post(address(cast), typed)

    shown = answer.content.decode()
    assert (client.get(address(cast)).status_code, answer.status_code, stored(cast)) == (404, 422, [])
    assert ("not taken any more" in shown, f'value="{GIFT["amount"]}"' in shown, "青木 恵子" in shown) == (True,) * 3


def test_the_form_costs_few_queries_and_the_gift_stands_in_the_log(cast: Cast, account: str) -> None:
    client, where = Client(), address(cast)
    client.get(where)

    with CaptureQueriesContext(connection) as captured:
        client.get(where)
    cost = len(captured)
    client.post(where, worked(client, where, GIFT))

    assert cost == 9
    assert audited("card.started") == [("public:public", stored(cast)[0].ref)]


@pytest.mark.parametrize("answer", ["", "-1", "1.0", "１", "9" * 13, "x", "0"])
def test_what_is_no_work_is_not_taken(answer: str) -> None:
    assert not is_worked("0" * 40, answer)


def test_a_ticket_is_bound_to_its_form_and_runs_out() -> None:
    ticket = new_ticket("seed", NOW)
    moments = [timedelta(0), timedelta(seconds=19), timedelta(seconds=20), timedelta(hours=2), timedelta(hours=3)]

    assert [seconds_left(ticket, "seed", NOW + each) for each in moments] == [20, 1, 0, 0, None]
    assert [seconds_left(each, "seed", NOW) for each in ("", "x", "é", ticket[:-4], new_ticket("other", NOW))] == [
        None
    ] * 5

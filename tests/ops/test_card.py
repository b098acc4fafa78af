"""An operator sets up card payments and hears what a webhook would have told."""

import io
import sys
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from appealdesk.donations.models import CardAccount
from appealdesk.foundation.db import acting, fetch_value
from tests.cast import Cast, set_cast, work_off
from tests.donations.cards.gifts import AT, LATER, begun, given, payment, stripe_account
from tests.donations.cards.stripe_stand_in import StripeStandIn

SECRETS = '{"api_key": "sk_live_hidden", "webhook_secret": "whsec_hidden"}'


@pytest.fixture
def cast(db: None) -> Cast:
    return set_cast()


def run(*words: str, typed: str = "", monkeypatch: pytest.MonkeyPatch | None = None, **options: Any) -> str:
    out = io.StringIO()
    if monkeypatch is not None:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    call_command("card", *words, "--organisation", "relief-office", stdout=out, **options)
    return out.getvalue()


def test_an_account_is_set_with_its_keys_sealed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("set", "--provider", "stripe", "--smallest", "JPY=500", "USD=5.00", "--two-from", "JPY=50000")

    said = run(*words, typed=SECRETS, monkeypatch=monkeypatch)

    with acting(cast.system):
        account = CardAccount.objects.get()
        stored = fetch_value("SELECT to_jsonb(account)::text FROM donations_cardaccount account")
    assert (account.smallest, account.two_refund_from) == ({"JPY": 500, "USD": 500}, {"JPY": 50_000})
    assert f"/api/cards/relief-office/{account.ref}/" in said
    assert ("hidden" in said, "hidden" in stored, bytes.hex(b"hidden") in stored) == (False, False, False)
    assert run("list") == f"{account.ref}  stripe  on  never asked\n"


@pytest.mark.parametrize("words", [("list",), ("ask", "--since", "3d")])
def test_without_an_account_the_way_to_one_is_said(cast: Cast, words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match="no account for card payments"):
        run(*words)


@pytest.mark.parametrize(
    ("typed", "smallest", "said"),
    [
        ("sk_live_hidden", "JPY=500", "cannot be read"),
        ('{"api_key": "sk_live_hidden"}', "JPY=500", "lacks webhook_secret"),
        (SECRETS, "YEN=500", "cannot be read"),
        (SECRETS, "JPY=5.50", "cannot be read"),
        (SECRETS, "JPY=0", "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_said_without_a_secret(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, typed: str, smallest: str, said: str
) -> None:
    with pytest.raises(CommandError, match=said) as refused:
        run("set", "--provider", "stripe", "--smallest", smallest, typed=typed, monkeypatch=monkeypatch)

    assert "hidden" not in str(refused.value)


def test_what_was_lost_is_asked_for_and_a_payment_read_again(cast: Cast, stripe_server: StripeStandIn) -> None:
    account = stripe_account(cast, stripe_server)
    first, second = (begun(cast, given(cast, account)) for _ in range(2))
    stripe_server.pay(first)

    asked = run("ask", "--since", "2022-02-20")
    work_off(AT + LATER)
    stripe_server.pay(second)
    run("read", second)
    run("read", stripe_server.pay_out() or "")

    assert "Events since then: 3; not heard before: 3." in asked
    assert [payment(cast, ref).state for ref in (first, second)] == ["paid", "paid"]
    stripe_server.server.down = 500
    with pytest.raises(CommandError, match="does not answer"):
        run("ask", "--since", "3d")
    with pytest.raises(CommandError, match="Write --since as a day"):
        run("ask", "--since", "yesterday")

"""`appealdesk card`: set up an account at a card provider, ask it for what was lost, and read a payment again."""

import json
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from pydantic import ValidationError

from appealdesk.core.money import MoneyError, parse_minor
from appealdesk.donations.actions.absorb import absorb_payment, absorb_payout
from appealdesk.donations.actions.poll_card_events import poll_card_events
from appealdesk.donations.actions.set_card_account import set_card_account
from appealdesk.donations.cards.driver import ProviderAwayError
from appealdesk.donations.cards.drivers import SECRETS
from appealdesk.donations.inputs import CardAccountInput
from appealdesk.donations.queries.card_payments import card_accounts
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Foreseen
from appealdesk.ops.operator import operator_at

__all__ = ["Command"]

_LABELS = {"stripe": "Stripe", "paypal": "PayPal"}
_NO_ACCOUNT = "The organisation has no account for card payments. Set one up by `appealdesk card set`."


class Command(BaseCommand):
    help = (
        "card set stores an account at a provider of card payments; what must stay secret is read from standard input "
        'as one JSON object and is sealed: {"api_key": …, "webhook_secret": …} of Stripe, {"client_id": …, '
        '"secret": …, "webhook_id": …} of PayPal. It prints the address for webhooks. card ask reads what the '
        "provider told since a day, because a webhook may be lost; what is known changes nothing. card read asks how "
        "one payment or payout stands. card list shows the accounts."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        made = actions.add_parser("set", help="set up an account, or give it other keys")
        made.add_argument("--provider", required=True, choices=sorted(SECRETS))
        made.add_argument("--label", default="", help="what officers see; the provider's name if left out")
        made.add_argument(
            "--smallest", required=True, nargs="+", metavar="CURRENCY=AMOUNT", help="smallest gifts: JPY=500 USD=5.00"
        )
        made.add_argument(
            "--two-from", default=[], nargs="+", metavar="CURRENCY=AMOUNT", help="from here on two people refund"
        )
        made.add_argument(
            "--address", default="", help="the provider's sandbox, such as https://api-m.sandbox.paypal.com"
        )
        made.add_argument("--off", action="store_true", help="take no more gifts by it")
        ask = actions.add_parser("ask", help="ask the provider for its events")
        ask.add_argument("--since", required=True, help="a day such as 2022-03-01, or a number of days such as 3d")
        read = actions.add_parser("read", help="ask how one payment (Y-…) or the provider's payout (po_…) stands")
        read.add_argument("name")
        show = actions.add_parser("list", help="show the accounts")
        for action in (made, ask, read, show):
            action.add_argument("--organisation", required=True, help="the short name of the organisation")
        for action in (ask, read):
            action.add_argument("--account", default="", help="its reference (B-…), where there are several")

    def handle(self, *args: Any, **options: Any) -> None:
        actor = operator_at(options["organisation"])
        try:
            getattr(self, f"_{options['action']}")(actor, options)
        except Foreseen as refusal:
            raise CommandError(refusal.sentence) from refusal
        except ProviderAwayError as away:
            raise CommandError(f"The provider does not answer ({away}): try again.") from away

    def _set(self, actor: Actor, options: dict[str, Any]) -> None:
        try:
            secrets = json.loads(sys.stdin.read())
            entry = CardAccountInput(
                provider=options["provider"],
                label=options["label"] or _LABELS[options["provider"]],
                secrets=secrets,
                smallest=_amounts(options["smallest"]),
                two_refund_from=_amounts(options["two_from"]),
                address=options["address"],
                active=not options["off"],
            )
        except (ValueError, MoneyError, ValidationError) as error:
            # What was typed may be a secret, so that no word of it is repeated.
            raise CommandError(
                "This cannot be read: the secrets are one JSON object of texts on standard input, amounts are written "
                "JPY=500, an address has no path."
            ) from error
        ref = set_card_account(actor=actor, now=read_clock(), entry=entry)
        self.stdout.write(f"{ref} {entry.label} {'is off' if not entry.active else 'takes gifts'}.")
        self.stdout.write(f"Webhooks go to {settings.PUBLIC_ADDRESS}/api/cards/{options['organisation']}/{ref}/")

    def _ask(self, actor: Actor, options: dict[str, Any]) -> None:
        now = read_clock()
        asked = poll_card_events(
            actor=actor, now=now, account_ref=self._account(actor, options), since=_since(options["since"], now)
        )
        self.stdout.write(f"Events since then: {asked.seen}; not heard before: {asked.new}. The worker reads them.")

    def _read(self, actor: Actor, options: dict[str, Any]) -> None:
        if options["name"].startswith("Y-"):
            absorb_payment(actor=actor, now=read_clock(), payment_ref=options["name"])
        else:
            account = self._account(actor, options)
            absorb_payout(actor=actor, now=read_clock(), account_ref=account, object_id=options["name"])
        self.stdout.write("Read; the ledger says what the provider says.")

    def _list(self, actor: Actor, options: dict[str, Any]) -> None:
        with acting(actor):
            accounts = card_accounts(actor=actor)
        if not accounts:
            raise CommandError(_NO_ACCOUNT)
        for account in accounts:
            asked = f"asked {account.polled_at:%Y-%m-%d %H:%M} UTC" if account.polled_at else "never asked"
            away = f"  no answer since {account.away_since:%Y-%m-%d %H:%M} UTC" if account.away_since else ""
            self.stdout.write(f"{account.ref}  {account.provider}  {'on' if account.active else 'off'}  {asked}{away}")

    def _account(self, actor: Actor, options: dict[str, Any]) -> str:
        if options["account"]:
            return str(options["account"])
        with acting(actor):
            accounts = card_accounts(actor=actor)
        if not accounts:
            raise CommandError(_NO_ACCOUNT)
        if len(accounts) > 1:
            raise CommandError("Name the account: --account B-…; `appealdesk card list` shows them.")
        return accounts[0].ref


def _amounts(texts: list[str]) -> dict[str, int]:
    """JPY=500 as minor units; the currency has to be known."""
    pairs = [text.partition("=") for text in texts]
    return {currency: parse_minor(amount, currency) for currency, _equals, amount in pairs}


def _since(text: str, now: datetime) -> datetime:
    if text.endswith("d") and text[:-1].isdecimal():
        return now - timedelta(days=int(text[:-1]))
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError as error:
        raise CommandError("Write --since as a day such as 2022-03-01, or as days such as 3d.") from error

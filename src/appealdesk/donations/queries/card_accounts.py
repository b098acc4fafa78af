"""The organisation's accounts at card providers: where one can give, and the driver that speaks for each."""

from collections.abc import Mapping
from dataclasses import dataclass

from appealdesk.donations.cards.driver import CardDriver
from appealdesk.donations.cards.drivers import make_driver
from appealdesk.donations.models import CardAccount, Fund
from appealdesk.foundation.actor import system_actor
from appealdesk.foundation.crypto import open_json, unwrap_key
from appealdesk.foundation.db import acting

__all__ = ["CardWay", "account_context", "card_ways", "driver_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CardWay:
    """An account that takes gifts for an appeal; the smallest of each currency in minor units, the fund's first."""

    account_ref: str
    provider: str
    fund_id: int
    smallest: Mapping[str, int]


def account_context(ref: str) -> str:
    """What binds the sealed secrets to their account."""
    return f"donations.card_account:{ref}"


def card_ways(*, organisation_id: int, appeal_id: int, active: bool = True) -> tuple[CardWay, ...]:
    """Where one can give by card for the appeal; empty where it has no fund or the organisation no account.

    Without `active` those where one could give before they were switched off.
    """
    with acting(system_actor(organisation_id)):
        fund = (
            Fund.objects.filter(organisation_id=organisation_id, appeal_id=appeal_id)
            .order_by("pk", "bankaccount__pk")
            .values_list("pk", "bankaccount__currency")
            .first()
        )
        if fund is None:
            return ()
        fund_id, own = fund
        rows = CardAccount.objects.filter(organisation_id=organisation_id, active=active).order_by("-provider")
        return tuple(
            CardWay(
                account_ref=row.ref,
                provider=row.provider,
                fund_id=fund_id,
                smallest=dict(sorted(row.smallest.items(), key=lambda item: (item[0] != own, item[0]))),
            )
            for row in rows
        )


def driver_of(account: CardAccount) -> CardDriver:
    """Whoever speaks to the account's provider."""
    secrets = open_json(unwrap_key(account.wrapped_key), context=account_context(account.ref), sealed=account.sealed)
    return make_driver(provider=account.provider, address=account.address, secrets=secrets)

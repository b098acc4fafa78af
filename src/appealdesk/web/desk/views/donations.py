"""Donations with totals per currency, and the balances of the ledger."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from appealdesk.core.money import Money
from appealdesk.donations.queries.money import (
    AccountPage,
    DonationList,
    accounts_page,
    donations_page,
    funds_of,
    ledger_balances,
)
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.languages import pick
from appealdesk.web.desk.forms.numbers import read_number
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.desk.words import word_of

__all__ = ["BalanceRow", "DonationsView", "LedgerView", "donations", "ledger"]

_IDENTIFIED: Final = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class DonationsView:
    """One page of donations; `donors` is the filter: yes, no, or empty for all."""

    donations: DonationList
    donors: str

    @property
    def unidentified(self) -> int:
        """Donations without a known person."""
        return self.donations.count - self.donations.identified


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """A ledger account in words and its balance in one currency."""

    name: str
    kind: str
    balance: Money


@dataclass(frozen=True, slots=True)
class LedgerView:
    """Every account, and the sum of all of them per currency, which is zero."""

    rows: tuple[BalanceRow, ...]
    sums: tuple[Money, ...]

    @property
    def balances(self) -> bool:
        """True if each currency sums to zero."""
        return all(total.amount_minor == 0 for total in self.sums)


@desk_view("donations", "GET")
def donations(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Donations, newest first."""
    donors = request.GET.get("donors", "")
    found = donations_page(
        actor=actor,
        before=read_number(request.GET, "before", default=0) or None,
        identified=_IDENTIFIED.get(donors),
    )
    page = DonationsView(donations=found, donors=donors if donors in _IDENTIFIED else "")
    return render(request, "desk/donations/donations.html", {"page": page})


@desk_view("donations", "GET")
def ledger(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The balances of every ledger account per currency."""
    balances = ledger_balances(actor=actor)
    names = _names(actor, accounts_page(actor=actor))
    sums: dict[str, int] = {}
    for balance in balances:
        sums[balance.currency] = sums.get(balance.currency, 0) + balance.amount_minor
    page = LedgerView(
        tuple(
            BalanceRow(
                names.get(balance.code) or word_of("ledger", balance.code),
                balance.kind,
                Money(balance.amount_minor, balance.currency),
            )
            for balance in balances
        ),
        tuple(Money(amount, currency) for currency, amount in sorted(sums.items())),
    )
    return render(request, "desk/donations/ledger.html", {"page": page})


def _names(actor: Actor, accounts: tuple[AccountPage, ...]) -> dict[str, str]:
    """The names of the ledger's accounts by their codes."""
    funds = {
        f"fund:{ref}": pick(names, actor.language) for ref, names in funds_of(organisation_id=actor.own_organisation)
    }
    return funds | {f"bank:{account.ref}": account.label for account in accounts}

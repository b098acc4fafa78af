"""The chart of accounts with its balances, and what each fund holds and may still spend."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from appealdesk.core.money import Money
from appealdesk.donations.access import may_handle_money
from appealdesk.donations.ledger.posting import balances
from appealdesk.donations.ledger.spend import CHART
from appealdesk.donations.models import BankAccount, Fund, LedgerAccount, Threshold
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import fetch_all
from appealdesk.foundation.languages import Localised
from appealdesk.foundation.refusals import NotFound

__all__ = ["AccountRow", "ChartPage", "FundRow", "chart_page", "expense_codes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """One account; `names` is empty for an account of the product's own, `label` is a bank account's."""

    code: str
    kind: str
    names: Localised
    label: str
    balances: tuple[Money, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FundRow:
    """One fund in one currency, or without any money yet."""

    ref: str
    names: Localised
    restricted: bool
    holds: Money | None = None
    bound: Money | None = None

    @property
    def free(self) -> Money | None:
        """What may still be spent."""
        if self.holds is None or self.bound is None:
            return self.holds
        return Money(self.holds.amount_minor - self.bound.amount_minor, self.holds.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartPage:
    """Everything at the end of a day: restricted funds apart from free ones, and every other account by kind."""

    restricted: tuple[FundRow, ...]
    free: tuple[FundRow, ...]
    accounts: tuple[AccountRow, ...]
    sums: tuple[Money, ...]
    thresholds: tuple[Money, ...]

    @property
    def funds(self) -> tuple[FundRow, ...]:
        """All of them, restricted ones first."""
        return self.restricted + self.free

    @property
    def balances(self) -> bool:
        """True if each currency sums to zero."""
        return all(total.amount_minor == 0 for total in self.sums)


def chart_page(*, actor: Actor, upto: date | None = None) -> ChartPage:
    """The chart now or at the end of a day. Six queries, however many accounts there are."""
    if not may_handle_money(actor):
        raise NotFound("page")
    organisation_id = actor.own_organisation
    sums = balances(organisation_id=organisation_id, upto=upto)
    funds = list(Fund.objects.filter(organisation_id=organisation_id).order_by("pk"))
    bound = _bound(organisation_id)
    rows = [row for fund in funds for row in _fund_rows(fund, sums, bound)]
    labels = dict(BankAccount.objects.filter(organisation_id=organisation_id).values_list("ledger_account_id", "label"))
    accounts = LedgerAccount.objects.filter(organisation_id=organisation_id).order_by("kind", "code")
    totals: defaultdict[str, int] = defaultdict(int)
    for money in (money for found in sums.values() for money in found):
        totals[money.currency] += money.amount_minor
    return ChartPage(
        restricted=tuple(row for row in rows if row.restricted),
        free=tuple(row for row in rows if not row.restricted),
        accounts=tuple(
            AccountRow(
                code=row.code,
                kind=row.kind,
                names=row.names,
                label=labels.get(row.pk, ""),
                balances=sums.get(row.pk, ()),
            )
            for row in accounts
            if row.kind != LedgerAccount.Kind.FUND
        ),
        sums=tuple(Money(amount, currency) for currency, amount in sorted(totals.items())),
        thresholds=tuple(
            Money(row.amount_minor, row.currency)
            for row in Threshold.objects.filter(organisation_id=organisation_id).order_by("currency")
        ),
    )


def expense_codes(*, organisation_id: int) -> tuple[tuple[str, Localised], ...]:
    """The expense accounts that a disbursement may be spent under: those of the product, and the organisation's own."""
    own = LedgerAccount.objects.filter(organisation_id=organisation_id, kind=LedgerAccount.Kind.EXPENSE).order_by(
        "code"
    )
    found: dict[str, Localised] = {code: {} for code, kind in CHART.items() if kind == LedgerAccount.Kind.EXPENSE}
    return tuple((found | {row.code: row.names for row in own}).items())


def _bound(organisation_id: int) -> dict[tuple[int, str], int]:
    rows = fetch_all(
        """
        SELECT fund_id, currency, sum(amount_minor)::bigint FROM donations_disbursement
        WHERE organisation_id = %s AND status IN ('planned', 'once', 'approved') GROUP BY fund_id, currency
        """,
        [organisation_id],
    )
    return {(fund, currency): amount for fund, currency, amount in rows}


def _fund_rows(
    fund: Fund, sums: dict[int, tuple[Money, ...]], bound: dict[tuple[int, str], int]
) -> tuple[FundRow, ...]:
    held = sums.get(fund.ledger_account_id, ())
    if not held:
        return (FundRow(ref=fund.ref, names=fund.names, restricted=fund.restricted),)
    return tuple(
        FundRow(
            ref=fund.ref,
            names=fund.names,
            restricted=fund.restricted,
            holds=Money(-money.amount_minor, money.currency),
            bound=Money(bound.get((fund.pk, money.currency), 0), money.currency),
        )
        for money in held
    )

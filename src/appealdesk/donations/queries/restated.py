"""What the funds hold in one currency by a published rate, and the same by another: no entry is touched by it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from appealdesk.appeals.queries.rates import rate_table
from appealdesk.core.exchange import Conversion, RateMissing, convert, rate_sentence
from appealdesk.core.money import Money
from appealdesk.donations.queries.accounts import FundRow

__all__ = ["Basis", "Restated", "restate", "totals_of"]


@dataclass(frozen=True, slots=True)
class Basis:
    """By which bank's rates, and of which day."""

    source: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Restated:
    """One total with the conversions that it is the sum of; `missing` are currencies for which there is no rate."""

    basis: Basis
    total: Money
    parts: tuple[Conversion, ...]
    missing: tuple[str, ...]

    def sentences(self, language: str) -> tuple[str, ...]:
        """The rates as people quote them, each with its source and day."""
        return tuple(text for part in self.parts if (text := rate_sentence(part, language)))


def totals_of(funds: tuple[FundRow, ...]) -> tuple[Money, ...]:
    """What these funds hold together, per currency."""
    sums: defaultdict[str, int] = defaultdict(int)
    for row in funds:
        if row.holds is not None:
            sums[row.holds.currency] += row.holds.amount_minor
    return tuple(Money(amount, currency) for currency, amount in sorted(sums.items()))


def restate(*, totals: tuple[Money, ...], currency: str, basis: Basis) -> Restated:
    """The totals in one currency. Each is rounded by itself, half to even, so that a reader can repeat the sum."""
    table = rate_table(source=basis.source, upto=basis.on)
    parts, missing = [], []
    for total in totals:
        try:
            parts.append(convert(total, currency, table, basis.on))
        except RateMissing:
            missing.append(total.currency)
    amount = sum(part.amount.amount_minor for part in parts)
    return Restated(basis=basis, total=Money(amount, currency), parts=tuple(parts), missing=tuple(missing))

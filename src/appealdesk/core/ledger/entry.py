"""An entry of the ledger: postings that come to nothing in each currency, or there is no entry.

The database holds the same rule at commit. It stands here too, so that a wrong entry is told where it is made.
"""

from collections import defaultdict
from dataclasses import dataclass

from appealdesk.core.money import check_currency

__all__ = ["Entry", "LedgerError", "Posting"]


class LedgerError(ValueError):
    """The postings make no entry; the sentence names the currency and what is missing."""


@dataclass(frozen=True, slots=True)
class Posting:
    """One side of an entry: minor units of a currency into an account; debit is positive, credit negative."""

    account: str
    amount_minor: int
    currency: str

    def __post_init__(self) -> None:
        if not self.account:
            raise LedgerError("A posting needs an account.")
        check_currency(self.currency)


@dataclass(frozen=True, slots=True)
class Entry:
    """Two or more postings that balance to zero in each currency; LedgerError otherwise."""

    postings: tuple[Posting, ...]

    def __post_init__(self) -> None:
        if len(self.postings) < 2:
            raise LedgerError("An entry needs at least two postings: money comes from somewhere and goes somewhere.")
        sums: defaultdict[str, int] = defaultdict(int)
        for posting in self.postings:
            if posting.amount_minor == 0:
                raise LedgerError(f"The posting to {posting.account} moves nothing; leave it out.")
            sums[posting.currency] += posting.amount_minor
        wrong = {currency: total for currency, total in sums.items() if total}
        if wrong:
            told = " and ".join(f"{total} minor units of {currency}" for currency, total in sorted(wrong.items()))
            raise LedgerError(f"The entry does not balance: {told} are left over.")

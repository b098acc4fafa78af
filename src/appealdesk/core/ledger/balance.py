"""What each account holds, summed from postings and never stored as a counter."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from appealdesk.core.ledger.entry import Posting
from appealdesk.core.money import Money

__all__ = ["balances"]


def balances(postings: Iterable[Posting]) -> Mapping[str, tuple[Money, ...]]:
    """Account → its balances, one per currency that was ever posted, by currency code; debit is positive.

    Sums of nothing are kept: an account that was emptied is not one that was never used.
    """
    sums: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for posting in postings:
        sums[posting.account][posting.currency] += posting.amount_minor
    return {
        account: tuple(Money(total, currency) for currency, total in sorted(by_currency.items()))
        for account, by_currency in sorted(sums.items())
    }

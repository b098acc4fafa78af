"""The accounts that money leaves by, and the sides of an entry that spends from a fund.

A fund is what is still there to be spent, as deferred contributions are: what is spent becomes an expense by its kind,
and as much of the fund is released to income. An accountant sees both, and each entry still comes to nothing.
"""

from appealdesk.core.ledger.entry import Posting as Side
from appealdesk.donations.ledger.posting import CASH, UNALLOCATED, open_account
from appealdesk.donations.models import Fund, LedgerAccount

__all__ = ["BANK_FEES", "CHART", "IN_TRANSIT", "PROGRAMME", "RELEASED", "WRITTEN_OFF", "chart_account", "spend_sides"]

# Paid by us and not yet seen in a statement of the bank.
IN_TRANSIT = "in_transit"
RELEASED = "released"
PROGRAMME = "programme"
# What banks take by a line of its own, or keep of gifts on their way to us.
BANK_FEES = "bank_fees"
WRITTEN_OFF = "written_off"

CHART = {
    CASH: LedgerAccount.Kind.ASSET,
    UNALLOCATED: LedgerAccount.Kind.LIABILITY,
    IN_TRANSIT: LedgerAccount.Kind.LIABILITY,
    RELEASED: LedgerAccount.Kind.INCOME,
    PROGRAMME: LedgerAccount.Kind.EXPENSE,
    BANK_FEES: LedgerAccount.Kind.EXPENSE,
    WRITTEN_OFF: LedgerAccount.Kind.EXPENSE,
}
"""The accounts that the product posts to by itself; they are opened when they are first needed."""


def chart_account(organisation_id: int, code: str) -> LedgerAccount:
    """One of these accounts, opened if it is new."""
    return open_account(organisation_id=organisation_id, code=code, kind=CHART[code])


def spend_sides(*, fund: Fund, expense_id: int, source_id: int, amount_minor: int, currency: str) -> tuple[Side, ...]:
    """What is spent from a fund: by kind of expense, out of an account, and as much of the fund released."""
    released = chart_account(fund.organisation_id, RELEASED)
    return (
        Side(str(expense_id), amount_minor, currency),
        Side(str(source_id), -amount_minor, currency),
        Side(str(fund.ledger_account_id), amount_minor, currency),
        Side(str(released.pk), -amount_minor, currency),
    )

"""What the tests of the money do again and again: a file through every step, and what stands in the ledger then."""

from datetime import UTC, datetime

from appealdesk.donations.actions.import_statement import ImportResult, import_statement
from appealdesk.donations.actions.receive import receive_statement
from appealdesk.donations.actions.reconcile import ReconcileResult, reconcile_statement
from appealdesk.donations.invariants import INVARIANTS
from appealdesk.donations.queries.journal import balances_by_code
from appealdesk.foundation.db import acting
from appealdesk.ops.verification import violations_of
from tests.cast import Cast

__all__ = ["LATER", "balances", "imported", "reconciled", "violations"]

LATER = datetime(2022, 3, 3, 9, tzinfo=UTC)


def imported(cast: Cast, data: bytes) -> ImportResult:
    """Receive and import a file."""
    received = receive_statement(actor=cast.finance, now=LATER, data=data, file_name="bank.txt")
    return import_statement(actor=cast.system, now=LATER, statement_ref=received.ref)


def reconciled(cast: Cast, data: bytes) -> ReconcileResult:
    """Receive, import and reconcile a file."""
    statement = imported(cast, data)
    return reconcile_statement(actor=cast.system, now=LATER, statement_ref=statement.statement_ref)


def balances(cast: Cast) -> dict[str, int]:
    """What stands in each kind of account, debit positive; zero is left out."""
    with acting(cast.system):
        found = balances_by_code(organisation_id=cast.organisation_id)
    return {
        code.split(":")[0]: money.amount_minor for code, sums in found.items() for money in sums if money.amount_minor
    }


def violations(cast: Cast) -> list[str]:
    """The names of the truths that do not hold, found as `appealdesk verify` finds them."""
    with acting(cast.system):
        return [violation.name for violation in violations_of(*INVARIANTS)]

"""Writes down what an outgoing line paid, with the entry that it makes, and what a bank's fee does to a fund."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.core.ledger.entry import Posting as Side
from appealdesk.core.money import Money
from appealdesk.donations.ledger.posting import UNALLOCATED, account_id, post_entry
from appealdesk.donations.ledger.spend import BANK_FEES, chart_account, spend_sides
from appealdesk.donations.ledger.standing import check_fund
from appealdesk.donations.models import (
    Entry,
    FeeRule,
    Fund,
    Settlement,
    StatementLine,
)
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.ids import new_ref

__all__ = ["fee_sides", "settle", "settle_fee"]


def fee_sides(*, fund: Fund, fee: Money, expense_id: int | None = None) -> tuple[Side, ...]:
    """A bank's fee is spent from a fund, whether a line tells of it or it was kept of a gift on its way to us.

    Raises Refusal where the fund cannot bear it.
    """
    check_fund(fund, fee)
    return spend_sides(
        fund=fund,
        expense_id=expense_id or chart_account(fund.organisation_id, BANK_FEES).pk,
        source_id=account_id(organisation_id=fund.organisation_id, code=UNALLOCATED),
        amount_minor=fee.amount_minor,
        currency=fee.currency,
    )


def settle_fee(
    *, actor: Actor, now: datetime, line: StatementLine, fund: Fund, expense_id: int | None, rule: FeeRule | None
) -> str:
    """The line is a fee; raises Refusal where the fund cannot bear it."""
    sides = fee_sides(fund=fund, fee=Money(-line.amount_minor, line.currency), expense_id=expense_id)
    return settle(actor=actor, now=now, line=line, kind=Settlement.Kind.FEE, sides=sides, rule=rule)


def settle(
    *,
    actor: Actor,
    now: datetime,
    line: StatementLine,
    kind: Settlement.Kind,
    sides: tuple[Side, ...],
    subject_ref: str = "",
    rule: FeeRule | None = None,
) -> str:
    """Settle the line and post the sides. Returns the settlement's reference."""
    row = Settlement.objects.create(
        ref=new_ref("N"),
        organisation_id=line.organisation_id,
        line=line,
        kind=kind,
        subject_ref=subject_ref,
        rule=rule,
        made_at=now,
        made_by=actor.ref,
    )
    post_entry(
        actor=actor,
        now=now,
        kind=Entry.Kind.SETTLEMENT,
        subject_ref=row.ref,
        booked_on=line.booked_on,
        sides=sides,
    )
    details = {"statement": line.statement.ref, "line": line.number, "kind": str(kind), "paid": subject_ref}
    record_audit(actor=actor, now=now, tag="settlement.made", subject=row.ref, details=details)
    return row.ref

"""Say what an outgoing line paid: a disbursement, a refund, or the bank's fee."""

from datetime import datetime

from appealdesk.core.ledger.entry import Posting as Side
from appealdesk.core.money import Money
from appealdesk.donations.access import access_asked, access_disbursement, access_fund, access_line
from appealdesk.donations.ledger.posting import UNALLOCATED, account_id
from appealdesk.donations.ledger.settling import settle, settle_fee
from appealdesk.donations.ledger.spend import IN_TRANSIT, chart_account
from appealdesk.donations.models import (
    Disbursement,
    Donation,
    Refund,
    Settlement,
    Statement,
    StatementLine,
)
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound, Refusal

__all__ = ["settle_line", "settle_line_as_fee"]


def settle_line(*, actor: Actor, now: datetime, statement_ref: str, number: int, subject_ref: str) -> str:
    """The line shows the payment of this disbursement (D-…) or refund (R-…). Returns the settlement's reference."""
    with acting(actor):
        line = _outgoing(actor, statement_ref, number)
        kind, money = _payment(actor, subject_ref)
        if money != Money(-line.amount_minor, line.currency):
            raise Refusal(
                "donations.other_amount", "The line is of another amount than this payment: they are not one."
            )
        if Settlement.objects.filter(subject_ref=subject_ref, undone_at__isnull=True).exists():
            raise Refusal("donations.line_meanwhile", "A colleague settled this meanwhile: look at it again.")
        transit = chart_account(line.organisation_id, IN_TRANSIT).pk
        unallocated = account_id(organisation_id=line.organisation_id, code=UNALLOCATED)
        sides = (
            Side(str(transit), -line.amount_minor, line.currency),
            Side(str(unallocated), line.amount_minor, line.currency),
        )
        return settle(actor=actor, now=now, line=line, kind=kind, sides=sides, subject_ref=subject_ref)


def settle_line_as_fee(*, actor: Actor, now: datetime, statement_ref: str, number: int, fund_ref: str) -> str:
    """The line is the bank's fee, and this fund bears it. Returns the settlement's reference."""
    with acting(actor):
        line = _outgoing(actor, statement_ref, number)
        fund = access_fund(actor, fund_ref)
        return settle_fee(actor=actor, now=now, line=line, fund=fund, expense_id=None, rule=None)


def _outgoing(actor: Actor, statement_ref: str, number: int) -> StatementLine:
    line = access_line(actor, statement_ref, number, lock=True)
    if line.statement.status != Statement.Status.RECONCILED:
        raise Refusal("donations.not_imported", "The statement is still being imported: wait a moment.")
    if line.amount_minor >= 0 or line.state != StatementLine.State.OPEN:
        raise Refusal("donations.not_outgoing", "Only money that went out pays something: choose an outgoing line.")
    if line.settlements.filter(undone_at__isnull=True).exists():
        raise Refusal("donations.line_meanwhile", "A colleague settled this meanwhile: look at it again.")
    return line


def _payment(actor: Actor, ref: str) -> tuple[Settlement.Kind, Money]:
    """What was paid by bank and is not yet seen there."""
    if ref.startswith("D-"):
        row = access_disbursement(actor, ref, lock=True)
        if row.status != Disbursement.Status.PAID or row.means != Disbursement.Means.BANK:
            raise Refusal("donations.not_paid", "This is not recorded as paid by bank: record the payment first.")
        return Settlement.Kind.DISBURSEMENT, Money(row.amount_minor, row.currency)
    refund = access_asked(actor, ref)
    if not isinstance(refund, Refund):
        raise NotFound("refund")
    if refund.status != Refund.Status.MADE or refund.donation.channel != Donation.Channel.BANK:
        raise Refusal("donations.not_paid", "This is not recorded as paid by bank: record the payment first.")
    return Settlement.Kind.REFUND, Money(refund.amount_minor, refund.currency)

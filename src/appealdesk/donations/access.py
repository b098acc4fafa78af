"""A reference from outside becomes a row only here, for the actor's own organisation and role."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db.models import Model, QuerySet

from appealdesk.donations.models import (
    BankAccount,
    CardAccount,
    CardPayment,
    CardPayout,
    CardRefund,
    CashCount,
    Claim,
    Disbursement,
    Donation,
    FeeRule,
    Fund,
    GiftAidDeclaration,
    InKindOffer,
    LedgerAccount,
    Match,
    Period,
    Pledge,
    Receipt,
    ReceiptBatch,
    Refund,
    Settlement,
    Statement,
    StatementLine,
    Transfer,
    WriteOff,
)
from appealdesk.foundation.actor import Actor, ActorKind, Role
from appealdesk.foundation.db import execute
from appealdesk.foundation.refusals import NotFound

__all__ = [
    "access_account",
    "access_asked",
    "access_batch",
    "access_card_account",
    "access_card_payment",
    "access_card_payout",
    "access_card_refund",
    "access_cash",
    "access_claim",
    "access_declaration",
    "access_disbursement",
    "access_donation",
    "access_expense",
    "access_fee_rule",
    "access_fund",
    "access_in_kind",
    "access_ledger_account",
    "access_line",
    "access_match",
    "access_period",
    "access_pledge",
    "access_receipt",
    "access_settlement",
    "access_statement",
    "lock_statements",
    "may_answer_goods",
    "may_handle_money",
]

_Row = TypeVar("_Row", bound=Model)


def may_handle_money(actor: Actor) -> bool:
    """Finance officers and administrators, and the product itself."""
    return actor.kind is ActorKind.SYSTEM or actor.has_role(Role.FINANCE_OFFICER, Role.ADMINISTRATOR)


def may_answer_goods(actor: Actor) -> bool:
    """Those who talk to people: desk officers, duty officers and administrators. Goods are no money."""
    return actor.kind is ActorKind.SYSTEM or actor.has_role(Role.DESK_OFFICER, Role.DUTY_OFFICER, Role.ADMINISTRATOR)


def _own(
    actor: Actor,
    rows: QuerySet[_Row],
    what: str,
    *,
    lock: bool = False,
    no_key: bool = False,
    may: Callable[[Actor], bool] = may_handle_money,
    **named: object,
) -> _Row:
    """The row of the actor's organisation that is so named, or NotFound; `lock` keeps others from changing it.

    With `no_key` rows that refer to it may still come meanwhile.
    """
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=no_key)
    row = rows.filter(organisation_id=actor.own_organisation, **named).first()
    if row is None or not may(actor):
        raise NotFound(what)
    return row


def access_fund(actor: Actor, ref: str) -> Fund:
    """The fund, or NotFound."""
    return _own(actor, Fund.objects.all(), "fund", ref=ref)


def access_account(actor: Actor, ref: str, *, lock: bool = False) -> BankAccount:
    """The bank account, or NotFound; `lock` keeps others from naming it or taking its files in at the same time."""
    return _own(actor, BankAccount.objects.select_related("fund"), "bank account", lock=lock, no_key=True, ref=ref)


def access_statement(actor: Actor, ref: str, *, lock: bool = False) -> Statement:
    """The statement, or NotFound; `lock` keeps others from importing it at the same time."""
    return _own(actor, Statement.objects.select_related("account", "account__fund"), "statement", lock=lock, ref=ref)


def access_donation(actor: Actor, ref: str, *, lock: bool = False) -> Donation:
    """The donation, or NotFound also where it was undone; `lock` keeps others from changing it at the same time."""
    return _own(actor, Donation.objects.select_related("fund", "line"), "donation", lock=lock, undone_at=None, ref=ref)


def access_line(actor: Actor, statement_ref: str, number: int, *, lock: bool = False) -> StatementLine:
    """The line with this number of a statement, or NotFound also where it was undone."""
    rows = StatementLine.objects.select_related("statement", "account", "account__fund")
    kept = rows.exclude(state=StatementLine.State.UNDONE)
    return _own(actor, kept, "line", lock=lock, statement__ref=statement_ref, number=number)


def access_pledge(actor: Actor, ref: str) -> Pledge:
    """The pledge, or NotFound."""
    return _own(actor, Pledge.objects.select_related("fund"), "pledge", ref=ref)


def access_match(actor: Actor, ref: str, *, lock: bool = False) -> Match:
    """The decision about a line, or NotFound."""
    return _own(actor, Match.objects.select_related("line", "line__statement", "donation"), "match", lock=lock, ref=ref)


def access_cash(actor: Actor, ref: str, *, lock: bool = False) -> CashCount:
    """The count of cash, or NotFound."""
    return _own(actor, CashCount.objects.select_related("fund"), "count", lock=lock, ref=ref)


def access_claim(actor: Actor, ref: str, *, lock: bool = False) -> Claim:
    """The claim, or NotFound."""
    return _own(actor, Claim.objects.all(), "claim", lock=lock, ref=ref)


def access_in_kind(actor: Actor, ref: str, *, lock: bool = False) -> InKindOffer:
    """The offer of goods, or NotFound."""
    return _own(actor, InKindOffer.objects.all(), "offer", lock=lock, may=may_answer_goods, ref=ref)


def access_disbursement(actor: Actor, ref: str, *, lock: bool = False) -> Disbursement:
    """The disbursement, or NotFound."""
    return _own(
        actor,
        Disbursement.objects.select_related("fund", "expense", "proof"),
        "disbursement",
        lock=lock,
        no_key=True,
        ref=ref,
    )


def access_asked(actor: Actor, ref: str) -> Refund | Transfer | WriteOff:
    """The refund (R-…), transfer (F-…) or write-off (W-…), locked, or NotFound."""
    if ref.startswith("F-"):
        return _own(actor, Transfer.objects.all(), "page", lock=True, no_key=True, ref=ref)
    if ref.startswith("W-"):
        return _own(actor, WriteOff.objects.all(), "page", lock=True, no_key=True, ref=ref)
    return _own(actor, Refund.objects.all(), "page", lock=True, no_key=True, ref=ref)


def access_ledger_account(actor: Actor, code: str) -> LedgerAccount:
    """The account of this code, or NotFound."""
    return _own(actor, LedgerAccount.objects.all(), "ledger account", code=code)


def access_expense(actor: Actor, code: str) -> LedgerAccount:
    """The expense account of this code, or NotFound."""
    row = access_ledger_account(actor, code)
    if row.kind != LedgerAccount.Kind.EXPENSE:
        raise NotFound("ledger account")
    return row


def access_settlement(actor: Actor, ref: str) -> Settlement:
    """The settlement, locked, or NotFound."""
    return _own(
        actor,
        Settlement.objects.select_related("line", "line__statement"),
        "settlement",
        lock=True,
        no_key=True,
        ref=ref,
    )


def access_fee_rule(actor: Actor, ref: str) -> FeeRule:
    """The fee rule that is in force, or NotFound."""
    return _own(actor, FeeRule.objects.all(), "fee rule", ended_at=None, ref=ref)


def access_period(actor: Actor, ref: str) -> Period:
    """The closed month, locked, or NotFound also where it was opened again."""
    return _own(actor, Period.objects.all(), "period", lock=True, no_key=True, opened_at=None, ref=ref)


def access_receipt(actor: Actor, ref: str, *, lock: bool = False) -> Receipt:
    """The receipt, or NotFound."""
    return _own(
        actor, Receipt.objects.select_related("donation", "donation__fund", "issuer"), "receipt", lock=lock, ref=ref
    )


def access_batch(actor: Actor, ref: str, *, lock: bool = False) -> ReceiptBatch:
    """The batch of receipts, or NotFound."""
    return _own(actor, ReceiptBatch.objects.select_related("fund"), "batch", lock=lock, ref=ref)


def access_declaration(actor: Actor, ref: str, *, lock: bool = False) -> GiftAidDeclaration:
    """The Gift Aid declaration, or NotFound."""
    return _own(actor, GiftAidDeclaration.objects.all(), "declaration", lock=lock, ref=ref)


def access_card_account(actor: Actor, ref: str) -> CardAccount:
    """The account at a card provider, or NotFound."""
    return _own(actor, CardAccount.objects.all(), "card account", ref=ref)


def access_card_payment(actor: Actor, ref: str, *, lock: bool = False) -> CardPayment:
    """The card payment, or NotFound."""
    return _own(
        actor, CardPayment.objects.select_related("account", "fund", "donation"), "card payment", lock=lock, ref=ref
    )


def access_card_payout(actor: Actor, ref: str) -> CardPayout:
    """The payout, or NotFound."""
    return _own(actor, CardPayout.objects.select_related("account"), "payout", ref=ref)


def access_card_refund(actor: Actor, ref: str, *, lock: bool = False) -> CardRefund:
    """The wish to refund, or NotFound."""
    return _own(
        actor,
        CardRefund.objects.select_related("payment", "payment__account", "payment__donation"),
        "refund",
        lock=lock,
        ref=ref,
    )


def lock_statements(donations: Sequence[Donation]) -> None:
    """Whoever undoes a statement waits until the receipts for its donations are there, and then refuses."""
    statements = sorted({row.line.statement_id for row in donations if row.line is not None})
    if statements:
        execute("SELECT id FROM donations_statement WHERE id = ANY(%s) ORDER BY id FOR SHARE", [statements])

"""A reference from outside becomes a row only here, for the actor's own organisation and role."""

from collections.abc import Sequence

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


def may_handle_money(actor: Actor) -> bool:
    """Finance officers and administrators, and the product itself."""
    return actor.kind is ActorKind.SYSTEM or actor.has_role(Role.FINANCE_OFFICER, Role.ADMINISTRATOR)


def may_answer_goods(actor: Actor) -> bool:
    """Those who talk to people: desk officers, duty officers and administrators. Goods are no money."""
    return actor.kind is ActorKind.SYSTEM or actor.has_role(Role.DESK_OFFICER, Role.DUTY_OFFICER, Role.ADMINISTRATOR)


def access_fund(actor: Actor, ref: str) -> Fund:
    """The fund, or NotFound."""
    row = Fund.objects.filter(ref=ref, organisation_id=actor.own_organisation).first()
    if row is None or not may_handle_money(actor):
        raise NotFound("fund")
    return row


def access_account(actor: Actor, ref: str) -> BankAccount:
    """The bank account, or NotFound."""
    row = BankAccount.objects.filter(ref=ref, organisation_id=actor.own_organisation).select_related("fund").first()
    if row is None or not may_handle_money(actor):
        raise NotFound("bank account")
    return row


def access_statement(actor: Actor, ref: str, *, lock: bool = False) -> Statement:
    """The statement, or NotFound; `lock` keeps others from importing it at the same time."""
    rows = Statement.objects.select_related("account", "account__fund")
    if lock:
        rows = rows.select_for_update(of=("self",))
    row = rows.filter(ref=ref, organisation_id=actor.own_organisation).first()
    if row is None or not may_handle_money(actor):
        raise NotFound("statement")
    return row


def access_donation(actor: Actor, ref: str, *, lock: bool = False) -> Donation:
    """The donation, or NotFound also where it was undone; `lock` keeps others from changing it at the same time."""
    rows = Donation.objects.select_related("fund", "line")
    if lock:
        rows = rows.select_for_update(of=("self",))
    row = rows.filter(ref=ref, organisation_id=actor.own_organisation, undone_at__isnull=True).first()
    if row is None or not may_handle_money(actor):
        raise NotFound("donation")
    return row


def access_line(actor: Actor, statement_ref: str, number: int, *, lock: bool = False) -> StatementLine:
    """The line with this number of a statement, or NotFound also where it was undone."""
    rows = StatementLine.objects.select_related("statement", "account", "account__fund")
    if lock:
        rows = rows.select_for_update(of=("self",))
    row = (
        rows.filter(statement__ref=statement_ref, number=number, organisation_id=actor.own_organisation)
        .exclude(state=StatementLine.State.UNDONE)
        .first()
    )
    if row is None or not may_handle_money(actor):
        raise NotFound("line")
    return row


def access_pledge(actor: Actor, ref: str) -> Pledge:
    """The pledge, or NotFound."""
    row = Pledge.objects.filter(ref=ref, organisation_id=actor.own_organisation).select_related("fund").first()
    if row is None or not may_handle_money(actor):
        raise NotFound("pledge")
    return row


def access_match(actor: Actor, ref: str, *, lock: bool = False) -> Match:
    """The decision about a line, or NotFound."""
    rows = Match.objects.select_related("line", "line__statement", "donation")
    if lock:
        rows = rows.select_for_update(of=("self",))
    row = rows.filter(ref=ref, organisation_id=actor.own_organisation).first()
    if row is None or not may_handle_money(actor):
        raise NotFound("match")
    return row


def access_cash(actor: Actor, ref: str, *, lock: bool = False) -> CashCount:
    """The count of cash, or NotFound."""
    rows = CashCount.objects.select_related("fund")
    if lock:
        rows = rows.select_for_update(of=("self",))
    row = rows.filter(ref=ref, organisation_id=actor.own_organisation).first()
    if row is None or not may_handle_money(actor):
        raise NotFound("count")
    return row


def access_claim(actor: Actor, ref: str, *, lock: bool = False) -> Claim:
    """The claim, or NotFound."""
    rows = Claim.objects.select_for_update() if lock else Claim.objects.all()
    row = rows.filter(ref=ref, organisation_id=actor.own_organisation).first()
    if row is None or not may_handle_money(actor):
        raise NotFound("claim")
    return row


def access_in_kind(actor: Actor, ref: str, *, lock: bool = False) -> InKindOffer:
    """The offer of goods, or NotFound."""
    rows = InKindOffer.objects.select_for_update() if lock else InKindOffer.objects.all()
    row = rows.filter(ref=ref, organisation_id=actor.own_organisation).first()
    if row is None or not may_answer_goods(actor):
        raise NotFound("offer")
    return row


def access_disbursement(actor: Actor, ref: str, *, lock: bool = False) -> Disbursement:
    """The disbursement, or NotFound."""
    rows = Disbursement.objects.select_related("fund", "expense", "proof")
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    row = rows.filter(ref=ref, organisation_id=actor.own_organisation).first()
    if row is None or not may_handle_money(actor):
        raise NotFound("disbursement")
    return row


_ASKED: dict[str, type[Refund] | type[Transfer] | type[WriteOff]] = {"R": Refund, "F": Transfer, "W": WriteOff}


def access_asked(actor: Actor, ref: str) -> Refund | Transfer | WriteOff:
    """The refund (R-…), transfer (F-…) or write-off (W-…), locked, or NotFound."""
    model = _ASKED.get(ref[:1])
    found = None
    if model is not None:
        rows = model._default_manager.select_for_update(no_key=True)
        found = rows.filter(ref=ref, organisation_id=actor.own_organisation).first()
    if found is None or not may_handle_money(actor):
        raise NotFound("page")
    return found


def access_ledger_account(actor: Actor, code: str) -> LedgerAccount:
    """The account of this code, or NotFound."""
    row = LedgerAccount.objects.filter(code=code, organisation_id=actor.own_organisation).first()
    if row is None or not may_handle_money(actor):
        raise NotFound("ledger account")
    return row


def access_expense(actor: Actor, code: str) -> LedgerAccount:
    """The expense account of this code, or NotFound."""
    row = access_ledger_account(actor, code)
    if row.kind != LedgerAccount.Kind.EXPENSE:
        raise NotFound("ledger account")
    return row


def access_settlement(actor: Actor, ref: str) -> Settlement:
    """The settlement, locked, or NotFound."""
    rows = Settlement.objects.select_related("line", "line__statement").select_for_update(of=("self",), no_key=True)
    row = rows.filter(ref=ref, organisation_id=actor.own_organisation).first()
    if row is None or not may_handle_money(actor):
        raise NotFound("settlement")
    return row


def access_fee_rule(actor: Actor, ref: str) -> FeeRule:
    """The fee rule that is in force, or NotFound."""
    row = FeeRule.objects.filter(ref=ref, organisation_id=actor.own_organisation, ended_at__isnull=True).first()
    if row is None or not may_handle_money(actor):
        raise NotFound("fee rule")
    return row


def access_period(actor: Actor, ref: str) -> Period:
    """The closed month, locked, or NotFound also where it was opened again."""
    rows = Period.objects.select_for_update(no_key=True)
    row = rows.filter(ref=ref, organisation_id=actor.own_organisation, opened_at__isnull=True).first()
    if row is None or not may_handle_money(actor):
        raise NotFound("period")
    return row


def access_receipt(actor: Actor, ref: str, *, lock: bool = False) -> Receipt:
    """The receipt, or NotFound."""
    rows = Receipt.objects.select_related("donation", "donation__fund", "issuer")
    if lock:
        rows = rows.select_for_update(of=("self",))
    row = rows.filter(ref=ref, organisation_id=actor.own_organisation).first()
    if row is None or not may_handle_money(actor):
        raise NotFound("receipt")
    return row


def access_batch(actor: Actor, ref: str, *, lock: bool = False) -> ReceiptBatch:
    """The batch of receipts, or NotFound."""
    rows = ReceiptBatch.objects.select_related("fund")
    if lock:
        rows = rows.select_for_update(of=("self",))
    row = rows.filter(ref=ref, organisation_id=actor.own_organisation).first()
    if row is None or not may_handle_money(actor):
        raise NotFound("batch")
    return row


def access_declaration(actor: Actor, ref: str, *, lock: bool = False) -> GiftAidDeclaration:
    """The Gift Aid declaration, or NotFound."""
    rows = GiftAidDeclaration.objects.select_for_update() if lock else GiftAidDeclaration.objects.all()
    row = rows.filter(ref=ref, organisation_id=actor.own_organisation).first()
    if row is None or not may_handle_money(actor):
        raise NotFound("declaration")
    return row


def access_card_account(actor: Actor, ref: str) -> CardAccount:
    """The account at a card provider, or NotFound."""
    row = CardAccount.objects.filter(ref=ref, organisation_id=actor.own_organisation).first()
    if row is None or not may_handle_money(actor):
        raise NotFound("card account")
    return row


def access_card_payment(actor: Actor, ref: str, *, lock: bool = False) -> CardPayment:
    """The card payment, or NotFound."""
    rows = CardPayment.objects.select_related("account", "fund", "donation")
    if lock:
        rows = rows.select_for_update(of=("self",))
    row = rows.filter(ref=ref, organisation_id=actor.own_organisation).first()
    if row is None or not may_handle_money(actor):
        raise NotFound("card payment")
    return row


def access_card_payout(actor: Actor, ref: str) -> CardPayout:
    """The payout, or NotFound."""
    row = CardPayout.objects.filter(ref=ref, organisation_id=actor.own_organisation).select_related("account").first()
    if row is None or not may_handle_money(actor):
        raise NotFound("payout")
    return row


def access_card_refund(actor: Actor, ref: str, *, lock: bool = False) -> CardRefund:
    """The wish to refund, or NotFound."""
    rows = CardRefund.objects.select_related("payment", "payment__account", "payment__donation")
    if lock:
        rows = rows.select_for_update(of=("self",))
    row = rows.filter(ref=ref, organisation_id=actor.own_organisation).first()
    if row is None or not may_handle_money(actor):
        raise NotFound("refund")
    return row


def lock_statements(donations: Sequence[Donation]) -> None:
    """Whoever undoes a statement waits until the receipts for its donations are there, and then refuses."""
    statements = sorted({row.line.statement_id for row in donations if row.line is not None})
    if statements:
        execute("SELECT id FROM donations_statement WHERE id = ANY(%s) ORDER BY id FOR SHARE", [statements])

"""A reference from outside becomes a row only here, for the actor's own organisation and role."""

from appealdesk.donations.models import BankAccount, Claim, Donation, Fund, Match, Pledge, Statement, StatementLine
from appealdesk.foundation.actor import Actor, ActorKind, Role
from appealdesk.foundation.refusals import NotFound

__all__ = [
    "access_account",
    "access_claim",
    "access_donation",
    "access_fund",
    "access_line",
    "access_match",
    "access_pledge",
    "access_statement",
    "may_handle_money",
]


def may_handle_money(actor: Actor) -> bool:
    """Finance officers and administrators, and the product itself."""
    return actor.kind is ActorKind.SYSTEM or actor.has_role(Role.FINANCE_OFFICER, Role.ADMINISTRATOR)


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


def access_claim(actor: Actor, ref: str, *, lock: bool = False) -> Claim:
    """The claim, or NotFound."""
    rows = Claim.objects.select_for_update() if lock else Claim.objects.all()
    row = rows.filter(ref=ref, organisation_id=actor.own_organisation).first()
    if row is None or not may_handle_money(actor):
        raise NotFound("claim")
    return row

"""Disbursements for people who work on them. The payee is opened for the rows of one page."""

from dataclasses import dataclass
from datetime import date, datetime

from appealdesk.core.money import Money
from appealdesk.donations.access import access_disbursement, may_handle_money
from appealdesk.donations.ledger.standing import Standing, standing_of
from appealdesk.donations.models import Disbursement, ProofPage, Settlement
from appealdesk.donations.queries.words import open_note, open_payee
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import open_sealed, unwrap_key
from appealdesk.foundation.languages import Localised
from appealdesk.foundation.refusals import NotFound

__all__ = ["DisbursementDetail", "DisbursementRow", "disbursement_detail", "disbursements_page", "proof_page"]

_OPEN = ("planned", "once", "approved")
_MOST_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class DisbursementRow:
    """One disbursement; `payee` is None once it was erased."""

    ref: str
    fund_names: Localised
    restricted: bool
    amount: Money
    payee: str | None
    payee_account: str
    payee_country: str
    purpose: str
    status: str
    held_reason: str
    planned_at: datetime
    planned_by: str
    first_at: datetime | None
    first_by: str
    second_at: datetime | None
    second_by: str
    paid_on: date | None
    paid_by: str
    means: str
    ended_at: datetime | None
    ended_by: str

    @property
    def state(self) -> str:
        """What a person sees at a glance: a hold goes before everything."""
        return "held" if self.held_reason else f"spend_{self.status}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DisbursementDetail:
    """One of them with its account, its proof, the line that shows it, and where its fund stands."""

    row: DisbursementRow
    expense_code: str
    expense_names: Localised
    note: str
    proof_pages: int
    settled_by: str
    standing: Standing


def disbursements_page(*, actor: Actor, shown: str) -> tuple[DisbursementRow, ...]:
    """Those that wait for somebody, those that were paid, or those that ended otherwise; newest first. One query."""
    if not may_handle_money(actor):
        raise NotFound("page")
    wanted = {"open": _OPEN, "paid": ("paid",)}.get(shown, ("rejected", "cancelled", "reversed"))
    rows = (
        Disbursement.objects.filter(organisation_id=actor.own_organisation, status__in=wanted)
        .select_related("fund")
        .order_by("-pk")[:_MOST_SHOWN]
    )
    return tuple(map(_row, rows))


def disbursement_detail(*, actor: Actor, ref: str) -> DisbursementDetail:
    """One of them."""
    row = access_disbursement(actor, ref)
    settled = Settlement.objects.filter(subject_ref=ref, undone_at__isnull=True).select_related("line__statement")
    line = next((one.line for one in settled), None)
    return DisbursementDetail(
        row=_row(row),
        expense_code=row.expense.code,
        expense_names=row.expense.names,
        note=open_note(row),
        proof_pages=row.proof.page_count if row.proof is not None else 0,
        settled_by=f"{line.statement.ref}:{line.number}" if line is not None else "",
        standing=standing_of(row.fund, row.currency, without=row.pk),
    )


def proof_page(*, actor: Actor, ref: str, number: int) -> bytes:
    """One page of a payment's proof as a picture, or NotFound."""
    row = access_disbursement(actor, ref)
    page = ProofPage.objects.filter(proof=row.proof, number=number).first() if row.proof is not None else None
    if page is None or row.proof is None or row.proof.wrapped_key is None:
        raise NotFound("page")
    context = f"donations.proof:{row.proof.ref}:page:{number}"
    return open_sealed(unwrap_key(row.proof.wrapped_key), context=context, sealed=page.sealed)


def _row(row: Disbursement) -> DisbursementRow:
    payee = open_payee(row)
    return DisbursementRow(
        ref=row.ref,
        fund_names=row.fund.names,
        restricted=row.fund.restricted,
        amount=Money(row.amount_minor, row.currency),
        payee=payee.name if payee else None,
        payee_account=payee.account if payee else "",
        payee_country=payee.country if payee else "",
        purpose=payee.purpose if payee else "",
        status=row.status,
        # What has ended waits for nobody, whatever held it before.
        held_reason=row.held_reason if row.is_held and row.status in _OPEN else "",
        planned_at=row.planned_at,
        planned_by=row.planned_by,
        first_at=row.first_at,
        first_by=row.first_by,
        second_at=row.second_at,
        second_by=row.second_by,
        paid_on=row.paid_on,
        paid_by=row.paid_by,
        means=row.means,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
    )

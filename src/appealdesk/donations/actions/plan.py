"""Plan a disbursement: money that is to go out of a fund."""

from dataclasses import dataclass
from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.core.money import Money
from appealdesk.donations.access import access_expense, access_fund
from appealdesk.donations.actions.follow import follow_payee
from appealdesk.donations.events import DisbursementPlanned
from appealdesk.donations.inputs import DisbursementInput
from appealdesk.donations.ledger.spend import CHART, chart_account
from appealdesk.donations.ledger.standing import check_fund
from appealdesk.donations.models import Disbursement, LedgerAccount
from appealdesk.donations.queries.words import Payee, payee_ref_of, seal_payee
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit
from appealdesk.foundation.ids import new_ref

__all__ = ["PlannedDisbursement", "plan_disbursement"]


@dataclass(frozen=True, slots=True)
class PlannedDisbursement:
    """The disbursement, which waits for its first approval."""

    ref: str


def plan_disbursement(*, actor: Actor, now: datetime, entry: DisbursementInput) -> PlannedDisbursement:
    """Bind the amount in its fund; refuses more than is free there. Two people approve before it can be paid.

    The payee is checked against the sanctions lists at once; a hit holds the disbursement until a person decides.
    """
    with acting(actor):
        fund = access_fund(actor, entry.fund_ref)
        expense = _expense(actor, entry.expense)
        check_fund(fund, Money(entry.amount_minor, entry.currency))
        ref = new_ref("D")
        payee = Payee(entry.payee, entry.payee_account, entry.purpose, entry.payee_country)
        wrapped, sealed = seal_payee(ref, payee)
        Disbursement.objects.create(
            ref=ref,
            organisation_id=actor.own_organisation,
            fund=fund,
            expense=expense,
            amount_minor=entry.amount_minor,
            currency=entry.currency,
            wrapped_key=wrapped,
            sealed=sealed,
            payee_ref=payee_ref_of(payee),
            planned_at=now,
            planned_by=actor.ref,
        )
        follow_payee(actor=actor, now=now, payee_ref=payee_ref_of(payee), payee=payee)
        emit(DisbursementPlanned(disbursement_ref=ref), actor=actor, now=now)
        details = {"fund": fund.ref, "account": expense.code}
        record_audit(actor=actor, now=now, tag="disbursement.planned", subject=ref, details=details)
    return PlannedDisbursement(ref)


def _expense(actor: Actor, code: str) -> LedgerAccount:
    if CHART.get(code) == LedgerAccount.Kind.EXPENSE:
        return chart_account(actor.own_organisation, code)
    return access_expense(actor, code)

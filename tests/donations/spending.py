"""What the tests of outgoing money do again and again: a second officer, a plan, and a payment with its proof."""

from dataclasses import replace
from datetime import UTC, date, datetime

from appealdesk.donations.actions.approve import approve_disbursement
from appealdesk.donations.actions.create import create_fund
from appealdesk.donations.actions.pay import pay_disbursement
from appealdesk.donations.actions.plan import plan_disbursement
from appealdesk.donations.actions.record_cash import record_cash
from appealdesk.donations.inputs import CashInput, DisbursementInput, FundInput, PaymentInput
from appealdesk.foundation.actor import Actor, Role
from tests.cast import Cast
from tests.core.documents.papers import photograph

__all__ = ["MARCH", "PAID_ON", "approved", "cash", "colleague", "open_fund", "paid", "plan"]

MARCH = datetime(2022, 3, 10, 9, tzinfo=UTC)
PAID_ON = date(2022, 3, 9)


def colleague(cast: Cast) -> Actor:
    """A second finance officer; only who they are matters here."""
    return replace(cast.finance, ref="S-SECOND0FF")


def open_fund(cast: Cast, *, restricted: bool) -> str:
    """A second fund."""
    names = {"ja": "運営", "en": "Running costs", "uk": "Видатки"}
    entry = FundInput.model_validate({"names": names, "restricted": restricted})
    return create_fund(actor=cast.finance, now=MARCH, entry=entry).ref


def cash(cast: Cast, amount: int, fund_ref: str = "", now: datetime = MARCH) -> str:
    """Cash for a fund."""
    entry = CashInput(
        fund_ref=fund_ref or cast.fund_ref,
        amount_minor=amount,
        currency="JPY",
        counted_with=cast.staff[Role.ADMINISTRATOR],
    )
    return record_cash(actor=cast.finance, now=now, entry=entry).donation_ref


def plan(cast: Cast, amount: int, fund_ref: str = "", now: datetime = MARCH) -> str:
    """A disbursement that waits for its first approval."""
    entry = DisbursementInput(
        fund_ref=fund_ref or cast.fund_ref,
        amount_minor=amount,
        currency="JPY",
        payee="Relief Supplies Ltd",
        payee_account="9999-002-1-7654321",
        purpose="Blankets",
    )
    return plan_disbursement(actor=cast.finance, now=now, entry=entry).ref


def approved(cast: Cast, amount: int, fund_ref: str = "", now: datetime = MARCH) -> str:
    """One that both have approved."""
    ref = plan(cast, amount, fund_ref, now)
    approve_disbursement(actor=cast.finance, now=now, disbursement_ref=ref)
    approve_disbursement(actor=colleague(cast), now=now, disbursement_ref=ref)
    return ref


def paid(cast: Cast, ref: str, *, means: str = "bank", on: date = PAID_ON, now: datetime = MARCH) -> str:
    """The same, paid."""
    entry = PaymentInput.model_validate({"disbursement_ref": ref, "means": means, "paid_on": on, "proof": photograph()})
    pay_disbursement(actor=cast.finance, now=now, entry=entry, most_bytes=1 << 20)
    return ref

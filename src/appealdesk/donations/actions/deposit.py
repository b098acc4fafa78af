"""Bring cash to the bank: a line of the statement is money that was booked when it was counted, and no second gift."""

from datetime import datetime

from appealdesk.core.ledger.entry import Posting as Side
from appealdesk.core.money import Money
from appealdesk.donations.ledger.corrections import check_cash
from appealdesk.donations.ledger.decisions import waiting_line
from appealdesk.donations.ledger.gifts import take_back_gift
from appealdesk.donations.ledger.posting import UNALLOCATED, account_id
from appealdesk.donations.ledger.settling import settle
from appealdesk.donations.models import Settlement, StatementLine
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import Refusal

__all__ = ["deposit_cash"]


def deposit_cash(*, actor: Actor, now: datetime, statement_ref: str, number: int) -> str:
    """The line is cash that was brought to the bank; refuses more than there is. Returns the settlement's reference.

    Where a rule had made the line a donation of somebody unknown, that is taken back.
    """
    with acting(actor):
        line = waiting_line(actor, statement_ref, number)
        money = Money(line.amount_minor, line.currency)
        try:
            cash = check_cash(organisation_id=line.organisation_id, amount=money)
        except Refusal as short:
            raise Refusal(
                "donations.deposit_large",
                f"There is less cash than {money.amount_minor} minor units: this line is not cash that was counted.",
                values=short.values,
            ) from short
        for donation in line.donations.filter(undone_at__isnull=True):
            take_back_gift(actor=actor, now=now, day=line.booked_on, donation=donation)
        line.state, line.waits = StatementLine.State.OTHER, False
        line.save(update_fields=["state", "waits"])
        unallocated = account_id(organisation_id=line.organisation_id, code=UNALLOCATED)
        sides = (
            Side(str(unallocated), line.amount_minor, line.currency),
            Side(str(cash), -line.amount_minor, line.currency),
        )
        kind = Settlement.Kind.DEPOSIT
        return settle(actor=actor, now=now, line=line, kind=kind, sides=sides, subject_ref=new_ref("K"))

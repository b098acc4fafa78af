"""Say which line of a bank statement a payout is, where no rule could tell."""

from datetime import datetime

from appealdesk.donations.access import access_card_payout, access_line
from appealdesk.donations.ledger.payouts import settle
from appealdesk.donations.models import CardSettlement, StatementLine
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal

__all__ = ["settle_payout"]


def settle_payout(*, actor: Actor, now: datetime, payout_ref: str, statement_ref: str, number: int) -> str:
    """Settle it; refuses a line that is decided, or of another amount. Returns the settlement's reference."""
    with acting(actor):
        payout = access_card_payout(actor, payout_ref)
        line = access_line(actor, statement_ref, number, lock=True)
        if CardSettlement.objects.filter(payout=payout, undone_at__isnull=True).exists():
            raise Refusal("cards.settled_meanwhile", "A colleague settled this payout meanwhile: look at it again.")
        if not line.waits or line.state != StatementLine.State.OPEN:
            raise Refusal(
                "donations.decided_meanwhile", "A colleague decided about this line meanwhile: look at it again."
            )
        if (line.amount_minor, line.currency) != (payout.amount_minor, payout.currency):
            raise Refusal("cards.other_amount", "The line has another amount than the payout: they cannot be one.")
        return settle(actor=actor, now=now, payout=payout, line=line).ref

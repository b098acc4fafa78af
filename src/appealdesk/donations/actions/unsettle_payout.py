"""Take back that a line of a bank statement is a payout."""

from datetime import datetime

from appealdesk.appeals.queries.appeals import day_of
from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import access_card_payout, access_line
from appealdesk.donations.ledger.payouts import unsettle
from appealdesk.donations.models import CardSettlement, StatementLine
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal

__all__ = ["unsettle_payout"]


def unsettle_payout(*, actor: Actor, now: datetime, payout_ref: str) -> None:
    """The payout is on its way again, and its line waits: nobody knows then what the money is."""
    with acting(actor):
        payout = access_card_payout(actor, payout_ref)
        standing = CardSettlement.objects.filter(payout=payout, undone_at__isnull=True).select_related(
            "line__statement"
        )
        found = standing.first()
        if found is None:
            raise Refusal("cards.settled_meanwhile", "A colleague settled this payout meanwhile: look at it again.")
        line = access_line(actor, found.line.statement.ref, found.line.number, lock=True)
        day = day_of(actor.own_organisation, now=now)
        if not unsettle(actor=actor, now=now, day=day, settlements=standing.select_for_update(of=("self",))):
            raise Refusal("cards.settled_meanwhile", "A colleague settled this payout meanwhile: look at it again.")
        line.state, line.waits = StatementLine.State.OPEN, True
        line.save(update_fields=["state", "waits"])
        details = {"statement": line.statement.ref, "line": line.number}
        record_audit(actor=actor, now=now, tag="card_payout.unsettled", subject=payout.ref, details=details)

"""Settles a payout with the bank's line that it is, and takes that back."""

from collections.abc import Iterable
from datetime import date, datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.ledger.cards import post_settlement
from appealdesk.donations.ledger.gifts import take_back_gift
from appealdesk.donations.ledger.posting import reverse_entry
from appealdesk.donations.models import CardPayout, CardSettlement, Entry, StatementLine
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.ids import new_ref

__all__ = ["settle", "unsettle"]


def settle(*, actor: Actor, now: datetime, payout: CardPayout, line: StatementLine) -> CardSettlement:
    """The line is the payout: no donation any more, if a rule had made it one, and what was on its way has arrived."""
    for donation in line.donations.filter(undone_at__isnull=True):
        take_back_gift(actor=actor, now=now, day=line.booked_on, donation=donation)
    line.state, line.waits = StatementLine.State.OTHER, False
    line.save(update_fields=["state", "waits"])
    settlement = CardSettlement.objects.create(
        ref=new_ref("O"),
        organisation_id=line.organisation_id,
        payout=payout,
        line=line,
        settled_at=now,
        settled_by=actor.ref,
    )
    post_settlement(actor=actor, now=now, subject_ref=settlement.ref, line=line)
    details = {"statement": line.statement.ref, "line": line.number}
    record_audit(actor=actor, now=now, tag="card_payout.settled", subject=payout.ref, details=details)
    return settlement


def unsettle(*, actor: Actor, now: datetime, day: date, settlements: Iterable[CardSettlement]) -> int:
    """Their payouts are on their way again, and may be settled by a better line."""
    count = 0
    for settlement in settlements:
        reverse_entry(actor=actor, now=now, day=day, subject_ref=settlement.ref, kind=Entry.Kind.PAYOUT)
        settlement.undone_at = now
        settlement.save(update_fields=["undone_at"])
        count += 1
    return count

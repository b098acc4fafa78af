"""Take back what was said about an outgoing line, or about cash that came to the bank."""

from datetime import datetime

from appealdesk.appeals.queries.appeals import day_of
from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import access_settlement
from appealdesk.donations.ledger.posting import reverse_entry
from appealdesk.donations.models import Entry, Settlement, StatementLine
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal

__all__ = ["unsettle_line"]


def unsettle_line(*, actor: Actor, now: datetime, settlement_ref: str) -> str:
    """Take a settlement back: its entry is reversed, and the line waits again. Returns it as statement and number."""
    with acting(actor):
        row = access_settlement(actor, settlement_ref)
        if row.undone_at is not None:
            raise Refusal("donations.line_meanwhile", "A colleague settled this meanwhile: look at it again.")
        day = day_of(actor.own_organisation, now=now)
        reverse_entry(actor=actor, now=now, day=day, subject_ref=row.ref, kind=Entry.Kind.SETTLEMENT)
        if row.kind == Settlement.Kind.DEPOSIT:
            # Nobody knows then what the money is, and a person says so.
            row.line.state, row.line.waits = StatementLine.State.OPEN, True
            row.line.save(update_fields=["state", "waits"])
        row.undone_at, row.undone_by = now, actor.ref
        row.save(update_fields=["undone_at", "undone_by"])
        details = {"statement": row.line.statement.ref, "line": row.line.number}
        record_audit(actor=actor, now=now, tag="settlement.undone", subject=row.ref, details=details)
    return f"{row.line.statement.ref}:{row.line.number}"

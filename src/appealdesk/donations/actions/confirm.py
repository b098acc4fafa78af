"""Confirm a received statement, after a person saw what it holds; the worker imports it then."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import access_statement
from appealdesk.donations.events import StatementConfirmed
from appealdesk.donations.models import Statement
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit
from appealdesk.foundation.refusals import Refusal

__all__ = ["confirm_statement"]


def confirm_statement(*, actor: Actor, now: datetime, statement_ref: str) -> None:
    """Let the worker import the statement; confirming twice changes nothing."""
    with acting(actor):
        statement = access_statement(actor, statement_ref, lock=True)
        if statement.status == Statement.Status.UNDONE:
            raise Refusal("donations.undone", "This statement was put aside: upload its file again.")
        if statement.confirmed_at is not None or statement.status != Statement.Status.RECEIVED:
            return
        Statement.objects.filter(pk=statement.pk).update(confirmed_at=now, confirmed_by=actor.ref)
        emit(StatementConfirmed(statement_ref=statement.ref), actor=actor, now=now)
        record_audit(
            actor=actor,
            now=now,
            tag="statement.confirmed",
            subject=statement.ref,
            details={"lines": statement.line_count, "known": statement.known_count},
        )

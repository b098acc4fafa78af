"""Confirm a received statement, after a person saw what it holds; the worker imports it then."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import access_account, access_statement
from appealdesk.donations.events import StatementConfirmed
from appealdesk.donations.models import Statement
from appealdesk.donations.queries.doubt import check_doubt, near_in_other_formats
from appealdesk.donations.queries.files import scan_stored
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
        _check_again(actor, statement)
        Statement.objects.filter(pk=statement.pk).update(confirmed_at=now, confirmed_by=actor.ref)
        emit(StatementConfirmed(statement_ref=statement.ref), actor=actor, now=now)
        record_audit(
            actor=actor,
            now=now,
            tag="statement.confirmed",
            subject=statement.ref,
            details={"lines": statement.line_count, "known": statement.known_count},
        )


def _check_again(actor: Actor, statement: Statement) -> None:
    """What was confirmed since the file was received may hold the same movements under other numbers."""
    account = access_account(actor, statement.account.ref, lock=True)
    near = near_in_other_formats(account, statement.format, statement.period_from, statement.period_to)
    if any(other.status == Statement.Status.RECEIVED for other in near):
        raise Refusal("donations.not_imported", "The statement is still being imported: wait a moment.")
    if near:
        check_doubt(account, statement.format, scan_stored(actor, statement))

"""Store the lines of a received statement in chunks, and post it; interrupted, it goes on where it stopped."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.core.banking.payer import pledge_code
from appealdesk.core.banking.statement import StatementLine as FileLine
from appealdesk.core.banking.statement import read_statement
from appealdesk.core.ledger.entry import Posting as Side
from appealdesk.donations.access import access_statement
from appealdesk.donations.events import StatementImported
from appealdesk.donations.ledger.posting import UNALLOCATED, account_id, post_entry
from appealdesk.donations.models import Entry, Statement
from appealdesk.donations.queries.payers import line_context, seal_payer, statement_context
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import open_sealed, unwrap_key
from appealdesk.foundation.db import acting, fetch_all, fetch_value, insert_rows
from appealdesk.foundation.events import emit

__all__ = ["ImportResult", "Progress", "import_statement"]

Progress = Callable[[int, int], None]
_CHUNK = 10_000
_COLUMNS = (
    "organisation_id",
    "statement_id",
    "account_id",
    "number",
    "bank_reference",
    "booked_on",
    "value_on",
    "amount_minor",
    "currency",
    "reversal",
    "pledge_code",
    "payer_token",
    "wrapped_key",
    "sealed",
    "state",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """How many lines the file has, how many were new, how many were known from an overlapping file."""

    statement_ref: str
    lines: int
    new: int
    known: int


def import_statement(
    *, actor: Actor, now: datetime, statement_ref: str, on_progress: Progress | None = None
) -> ImportResult:
    """Import the statement; one that is imported already changes nothing."""
    with acting(actor):
        statement = access_statement(actor, statement_ref)
        lines = () if _is_done(statement) else _stored_lines(statement)
    while not _is_done(statement):
        with acting(actor):
            statement = access_statement(actor, statement_ref, lock=True)
            if not _is_done(statement):
                _import_chunk(statement, lines)
                if statement.done_count == len(lines):
                    _finish(actor, now, statement)
        if on_progress is not None:
            on_progress(statement.done_count, statement.line_count)
    return ImportResult(
        statement_ref=statement.ref,
        lines=statement.line_count,
        new=statement.new_count,
        known=statement.line_count - statement.new_count,
    )


def _is_done(statement: Statement) -> bool:
    return statement.status != Statement.Status.RECEIVED


def _stored_lines(statement: Statement) -> tuple[FileLine, ...]:
    key = unwrap_key(bytes(statement.wrapped_key))
    data = open_sealed(key, context=statement_context(statement.ref), sealed=bytes(statement.sealed_file or b""))
    return read_statement(data, statement.format, statement.received_at.date()).lines


def _import_chunk(statement: Statement, lines: Sequence[FileLine]) -> None:
    chunk = lines[statement.done_count : statement.done_count + _CHUNK]
    known = {
        reference
        for (reference,) in fetch_all(
            "SELECT bank_reference FROM donations_statementline WHERE account_id = %s AND bank_reference = ANY(%s)",
            [statement.account_id, [line.bank_reference for line in chunk]],
        )
    }
    fresh = [line for line in chunk if line.bank_reference not in known]
    insert_rows("donations_statementline", _COLUMNS, _rows(statement, fresh))
    statement.done_count += len(chunk)
    statement.new_count += len(fresh)
    Statement.objects.filter(pk=statement.pk).update(done_count=statement.done_count, new_count=statement.new_count)


def _rows(statement: Statement, lines: Sequence[FileLine]) -> Iterator[tuple[object, ...]]:
    for line in lines:
        payer = seal_payer(line, context=line_context(statement.account_id, line.bank_reference))
        yield (
            statement.organisation_id,
            statement.pk,
            statement.account_id,
            line.number,
            line.bank_reference,
            line.booked,
            line.value,
            line.amount_minor,
            line.currency,
            line.reversal,
            _code(line),
            payer.token,
            payer.wrapped_key,
            payer.sealed,
            "open",
        )


def _code(line: FileLine) -> str:
    # Nearly all payers write no code; the full reading is for those whose field begins with a digit.
    if line.payer_code or line.payer[:1].isdigit():
        return pledge_code(line.payer, line.payer_code)
    return ""


def _finish(actor: Actor, now: datetime, statement: Statement) -> None:
    total = int(
        fetch_value(
            "SELECT coalesce(sum(amount_minor), 0) FROM donations_statementline WHERE statement_id = %s",
            [statement.pk],
        )
    )
    if total:
        unallocated = account_id(organisation_id=statement.organisation_id, code=UNALLOCATED)
        post_entry(
            actor=actor,
            now=now,
            kind=Entry.Kind.STATEMENT,
            subject_ref=statement.ref,
            booked_on=statement.period_to or statement.received_at.date(),
            sides=(
                Side(str(statement.account.ledger_account_id), total, statement.currency),
                Side(str(unallocated), -total, statement.currency),
            ),
        )
    statement.status = Statement.Status.IMPORTED
    Statement.objects.filter(pk=statement.pk).update(status=statement.status, imported_at=now)
    emit(StatementImported(statement_ref=statement.ref), actor=actor, now=now)
    record_audit(
        actor=actor,
        now=now,
        tag="statement.imported",
        subject=statement.ref,
        details={"lines": statement.line_count, "new": statement.new_count, "posted_minor": total},
    )

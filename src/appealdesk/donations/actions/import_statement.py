"""Store the lines of a received statement in chunks, and post it; interrupted, it goes on where it stopped."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from appealdesk.audit.actions.record import record_audit
from appealdesk.core.banking.codes import code_in
from appealdesk.core.banking.payer import pledge_code
from appealdesk.core.banking.statement import StatementLine as FileLine
from appealdesk.core.banking.statement import StatementScan
from appealdesk.core.ledger.entry import Posting as Side
from appealdesk.donations.access import access_statement
from appealdesk.donations.events import StatementImported
from appealdesk.donations.ledger.posting import UNALLOCATED, account_id, post_entry
from appealdesk.donations.models import Entry, Statement
from appealdesk.donations.queries.files import known_references, scan_stored
from appealdesk.donations.queries.payers import line_context, seal_payer
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.collector import without_collector
from appealdesk.foundation.db import acting, fetch_value, insert_rows
from appealdesk.foundation.events import emit
from appealdesk.foundation.refusals import Refusal

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
    "waits",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """How many lines the file has, how many were new, how many were known from an overlapping file."""

    statement_ref: str
    lines: int
    new: int
    known: int


@without_collector()
def import_statement(
    *, actor: Actor, now: datetime, statement_ref: str, on_progress: Progress | None = None
) -> ImportResult:
    """Import the statement; one that is imported already changes nothing, one that was undone is refused."""
    with acting(actor):
        statement = access_statement(actor, statement_ref)
        if statement.status == Statement.Status.UNDONE:
            raise Refusal("donations.undone", "This statement was put aside: upload its file again.")
    scan = None if _is_done(statement) else scan_stored(actor, statement)
    while scan is not None and not _is_done(statement):
        for position, chunk in _chunks(scan, statement.done_count):
            with acting(actor):
                statement = access_statement(actor, statement_ref, lock=True)
                if _is_done(statement) or statement.done_count != position:
                    # Another worker went on meanwhile; what it did is not done again.
                    break
                _import_chunk(statement, chunk)
                if statement.done_count == scan.count:
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


def _chunks(scan: StatementScan, done: int) -> Iterator[tuple[int, list[FileLine]]]:
    """The lines that are still to be stored, in chunks with the number of the lines before them; at least one chunk."""
    lines, position = islice(scan.lines(), done, None), done
    while (chunk := list(islice(lines, _CHUNK))) or position == done:
        yield position, chunk
        if not chunk:
            return
        position += len(chunk)


def _import_chunk(statement: Statement, chunk: Sequence[FileLine]) -> None:
    known = known_references(statement.account_id, chunk)
    # A line of zero moves no money: there is nothing to post.
    fresh = [line for line in chunk if line.amount_minor and line.bank_reference not in known]
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
            line.amount_minor > 0 and not line.reversal,
        )


def _code(line: FileLine) -> str:
    # Nearly all payers write no code; the full reading is for those whose field begins with a digit.
    if line.payer_code or line.payer[:1].isdigit():
        return pledge_code(line.payer, line.payer_code)
    # Outside Japan the code stands among the words of the transfer, where its check digit tells it from other numbers.
    return code_in(f"{line.reference} {line.text}") if line.currency != "JPY" else ""


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

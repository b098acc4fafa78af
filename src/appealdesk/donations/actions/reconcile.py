"""Turn the credits of a statement into donations: by pledge code where one fits, else from an unidentified payer.

Set-based: 60,000 lines become 60,000 donations and as many balanced entries in a handful of statements.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from psycopg.types.json import Jsonb

from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import access_statement
from appealdesk.donations.actions.pair_reversals import pair_reversals
from appealdesk.donations.events import DonationsRecorded
from appealdesk.donations.ledger.posting import UNALLOCATED, account_id
from appealdesk.donations.models import Statement
from appealdesk.donations.queries.pledges import Found, find_pledges
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting, copy_rows, execute, fetch_all
from appealdesk.foundation.events import emit
from appealdesk.foundation.ids import new_ref

__all__ = ["ReconcileResult", "reconcile_statement"]

_STAGE = """
    CREATE TEMPORARY TABLE fresh_donation (
        line_id bigint, ref text, pledge_id bigint, person_id bigint, reasons jsonb
    ) ON COMMIT DROP
"""
_DONATIONS = """
    INSERT INTO donations_donation
        (ref, organisation_id, fund_id, line_id, pledge_id, person_id, amount_minor, currency, received_on,
         channel, match_reasons, anonymous, recorded_at)
    SELECT fresh.ref, %(organisation)s, %(fund)s, line.id, fresh.pledge_id, fresh.person_id, line.amount_minor,
           line.currency, line.booked_on, 'bank', fresh.reasons, true, %(now)s
    FROM fresh_donation fresh JOIN donations_statementline line ON line.id = fresh.line_id
    ORDER BY line.id
"""
_ENTRIES_AND_POSTINGS = """
    WITH entry AS (
        INSERT INTO donations_entry (organisation_id, kind, subject_ref, booked_on, created_at, created_by)
        SELECT %(organisation)s, 'donation', fresh.ref, line.booked_on, %(now)s, %(by)s
        FROM fresh_donation fresh JOIN donations_statementline line ON line.id = fresh.line_id
        RETURNING id, subject_ref
    ), money AS (
        SELECT entry.id, line.amount_minor, line.currency
        FROM entry
        JOIN fresh_donation fresh ON fresh.ref = entry.subject_ref
        JOIN donations_statementline line ON line.id = fresh.line_id
    )
    INSERT INTO donations_posting (organisation_id, entry_id, account_id, amount_minor, currency)
    SELECT %(organisation)s, id, %(unallocated)s, amount_minor, currency FROM money
    UNION ALL
    SELECT %(organisation)s, id, %(fund_account)s, -amount_minor, currency FROM money
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconcileResult:
    """How many donations there are now, how many by rule, and how many payers nobody knows."""

    statement_ref: str
    donations: int
    matched_by_rule: int
    unidentified: int
    left_open: int


def reconcile_statement(*, actor: Actor, now: datetime, statement_ref: str) -> ReconcileResult:
    """Reconcile an imported statement; lines that are donations already stay as they are."""
    with acting(actor):
        statement = access_statement(actor, statement_ref, lock=True)
        if statement.status == Statement.Status.IMPORTED:
            pair_reversals(statement)
            found = find_pledges(statement)
            lines = _lines_to_record(statement, found)
            _record(actor, now, statement, lines, found)
            Statement.objects.filter(pk=statement.pk).update(status=Statement.Status.RECONCILED, reconciled_at=now)
            emit(DonationsRecorded(statement_ref=statement.ref, count=len(lines)), actor=actor, now=now)
            record_audit(
                actor=actor,
                now=now,
                tag="statement.reconciled",
                subject=statement.ref,
                details={"donations": len(lines), "by_rule": len(found)},
            )
        return _result(statement)


def _lines_to_record(statement: Statement, found: dict[int, Found]) -> list[int]:
    """The open credits without a donation: all of them, or only the matched ones, as the account says."""
    rows = fetch_all(
        """
        SELECT line.id FROM donations_statementline line
        WHERE line.statement_id = %s AND line.state = 'open' AND line.amount_minor > 0
          AND NOT EXISTS (SELECT FROM donations_donation WHERE line_id = line.id)
        ORDER BY line.number
        """,
        [statement.pk],
    )
    everything = statement.account.every_credit_is_donation
    return [line_id for (line_id,) in rows if everything or line_id in found]


def _record(actor: Actor, now: datetime, statement: Statement, lines: list[int], found: dict[int, Found]) -> None:
    """Stage the new donations, then write donations, entries and postings from the stage."""
    values = {
        "organisation": actor.organisation_id,
        "fund": statement.account.fund_id,
        "now": now,
        "by": actor.ref,
        "unallocated": account_id(organisation_id=statement.organisation_id, code=UNALLOCATED),
        "fund_account": statement.account.fund.ledger_account_id,
    }
    execute(_STAGE)
    copy_rows("fresh_donation", ("line_id", "ref", "pledge_id", "person_id", "reasons"), _staged(lines, found))
    execute("ANALYZE fresh_donation")
    execute(_DONATIONS, values)
    execute(_ENTRIES_AND_POSTINGS, values)
    execute("DROP TABLE fresh_donation")


def _staged(lines: list[int], found: dict[int, Found]) -> Iterator[tuple[object, ...]]:
    nobody = Jsonb([])
    for line_id in lines:
        match = found.get(line_id)
        if match is None:
            yield (line_id, new_ref("G"), None, None, nobody)
        else:
            yield (line_id, new_ref("G"), match.pledge_id, match.person_id, Jsonb(list(match.reasons)))


def _result(statement: Statement) -> ReconcileResult:
    donations, matched, credits = fetch_all(
        """
        SELECT count(donation.id), count(donation.id) FILTER (WHERE donation.pledge_id IS NOT NULL),
               count(*) FILTER (WHERE line.amount_minor > 0 AND line.state = 'open')
        FROM donations_statementline line LEFT JOIN donations_donation donation ON donation.line_id = line.id
        WHERE line.statement_id = %s
        """,
        [statement.pk],
    )[0]
    return ReconcileResult(
        statement_ref=statement.ref,
        donations=donations,
        matched_by_rule=matched,
        unidentified=donations - matched,
        left_open=credits - donations,
    )

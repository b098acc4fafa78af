"""Turn the credits of a statement into donations: by pledge code where one fits, else from an unidentified payer.

Set-based: 60,000 lines become 60,000 donations and as many balanced entries in a handful of statements.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import access_statement
from appealdesk.donations.actions.pair_payouts import pair_payouts
from appealdesk.donations.events import DonationsRecorded
from appealdesk.donations.ledger.posting import UNALLOCATED, account_id
from appealdesk.donations.models import Statement
from appealdesk.donations.queries.pledges import Found, find_pledges
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.collector import without_collector
from appealdesk.foundation.db import acting, copy_rows, execute, fetch_all, fetch_value
from appealdesk.foundation.events import emit
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import Refusal

__all__ = ["ReconcileResult", "reconcile_statement"]

_TOKENS = """
    SELECT DISTINCT payer_token FROM donations_statementline
    WHERE statement_id = %s AND reversal AND amount_minor < 0 AND state = 'open' AND payer_token IS NOT NULL
"""
# The line taken back has the same payer and the opposite amount and is not yet a donation; the nearest earlier one
# in the file wins, and each line is taken back once. Few lines share a payer with a reversal, so that they are
# gathered before anything is joined to them.
_PAIR_REVERSALS = """
    WITH taken AS MATERIALIZED (
        SELECT id, payer_token, -amount_minor AS amount, currency,
               row_number() OVER (PARTITION BY payer_token, amount_minor, currency ORDER BY booked_on, number) AS turn
        FROM donations_statementline
        WHERE statement_id = %(statement)s AND reversal AND amount_minor < 0 AND state = 'open'
          AND payer_token IS NOT NULL
    ), candidate AS MATERIALIZED (
        SELECT id, payer_token, amount_minor, currency, booked_on, number
        FROM donations_statementline
        WHERE account_id = %(account)s AND amount_minor > 0 AND state = 'open' AND payer_token = ANY(%(tokens)s)
    ), given AS (
        SELECT id, payer_token, amount_minor AS amount, currency,
               row_number() OVER (
                   PARTITION BY payer_token, amount_minor, currency ORDER BY booked_on DESC, number DESC
               ) AS turn
        FROM candidate
        WHERE NOT EXISTS (SELECT FROM donations_donation WHERE line_id = candidate.id AND undone_at IS NULL)
          AND NOT EXISTS (SELECT FROM donations_match WHERE line_id = candidate.id AND undone_at IS NULL)
    ), pair AS (
        SELECT taken.id AS taken_id, given.id AS given_id
        FROM taken JOIN given USING (payer_token, amount, currency, turn)
    )
    UPDATE donations_statementline line SET state = 'reversed', pair_id = turned.other, waits = false
    FROM (SELECT taken_id AS id, given_id AS other FROM pair UNION ALL SELECT given_id, taken_id FROM pair) turned
    WHERE line.id = turned.id
"""
# The stage holds everything that the new rows need, so that no statement joins a table under row-level security: the
# planner takes an organisation that its statistics do not know for one row, and a loop over 60,000 lines for cheap.
_STAGE = """
    CREATE TEMPORARY TABLE fresh_donation (
        line_id bigint, ref text, amount_minor bigint, currency text, booked_on date,
        pledge_id bigint, person_id bigint, reasons jsonb
    ) ON COMMIT DROP
"""
_STAGED = ("line_id", "ref", "amount_minor", "currency", "booked_on", "pledge_id", "person_id", "reasons")
_DONATIONS = """
    INSERT INTO donations_donation
        (ref, organisation_id, fund_id, line_id, pledge_id, person_id, amount_minor, currency, received_on,
         channel, match_reasons, anonymous, recorded_at)
    SELECT ref, %(organisation)s, %(fund)s, line_id, pledge_id, person_id, amount_minor, currency, booked_on,
           'bank', reasons, true, %(now)s
    FROM fresh_donation
"""
_ENTRIES_AND_POSTINGS = """
    WITH entry AS (
        INSERT INTO donations_entry (organisation_id, kind, subject_ref, booked_on, created_at, created_by)
        SELECT %(organisation)s, 'donation', ref, open_on, %(now)s, %(by)s
        FROM fresh_donation JOIN (
            SELECT booked_on, donations_open_day(%(organisation)s, booked_on) AS open_on
            FROM (SELECT DISTINCT booked_on FROM fresh_donation) day
        ) open USING (booked_on)
        RETURNING id, subject_ref
    ), money AS (
        SELECT entry.id, fresh.amount_minor, fresh.currency
        FROM entry JOIN fresh_donation fresh ON fresh.ref = entry.subject_ref
    )
    INSERT INTO donations_posting (organisation_id, entry_id, account_id, amount_minor, currency)
    SELECT %(organisation)s, id, %(unallocated)s, amount_minor, currency FROM money
    UNION ALL
    SELECT %(organisation)s, id, %(fund_account)s, -amount_minor, currency FROM money
"""


class _Line(NamedTuple):
    """A credit that becomes a donation."""

    id: int
    amount_minor: int
    currency: str
    booked_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconcileResult:
    """How many donations there are now, how many by rule, and how many payers nobody knows."""

    statement_ref: str
    donations: int
    matched_by_rule: int
    unidentified: int
    left_open: int


@without_collector()
def reconcile_statement(*, actor: Actor, now: datetime, statement_ref: str) -> ReconcileResult:
    """Reconcile an imported statement; one that is reconciled already changes nothing."""
    with acting(actor):
        statement = access_statement(actor, statement_ref, lock=True)
        if statement.status == Statement.Status.RECEIVED:
            raise Refusal("donations.not_imported", "The statement is still being imported: wait a moment.")
        # One that was undone meanwhile stays as it is.
        if statement.status == Statement.Status.IMPORTED:
            _reconcile(actor, now, statement)
        return _result(statement)


def _reconcile(actor: Actor, now: datetime, statement: Statement) -> None:
    _pair_reversals(statement)
    pair_payouts(actor=actor, now=now)
    found = find_pledges(actor, statement)
    execute("UPDATE donations_statementline SET waits = false WHERE id = ANY(%s)", [list(found)])
    lines = _lines_to_record(statement, found)
    _record(actor, now, statement, lines, found)
    statement.status = Statement.Status.RECONCILED
    statement.donation_count = len(lines)
    statement.matched_count = len(found)
    Statement.objects.filter(pk=statement.pk).update(
        status=statement.status,
        reconciled_at=now,
        donation_count=statement.donation_count,
        matched_count=statement.matched_count,
    )
    emit(DonationsRecorded(statement_ref=statement.ref, count=len(lines)), actor=actor, now=now)
    record_audit(
        actor=actor,
        now=now,
        tag="statement.reconciled",
        subject=statement.ref,
        details={"donations": len(lines), "by_rule": len(found)},
    )


def _pair_reversals(statement: Statement) -> int:
    """Mark a cancelled line and the one that it takes back, so that neither becomes a donation; says how many.

    Reversals that fit nothing stay open for a person.
    """
    tokens = [token for (token,) in fetch_all(_TOKENS, [statement.pk])]
    if not tokens:
        return 0
    return execute(_PAIR_REVERSALS, {"statement": statement.pk, "account": statement.account_id, "tokens": tokens})


def _lines_to_record(statement: Statement, found: dict[int, Found]) -> list[_Line]:
    """The open credits: all of them, or only the matched ones, as the account says.

    A line becomes a donation only here and a statement comes here once, so that none of them is one yet.
    """
    rows = fetch_all(
        """
        SELECT id, amount_minor, currency, booked_on FROM donations_statementline
        WHERE statement_id = %s AND state = 'open' AND amount_minor > 0
        ORDER BY number
        """,
        [statement.pk],
    )
    everything = statement.account.every_credit_is_donation
    return [_Line(*row) for row in rows if everything or row[0] in found]


def _record(actor: Actor, now: datetime, statement: Statement, lines: list[_Line], found: dict[int, Found]) -> None:
    """Stage the new donations, then write donations, entries and postings from the stage."""
    if not lines:
        return
    values = {
        "organisation": actor.organisation_id,
        "fund": statement.account.fund_id,
        "now": now,
        "by": actor.ref,
        "unallocated": account_id(organisation_id=statement.organisation_id, code=UNALLOCATED),
        "fund_account": statement.account.fund.ledger_account_id,
    }
    execute(_STAGE)
    copy_rows("fresh_donation", _STAGED, _staged(lines, found))
    execute("ANALYZE fresh_donation")
    execute(_DONATIONS, values)
    execute(_ENTRIES_AND_POSTINGS, values)
    execute("DROP TABLE fresh_donation")


def _staged(lines: list[_Line], found: dict[int, Found]) -> Iterator[tuple[object, ...]]:
    for line in lines:
        known = found.get(line.id)
        pledge, person, reasons = (known.pledge_id, known.person_id, known.reasons) if known else (None, None, ())
        yield (line.id, new_ref("G"), line.amount_minor, line.currency, line.booked_on, pledge, person, _json(reasons))


@lru_cache(maxsize=16)
def _json(reasons: tuple[str, ...]) -> str:
    return json.dumps(reasons)


def _result(statement: Statement) -> ReconcileResult:
    credits = fetch_value(
        "SELECT count(*) FROM donations_statementline WHERE statement_id = %s AND state = 'open' AND amount_minor > 0",
        [statement.pk],
    )
    return ReconcileResult(
        statement_ref=statement.ref,
        donations=statement.donation_count,
        matched_by_rule=statement.matched_count,
        unidentified=statement.donation_count - statement.matched_count,
        left_open=int(credits) - statement.donation_count,
    )

"""Undo a statement as a whole: reversing entries, lines and donations marked, nothing deleted.

The lines stay as they were read, marked as undone, so that the same file or a better one can be imported afterwards.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum

from appealdesk.appeals.queries.appeals import day_of
from appealdesk.audit.actions.record import record_audit
from appealdesk.core.money import Money
from appealdesk.donations.access import access_statement
from appealdesk.donations.actions.reopen import reopen_claims_of
from appealdesk.donations.actions.unmatch import unmatch_line
from appealdesk.donations.events import StatementUndone
from appealdesk.donations.ledger.payouts import unsettle
from appealdesk.donations.ledger.standing import check_fund
from appealdesk.donations.models import CardSettlement, Donation, Fund, Match, Settlement, Statement, StatementLine
from appealdesk.donations.queries.receipt_contents import check_not_receipted
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting, execute, fetch_all
from appealdesk.foundation.events import emit
from appealdesk.foundation.refusals import Refusal
from appealdesk.letters.actions.cancel import cancel_letters_about

__all__ = ["UndoneStatement", "undo_statement"]

# What is undone is staged once, because a statement under row-level security that joins two tables loops over one.
_DONATIONS = """
    CREATE TEMPORARY TABLE undone_donation ON COMMIT DROP AS
    SELECT donation.id, donation.ref
    FROM donations_donation donation JOIN donations_statementline line ON line.id = donation.line_id
    WHERE line.statement_id = %(statement)s AND donation.undone_at IS NULL
"""
_ENTRIES = """
    CREATE TEMPORARY TABLE undone_entry ON COMMIT DROP AS
    SELECT entry.id, entry.subject_ref FROM donations_entry entry
    WHERE (entry.kind = 'statement' AND entry.subject_ref = %(ref)s)
       OR (entry.kind = 'donation' AND entry.subject_ref IN (SELECT ref FROM undone_donation))
       OR (entry.kind = 'fee' AND entry.subject_ref IN (
           SELECT held.ref FROM donations_match held JOIN donations_statementline line ON line.id = held.line_id
           WHERE line.statement_id = %(statement)s AND held.undone_at IS NULL AND held.fee_minor > 0))
"""
_REVERSE = """
    WITH turned AS (
        INSERT INTO donations_entry
            (organisation_id, kind, subject_ref, booked_on, created_at, created_by, reverses_id)
        SELECT %(organisation)s, 'reversal', subject_ref, %(day)s, %(now)s, %(by)s, id FROM undone_entry
        RETURNING id, reverses_id
    )
    INSERT INTO donations_posting (organisation_id, entry_id, account_id, amount_minor, currency)
    SELECT %(organisation)s, turned.id, posting.account_id, -posting.amount_minor, posting.currency
    FROM turned JOIN donations_posting posting ON posting.entry_id = turned.reverses_id
"""
_RECEIPTED = """
    SELECT undone.id FROM undone_donation undone
    WHERE EXISTS (SELECT FROM donations_receipt WHERE donation_id = undone.id AND voided_at IS NULL) LIMIT 1
"""
# What banks kept of the gifts is in no fund any more, and comes back into it with them.
_FEES = """
    SELECT fund.id, posting.currency, sum(posting.amount_minor)::bigint
    FROM donations_match held JOIN donations_entry entry ON entry.subject_ref = held.ref AND entry.kind = 'fee'
    JOIN donations_posting posting ON posting.entry_id = entry.id
    JOIN donations_fund fund ON fund.ledger_account_id = posting.account_id
    WHERE held.id = ANY(%s) GROUP BY fund.id, posting.currency
"""
_OVERLAPPING = """
    SELECT later.ref FROM donations_statement later
    WHERE later.account_id = %(account)s AND later.id <> %(statement)s AND later.imported_at >= %(imported)s
      AND later.id > %(statement)s AND later.status IN ('imported', 'reconciled')
      AND later.new_count < later.line_count AND later.period_from <= %(to)s AND later.period_to >= %(from)s
    ORDER BY later.id DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoneStatement:
    """How much was taken back; all zero where nothing had been imported or it was undone before."""

    statement_ref: str
    lines: int = 0
    donations: int = 0
    letters: int = 0


def undo_statement(*, actor: Actor, now: datetime, statement_ref: str) -> UndoneStatement:
    """Undo the statement; one that was never confirmed is put aside, and one that is undone changes nothing.

    Refuses it while its lines are being imported, while a donor holds a receipt for it, and while a later file counts
    lines of this one as known: the later one is undone first, or its account would miss them.
    """
    with acting(actor):
        statement = access_statement(actor, statement_ref, lock=True)
        if statement.status == Statement.Status.UNDONE:
            return UndoneStatement(statement_ref=statement.ref)
        if statement.status == Statement.Status.RECEIVED and statement.confirmed_at is not None:
            raise Refusal("donations.not_imported", "The statement is still being imported: wait a moment.")
        result = UndoneStatement(statement_ref=statement.ref)
        if statement.status != Statement.Status.RECEIVED:
            _check_overlap(statement)
            _part_from_others(actor, now, statement)
            _check_spent(statement)
            result = _take_back(actor, now, statement)
        Statement.objects.filter(pk=statement.pk).update(
            status=Statement.Status.UNDONE, undone_at=now, undone_by=actor.ref
        )
        emit(StatementUndone(statement_ref=statement.ref), actor=actor, now=now)
        details = {"lines": result.lines, "donations": result.donations, "letters": result.letters}
        record_audit(actor=actor, now=now, tag="statement.undone", subject=statement.ref, details=details)
    return result


def _check_overlap(statement: Statement) -> None:
    found = fetch_all(
        _OVERLAPPING,
        {
            "account": statement.account_id,
            "statement": statement.pk,
            "imported": statement.imported_at,
            "from": statement.period_from,
            "to": statement.period_to,
        },
    )
    if found:
        raise Refusal(
            "donations.overlapped",
            f"The later statement {found[0][0]} counts lines of this one as known: undo that one first.",
            values={"ref": found[0][0]},
        )


def _check_spent(statement: Statement) -> None:
    """Refuse where its money went on: a line paid something, a donation was refunded, or a fund could not bear it."""
    if Settlement.objects.filter(line__statement=statement, undone_at__isnull=True).exists():
        raise Refusal("donations.has_settled", "A line of this statement shows a payment: take that back first.")
    kept = Donation.objects.filter(line__statement=statement, undone_at__isnull=True)
    if kept.filter(returned_minor__gt=0).exists():
        raise Refusal(
            "donations.was_refunded", "Money of this donation went back to its donor: take the refund back first."
        )
    sums = kept.values_list("fund_id", "currency").annotate(total=Sum("amount_minor")).order_by("fund_id", "currency")
    kept_back = Match.objects.filter(line__statement=statement, undone_at__isnull=True, fee_minor__gt=0)
    keys = list(kept_back.values_list("pk", flat=True))
    fees = {(fund, currency): fee for fund, currency, fee in fetch_all(_FEES, [keys])}
    funds = Fund.objects.in_bulk()
    for fund, currency, total in sums:
        check_fund(funds[fund], Money(total - fees.get((fund, currency), 0), currency))


def _part_from_others(actor: Actor, now: datetime, statement: Statement) -> None:
    """Lines of other statements that are one donation with lines of this one wait for a decision of their own again."""
    mine = Match.objects.filter(line__statement=statement, undone_at__isnull=True).exclude(together="")
    shared = Match.objects.filter(together__in=mine.values("together"), undone_at__isnull=True)
    for ref in shared.exclude(line__statement=statement).order_by("pk").values_list("ref", flat=True):
        unmatch_line(actor=actor, now=now, match_ref=ref)


def _take_back(actor: Actor, now: datetime, statement: Statement) -> UndoneStatement:
    day = day_of(actor.own_organisation, now=now)
    values = {
        "statement": statement.pk,
        "ref": statement.ref,
        "organisation": actor.organisation_id,
        "day": day,
        "now": now,
        "by": actor.ref,
    }
    execute(_DONATIONS, values)
    execute(_ENTRIES, values)
    execute("ANALYZE undone_donation")
    check_not_receipted([key for (key,) in fetch_all(_RECEIPTED)])
    execute("ANALYZE undone_entry")
    execute(_REVERSE, values)
    donations = execute(
        "UPDATE donations_donation SET undone_at = %(now)s WHERE id IN (SELECT id FROM undone_donation)", values
    )
    _free_pairs(statement)
    settlements = CardSettlement.objects.filter(line__statement=statement, undone_at__isnull=True).order_by("pk")
    unsettle(actor=actor, now=now, day=day, settlements=settlements)
    reopen_claims_of(actor=actor, now=now, matches=Match.objects.filter(line__statement=statement))
    Match.objects.filter(line__statement=statement, undone_at__isnull=True).update(undone_at=now, undone_by=actor.ref)
    lines = StatementLine.objects.filter(statement=statement).update(state=StatementLine.State.UNDONE, waits=False)
    refs = [ref for (ref,) in fetch_all("SELECT ref FROM undone_donation")]
    letters = cancel_letters_about(actor=actor, now=now, about_refs=refs, kind="donation_thanks", approved_too=True)
    execute("DROP TABLE undone_donation, undone_entry")
    return UndoneStatement(statement_ref=statement.ref, lines=lines, donations=donations, letters=letters)


def _free_pairs(statement: Statement) -> None:
    """Lines of other files that a line of this one took back, or that took one back, wait for a decision again."""
    mine = StatementLine.objects.filter(statement=statement, pair_id__isnull=False)
    others = list(mine.exclude(pair__statement=statement).values_list("pair_id", flat=True))
    freed = StatementLine.objects.filter(pk__in=others)
    freed.filter(amount_minor__gt=0).update(state=StatementLine.State.OPEN, pair=None, waits=True)
    freed.filter(amount_minor__lt=0).update(state=StatementLine.State.OPEN, pair=None)

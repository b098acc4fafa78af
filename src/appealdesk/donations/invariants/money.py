"""Truths about money: nothing lost, nothing counted twice, every entry balanced."""

from collections.abc import Iterator

from appealdesk.foundation.db import fetch_all
from appealdesk.foundation.violations import Invariant, Violation

__all__ = ["INVARIANTS", "days_are_sums"]

# What a trigger checks for a whole statement instead of the database row by row.
_REFERENCES = (
    ("donations_statementline", "statement_id", "donations_statement"),
    ("donations_donation", "line_id", "donations_statementline"),
    ("donations_donation", "fund_id", "donations_fund"),
    ("donations_posting", "entry_id", "donations_entry"),
    ("donations_posting", "account_id", "donations_ledgeraccount"),
)


def entries_balance() -> Iterator[Violation]:
    """Every entry sums to zero in each currency."""
    rows = fetch_all(
        """
        SELECT entry_id, currency, sum(amount_minor) FROM donations_posting
        GROUP BY entry_id, currency HAVING sum(amount_minor) <> 0 LIMIT 100
        """
    )
    for entry, currency, amount in rows:
        yield Violation("donations.entries_balance", f"Entry {entry} is off by {amount} minor units of {currency}.")


def statements_are_whole() -> Iterator[Violation]:
    """An imported statement has all its new lines, and opening plus movements is closing."""
    rows = fetch_all(
        """
        SELECT statement.ref FROM donations_statement statement
        LEFT JOIN (SELECT statement_id, count(*) AS lines FROM donations_statementline GROUP BY statement_id) stored
          ON stored.statement_id = statement.id
        WHERE statement.imported_at IS NOT NULL
          AND (coalesce(stored.lines, 0) <> statement.new_count OR statement.done_count <> statement.line_count
               OR statement.opening_minor + statement.total_minor <> statement.closing_minor)
        """
    )
    for (ref,) in rows:
        yield Violation("donations.statements_are_whole", f"Statement {ref} does not have the lines that it should.")


def statements_are_posted() -> Iterator[Violation]:
    """The ledger's bank side of each imported statement is the sum of its lines."""
    rows = fetch_all(
        """
        SELECT statement.ref, lines.total, coalesce(posted.total, 0)
        FROM donations_statement statement
        JOIN donations_bankaccount account ON account.id = statement.account_id
        JOIN (SELECT statement_id, sum(amount_minor) AS total FROM donations_statementline GROUP BY statement_id) lines
          ON lines.statement_id = statement.id
        LEFT JOIN (
            SELECT entry.subject_ref, posting.account_id, sum(posting.amount_minor) AS total
            FROM donations_entry entry JOIN donations_posting posting ON posting.entry_id = entry.id
            WHERE entry.kind = 'statement' GROUP BY entry.subject_ref, posting.account_id
        ) posted ON posted.subject_ref = statement.ref AND posted.account_id = account.ledger_account_id
        WHERE statement.imported_at IS NOT NULL AND lines.total <> coalesce(posted.total, 0)
        """
    )
    for ref, expected, found in rows:
        yield Violation(
            "donations.statements_are_posted", f"Statement {ref} moves {expected} minor units, the ledger says {found}."
        )


def donations_are_posted_once() -> Iterator[Violation]:
    """Each donation has exactly one entry, whose credit to its fund is the donation's amount."""
    rows = fetch_all(
        """
        SELECT donation.ref FROM donations_donation donation
        JOIN donations_fund fund ON fund.id = donation.fund_id
        LEFT JOIN donations_entry entry
          ON entry.subject_ref = donation.ref AND entry.kind IN ('donation', 'cash', 'card')
        LEFT JOIN donations_posting posting ON posting.entry_id = entry.id
         AND posting.account_id = fund.ledger_account_id AND posting.currency = donation.currency
        GROUP BY donation.ref, donation.amount_minor
        HAVING count(posting.id) <> 1 OR sum(posting.amount_minor) <> -donation.amount_minor
        LIMIT 100
        """
    )
    for (ref,) in rows:
        yield Violation("donations.donations_are_posted_once", f"Donation {ref} is not posted exactly once.")


def references_hold() -> Iterator[Violation]:
    """Every line has its statement, every donation its line and fund, every posting its entry."""
    for child, column, parent in _REFERENCES:
        rows = fetch_all(
            f"SELECT id FROM {child} child WHERE {column} IS NOT NULL"  # noqa: S608 - names of our own tables
            f" AND NOT EXISTS (SELECT FROM {parent} WHERE id = child.{column}) LIMIT 100"
        )
        for (row,) in rows:
            yield Violation("donations.references_hold", f"Row {row} of {child} names a row that {parent} lacks.")


def what_is_undone_is_reversed() -> Iterator[Violation]:
    """Each entry of an undone statement or donation is reversed to the last unit, and no other is."""
    rows = fetch_all(
        """
        WITH undone AS (
            SELECT ref FROM donations_statement WHERE status = 'undone' AND imported_at IS NOT NULL
            UNION ALL SELECT ref FROM donations_donation WHERE undone_at IS NOT NULL
            UNION ALL SELECT ref FROM donations_disbursement WHERE status = 'reversed'
            UNION ALL SELECT ref FROM donations_refund WHERE status = 'reversed'
            UNION ALL SELECT ref FROM donations_transfer WHERE status = 'reversed'
            UNION ALL SELECT ref FROM donations_writeoff WHERE status = 'reversed'
            UNION ALL SELECT ref FROM donations_settlement WHERE undone_at IS NOT NULL
            UNION ALL SELECT ref FROM donations_match WHERE undone_at IS NOT NULL AND fee_minor > 0
            UNION ALL SELECT ref FROM donations_cardsettlement WHERE undone_at IS NOT NULL
        ), pair AS (
            SELECT entry.id, turned.id AS turned_id, entry.subject_ref
            FROM donations_entry entry JOIN donations_entry turned ON turned.reverses_id = entry.id
        ), side AS (
            -- Both entries of a pair by one key, so that the postings are joined by a hash and not pair by pair.
            SELECT id AS reversed_id, subject_ref, id AS entry_id FROM pair
            UNION ALL SELECT id, subject_ref, turned_id FROM pair
        )
        SELECT entry.subject_ref FROM donations_entry entry
        LEFT JOIN donations_entry turned ON turned.reverses_id = entry.id
        WHERE entry.kind <> 'reversal'
          AND (turned.id IS NOT NULL) <> (entry.subject_ref IN (SELECT ref FROM undone))
        UNION ALL
        SELECT side.subject_ref
        FROM side JOIN donations_posting posting ON posting.entry_id = side.entry_id
        GROUP BY side.reversed_id, side.subject_ref, posting.account_id, posting.currency
        HAVING sum(posting.amount_minor) <> 0
        LIMIT 100
        """
    )
    for (ref,) in rows:
        yield Violation("donations.what_is_undone_is_reversed", f"The ledger and {ref} differ on whether it is undone.")


def what_waits_is_undecided() -> Iterator[Violation]:
    """A line waits for a person only while it is open and neither a rule nor a person has said whose it is."""
    rows = fetch_all(
        """
        SELECT line.id FROM donations_statementline line
        WHERE line.waits AND (
            line.state <> 'open' OR line.amount_minor < 0
            OR EXISTS (SELECT FROM donations_match WHERE line_id = line.id AND undone_at IS NULL)
            OR EXISTS (
                SELECT FROM donations_donation WHERE line_id = line.id AND undone_at IS NULL
                  AND (pledge_id IS NOT NULL OR person_id IS NOT NULL)
            ))
        LIMIT 100
        """
    )
    for (line,) in rows:
        yield Violation("donations.what_waits_is_undecided", f"Line {line} waits although it is decided.")


def lines_are_given_once() -> Iterator[Violation]:
    """The donations of a line, or of lines that are one donation, are what came in and what banks kept of it."""
    rows = fetch_all(
        """
        WITH decided AS (
            SELECT line_id, fee_minor, coalesce(nullif(together, ''), ref) AS unit FROM donations_match
            WHERE undone_at IS NULL AND outcome <> 'other'
        ), given AS (
            SELECT line_id, sum(amount_minor) AS amount FROM donations_donation
            WHERE undone_at IS NULL AND line_id IS NOT NULL GROUP BY line_id
        ), moved AS (
            SELECT coalesce(decided.unit, 'line ' || line.id) AS unit,
                   line.amount_minor + coalesce(fee_minor, 0) AS came,
                   coalesce(given.amount, 0) AS given, line.state
            FROM donations_statementline line
            LEFT JOIN decided ON decided.line_id = line.id LEFT JOIN given ON given.line_id = line.id
            WHERE decided.line_id IS NOT NULL OR given.line_id IS NOT NULL
        )
        SELECT unit FROM moved GROUP BY unit HAVING sum(given) <> sum(came) OR bool_or(state <> 'open') LIMIT 100
        """
    )
    for (unit,) in rows:
        yield Violation("donations.lines_are_given_once", f"The donations of {unit} are not what came in.")


def fees_are_posted_once() -> Iterator[Violation]:
    """Each fee that a decision says a bank kept has one entry, of that very amount."""
    rows = fetch_all(
        """
        SELECT held.ref FROM donations_match held
        LEFT JOIN donations_entry entry ON entry.subject_ref = held.ref AND entry.kind = 'fee'
        LEFT JOIN (donations_posting posting JOIN donations_ledgeraccount account ON account.id = posting.account_id)
          ON posting.entry_id = entry.id AND account.kind = 'expense'
        WHERE held.fee_minor > 0 OR entry.id IS NOT NULL
        GROUP BY held.ref, held.fee_minor
        HAVING count(posting.id) <> 1 OR sum(posting.amount_minor) <> held.fee_minor
        LIMIT 100
        """
    )
    for (ref,) in rows:
        yield Violation("donations.fees_are_posted_once", f"The fee of {ref} is not posted exactly once.")


def statements_count_their_donations() -> Iterator[Violation]:
    """A reconciled statement made as many donations as it says."""
    rows = fetch_all(
        """
        SELECT statement.ref, statement.donation_count, coalesce(found.count, 0)
        FROM donations_statement statement
        LEFT JOIN (
            SELECT line.statement_id, count(*) AS count
            FROM donations_donation donation JOIN donations_statementline line ON line.id = donation.line_id
            WHERE NOT donation.decided
            GROUP BY line.statement_id
        ) found ON found.statement_id = statement.id
        WHERE statement.donation_count <> coalesce(found.count, 0)
        """
    )
    for ref, said, found in rows:
        yield Violation(
            "donations.statements_count_their_donations", f"Statement {ref} says {said} donations, there are {found}."
        )


def days_are_sums() -> Iterator[Violation]:
    """What is kept for each account, currency and day is the sum of its postings."""
    rows = fetch_all(
        """
        SELECT coalesce(kept.account_id, posted.account_id), coalesce(kept.day, posted.booked_on),
               coalesce(kept.currency, posted.currency), coalesce(kept.amount, 0), coalesce(posted.amount, 0)
        FROM (
            SELECT organisation_id, account_id, currency, day, sum(amount_minor) AS amount FROM donations_accountday
            GROUP BY organisation_id, account_id, currency, day
        ) kept FULL JOIN (
            SELECT posting.organisation_id, posting.account_id, posting.currency, entry.booked_on,
                   sum(posting.amount_minor) AS amount
            FROM donations_posting posting JOIN donations_entry entry ON entry.id = posting.entry_id
            GROUP BY posting.organisation_id, posting.account_id, posting.currency, entry.booked_on
        ) posted ON posted.organisation_id = kept.organisation_id AND posted.account_id = kept.account_id
            AND posted.currency = kept.currency AND posted.booked_on = kept.day
        WHERE coalesce(kept.amount, 0) <> coalesce(posted.amount, 0)
        LIMIT 100
        """
    )
    for account, day, currency, kept, posted in rows:
        yield Violation(
            "donations.days_are_sums",
            f"Account {account} has {kept} minor units of {currency} kept for {day}, the postings say {posted}.",
        )


def funds_hold_enough() -> Iterator[Violation]:
    """No fund holds less than nothing in any currency."""
    rows = fetch_all(
        """
        SELECT fund.ref, posting.currency, sum(posting.amount_minor)
        FROM donations_fund fund JOIN donations_posting posting ON posting.account_id = fund.ledger_account_id
        GROUP BY fund.ref, posting.currency HAVING sum(posting.amount_minor) > 0
        """
    )
    for ref, currency, amount in rows:
        yield Violation("donations.funds_hold_enough", f"Fund {ref} is {amount} minor units of {currency} below zero.")


def closed_months_are_kept() -> Iterator[Violation]:
    """Nothing was booked in a month after it was closed."""
    rows = fetch_all(
        """
        SELECT period.ref, entry.subject_ref FROM donations_period period JOIN donations_entry entry
          ON entry.organisation_id = period.organisation_id
         AND entry.booked_on >= period.month AND entry.booked_on < period.month + interval '1 month'
        WHERE period.opened_at IS NULL AND entry.created_at > period.closed_at
        LIMIT 100
        """
    )
    for ref, subject in rows:
        yield Violation("donations.closed_months_are_kept", f"The entry of {subject} is in the closed month {ref}.")


def payments_are_posted_once() -> Iterator[Violation]:
    """Each payment, refund, transfer and write-off that was made has exactly one entry, and no other has one."""
    rows = fetch_all(
        """
        WITH made AS (
            SELECT ref, 'disbursement' AS kind, amount_minor, currency FROM donations_disbursement
            WHERE status IN ('paid', 'reversed')
            UNION ALL SELECT ref, 'refund', amount_minor, currency FROM donations_refund
            WHERE status IN ('made', 'reversed')
            UNION ALL SELECT ref, 'transfer', amount_minor, currency FROM donations_transfer
            WHERE status IN ('made', 'reversed')
            UNION ALL SELECT ref, 'write_off', amount_minor, currency FROM donations_writeoff
            WHERE status IN ('made', 'reversed')
            UNION ALL SELECT settlement.ref, 'settlement', abs(line.amount_minor), line.currency
            FROM donations_settlement settlement JOIN donations_statementline line ON line.id = settlement.line_id
        ), posted AS (
            SELECT entry.subject_ref AS ref, entry.kind, posting.currency, count(DISTINCT entry.id) AS entries,
                   max(posting.amount_minor) AS amount
            FROM donations_entry entry JOIN donations_posting posting ON posting.entry_id = entry.id
            WHERE entry.kind IN ('disbursement', 'transfer', 'write_off', 'settlement')
               OR (entry.kind = 'refund' AND entry.subject_ref LIKE 'R-%')
            GROUP BY entry.subject_ref, entry.kind, posting.currency
        )
        SELECT coalesce(made.ref, posted.ref) FROM made FULL JOIN posted
          ON posted.ref = made.ref AND posted.kind = made.kind AND posted.currency = made.currency
        WHERE made.ref IS NULL OR posted.ref IS NULL OR posted.entries <> 1 OR posted.amount <> made.amount_minor
        LIMIT 100
        """
    )
    for (ref,) in rows:
        yield Violation("donations.payments_are_posted_once", f"The ledger and {ref} differ on what was paid.")


def refunds_are_returned() -> Iterator[Violation]:
    """What a donation says went back is the sum of its refunds; a card's provider tells its own sum."""
    rows = fetch_all(
        """
        SELECT donation.ref FROM donations_donation donation
        LEFT JOIN donations_refund refund ON refund.donation_id = donation.id AND refund.status = 'made'
        WHERE donation.channel <> 'card' AND (donation.returned_minor <> 0 OR refund.id IS NOT NULL)
        GROUP BY donation.id, donation.ref, donation.returned_minor
        HAVING donation.returned_minor <> coalesce(sum(refund.amount_minor), 0)
        LIMIT 100
        """
    )
    for (ref,) in rows:
        yield Violation("donations.refunds_are_returned", f"Donation {ref} and its refunds differ.")


def no_check_is_left() -> Iterator[Violation]:
    """Every balance check ran."""
    rows = fetch_all("SELECT lowest, highest FROM donations_balancecheck LIMIT 10")
    for lowest, highest in rows:
        yield Violation("donations.no_check_is_left", f"Entries {lowest} to {highest} were never checked.")


def receipts_have_no_gap() -> Iterator[Violation]:
    """The numbers of a series run from one to its last number, each of them once."""
    rows = fetch_all(
        """
        SELECT series.authority, series.year, series.last_number, count(receipt.id), max(receipt.number)
        FROM donations_receiptseries series LEFT JOIN donations_receipt receipt ON receipt.series_id = series.id
        GROUP BY series.id
        HAVING count(receipt.id) <> series.last_number OR coalesce(max(receipt.number), 0) <> series.last_number
        """
    )
    for authority, year, last, count, highest in rows:
        yield Violation(
            "donations.receipts_have_no_gap",
            f"Series {authority} {year} ends at {last} and has {count} receipts up to {highest}.",
        )


def receipts_are_covered() -> Iterator[Violation]:
    """A valid receipt is for a donation that stands, of the same person, and for no more than is left of it."""
    rows = fetch_all(
        """
        SELECT receipt.label FROM donations_receipt receipt
        JOIN donations_donation donation ON donation.id = receipt.donation_id
        WHERE receipt.voided_at IS NULL AND (
            donation.undone_at IS NOT NULL OR donation.currency <> receipt.currency
            OR donation.person_id IS DISTINCT FROM receipt.person_id
            OR receipt.amount_minor > donation.amount_minor - donation.returned_minor)
        LIMIT 100
        """
    )
    for (label,) in rows:
        yield Violation("donations.receipts_are_covered", f"Receipt {label} says more than its donation.")


INVARIANTS: tuple[Invariant, ...] = (
    entries_balance,
    statements_are_whole,
    statements_are_posted,
    donations_are_posted_once,
    references_hold,
    what_is_undone_is_reversed,
    what_waits_is_undecided,
    lines_are_given_once,
    fees_are_posted_once,
    statements_count_their_donations,
    days_are_sums,
    funds_hold_enough,
    closed_months_are_kept,
    payments_are_posted_once,
    refunds_are_returned,
    no_check_is_left,
    receipts_have_no_gap,
    receipts_are_covered,
)

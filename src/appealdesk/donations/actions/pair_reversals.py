"""Pairs a bank's cancelled line with the line that it takes back, so that neither becomes a donation."""

from appealdesk.donations.models import Statement
from appealdesk.foundation.db import execute

__all__ = ["pair_reversals"]

# The line taken back has the same payer and the opposite amount and is not yet a donation; the nearest earlier one
# in the file wins, and each line is taken back once.
_PAIR = """
    WITH taken AS (
        SELECT id, account_id, payer_token, -amount_minor AS amount, currency,
               row_number() OVER (PARTITION BY payer_token, amount_minor, currency ORDER BY booked_on, number) AS turn
        FROM donations_statementline
        WHERE statement_id = %(statement)s AND reversal AND amount_minor < 0 AND state = 'open'
          AND payer_token IS NOT NULL
    ), given AS (
        SELECT line.id, line.payer_token, line.amount_minor, line.currency,
               row_number() OVER (
                   PARTITION BY line.payer_token, line.amount_minor, line.currency
                   ORDER BY line.booked_on DESC, line.number DESC
               ) AS turn
        FROM donations_statementline line
        WHERE line.account_id = %(account)s AND line.amount_minor > 0 AND line.state = 'open'
          AND line.payer_token IN (SELECT payer_token FROM taken)
          AND NOT EXISTS (SELECT FROM donations_donation WHERE line_id = line.id)
    ), pair AS (
        SELECT taken.id AS taken_id, given.id AS given_id
        FROM taken JOIN given ON given.payer_token = taken.payer_token AND given.amount_minor = taken.amount
         AND given.currency = taken.currency AND given.turn = taken.turn
    )
    UPDATE donations_statementline SET state = 'reversed'
    WHERE id IN (SELECT taken_id FROM pair UNION ALL SELECT given_id FROM pair)
"""


def pair_reversals(statement: Statement) -> int:
    """Mark both lines of each pair; returns how many lines were marked. Unpaired reversals stay open for a person."""
    return execute(_PAIR, {"statement": statement.pk, "account": statement.account_id})

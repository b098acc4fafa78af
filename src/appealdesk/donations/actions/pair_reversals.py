"""Pairs a bank's cancelled line with the line that it takes back, so that neither becomes a donation."""

from appealdesk.donations.models import Statement
from appealdesk.foundation.db import execute, fetch_all

__all__ = ["pair_reversals"]

_TOKENS = """
    SELECT DISTINCT payer_token FROM donations_statementline
    WHERE statement_id = %s AND reversal AND amount_minor < 0 AND state = 'open' AND payer_token IS NOT NULL
"""
# The line taken back has the same payer and the opposite amount and is not yet a donation; the nearest earlier one
# in the file wins, and each line is taken back once. Few lines share a payer with a reversal, so that they are
# gathered before anything is joined to them.
_PAIR = """
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
        WHERE NOT EXISTS (SELECT FROM donations_donation WHERE line_id = candidate.id)
    ), pair AS (
        SELECT taken.id AS taken_id, given.id AS given_id
        FROM taken JOIN given USING (payer_token, amount, currency, turn)
    )
    UPDATE donations_statementline SET state = 'reversed'
    WHERE id IN (SELECT taken_id FROM pair UNION ALL SELECT given_id FROM pair)
"""


def pair_reversals(statement: Statement) -> int:
    """Mark both lines of each pair; returns how many lines were marked. Unpaired reversals stay open for a person."""
    tokens = [token for (token,) in fetch_all(_TOKENS, [statement.pk])]
    if not tokens:
        return 0
    return execute(_PAIR, {"statement": statement.pk, "account": statement.account_id, "tokens": tokens})

"""Truths about cards: the ledger says what providers say, and a gift is what came and was not returned."""

from collections.abc import Iterator

from appealdesk.foundation.db import fetch_all
from appealdesk.foundation.violations import Invariant, Violation

__all__ = ["INVARIANTS"]


def cards_are_posted() -> Iterator[Violation]:
    """Each account of the cards holds, per currency, what the movements of the providers' balances say."""
    rows = fetch_all(
        """
        WITH said AS (
            SELECT organisation_id, 'card_clearing' AS code, currency, net_minor AS amount FROM donations_cardmovement
            UNION ALL
            SELECT organisation_id, 'card_fees', currency, fee_minor - CASE kind WHEN 'fee' THEN gross_minor ELSE 0 END
            FROM donations_cardmovement
            UNION ALL
            SELECT organisation_id, 'card_transit', currency, -gross_minor FROM donations_cardmovement
            WHERE kind IN ('payout', 'payout_failed')
            UNION ALL
            SELECT settlement.organisation_id, 'card_transit', line.currency, -line.amount_minor
            FROM donations_cardsettlement settlement JOIN donations_statementline line ON line.id = settlement.line_id
            WHERE settlement.undone_at IS NULL
            UNION ALL
            SELECT organisation_id, 'card_disputed', currency,
                   CASE kind WHEN 'dispute_lost' THEN gross_minor ELSE -gross_minor END
            FROM donations_cardmovement WHERE kind IN ('dispute', 'dispute_won', 'dispute_lost')
        ), posted AS (
            SELECT account.organisation_id, account.code, posting.currency, posting.amount_minor AS amount
            FROM donations_posting posting JOIN donations_ledgeraccount account ON account.id = posting.account_id
            WHERE account.code IN ('card_clearing', 'card_fees', 'card_transit', 'card_disputed')
        )
        SELECT code, currency, sum(amount) FROM (
            SELECT organisation_id, code, currency, amount FROM said
            UNION ALL SELECT organisation_id, code, currency, -amount FROM posted
        ) both_sides GROUP BY organisation_id, code, currency HAVING sum(amount) <> 0
        """
    )
    for code, currency, amount in rows:
        yield Violation("donations.cards_are_posted", f"{code} is off by {amount} minor units of {currency}.")


def card_gifts_are_what_came() -> Iterator[Violation]:
    """A paid card payment's donation is its charge, and what it returned are its refunds and lost disputes."""
    rows = fetch_all(
        """
        SELECT payment.ref
        FROM donations_cardpayment payment JOIN donations_donation donation ON donation.id = payment.donation_id
        LEFT JOIN donations_cardmovement movement ON movement.payment_id = payment.id
        GROUP BY payment.ref, donation.amount_minor, donation.returned_minor
        HAVING donation.amount_minor <> coalesce(sum(movement.gross_minor) FILTER (WHERE movement.kind = 'charge'), 0)
            OR donation.returned_minor <> least(donation.amount_minor, greatest(0, -coalesce(sum(movement.gross_minor)
               FILTER (WHERE movement.kind IN ('refund', 'refund_failed', 'dispute_lost')), 0)))
        LIMIT 100
        """
    )
    for (ref,) in rows:
        yield Violation("donations.card_gifts_are_what_came", f"Card payment {ref} and its donation differ.")


INVARIANTS: tuple[Invariant, ...] = (cards_are_posted, card_gifts_are_what_came)

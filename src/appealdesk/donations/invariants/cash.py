"""Truths about cash: two people counted what is booked, and no number of a slip is missing."""

from collections.abc import Iterator

from appealdesk.foundation.db import fetch_all
from appealdesk.foundation.violations import Invariant, Violation

__all__ = ["INVARIANTS"]


def slips_have_no_gap() -> Iterator[Violation]:
    """The numbers of the slips run from one to the last, each of them once."""
    rows = fetch_all(
        """
        SELECT series.organisation_id, series.last_number, count(slip.id), coalesce(max(slip.slip_number), 0)
        FROM donations_cashseries series LEFT JOIN donations_cashcount slip
          ON slip.organisation_id = series.organisation_id AND slip.slip_number IS NOT NULL
        GROUP BY series.id HAVING count(slip.id) <> series.last_number
            OR coalesce(max(slip.slip_number), 0) <> series.last_number
        """
    )
    for organisation, last, count, highest in rows:
        yield Violation(
            "donations.slips_have_no_gap",
            f"The slips of organisation {organisation} end at {last}; there are {count}, up to {highest}.",
        )


def two_counted_what_is_booked() -> Iterator[Violation]:
    """In its last round two people counted the same pieces, and the donation is of their sum."""
    rows = fetch_all(
        """
        SELECT counted.ref FROM donations_cashcount counted
        JOIN donations_donation donation ON donation.id = counted.donation_id
        LEFT JOIN donations_cashtally tally ON tally.count_id = counted.id AND tally.round = counted.round
        WHERE counted.status = 'booked'
        GROUP BY counted.id, donation.id
        HAVING count(DISTINCT tally.counted_by) <> 2 OR count(DISTINCT tally.pieces) <> 1
            OR min(tally.total_minor) <> donation.amount_minor OR donation.currency <> counted.currency
        LIMIT 100
        """
    )
    for (ref,) in rows:
        yield Violation("donations.two_counted_what_is_booked", f"The cash {ref} is booked without two equal counts.")


INVARIANTS: tuple[Invariant, ...] = (slips_have_no_gap, two_counted_what_is_booked)

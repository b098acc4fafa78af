"""Finds the pledges that statement lines fulfil, by the code in the payer field."""

from dataclasses import dataclass

from appealdesk.donations.models import Statement
from appealdesk.foundation.db import fetch_all

__all__ = ["Found", "find_pledges"]


@dataclass(frozen=True, slots=True)
class Found:
    """A pledge that a line fulfils, and by which rules."""

    pledge_id: int
    person_id: int | None
    reasons: tuple[str, ...]


def find_pledges(statement: Statement) -> dict[int, Found]:
    """Lines with a pledge's exact code, by line.

    The code alone is certain: seven random digits, given to one donor. The first line in the bank's order fulfils
    the pledge; a second one with the same code is the same donor's second gift. Another amount than the promised one
    is told as a reason, since people give what they can.
    """
    rows = fetch_all(
        """
        SELECT line.id, pledge.id, pledge.person_id, pledge.amount_minor IS NOT DISTINCT FROM line.amount_minor
        FROM donations_statementline line
        JOIN donations_pledge pledge
          ON pledge.organisation_id = line.organisation_id AND pledge.code = line.pledge_code
         AND pledge.currency = line.currency
        WHERE line.statement_id = %s AND line.pledge_code <> '' AND line.state = 'open' AND line.amount_minor > 0
          AND pledge.fund_id = %s
        """,
        [statement.pk, statement.account.fund_id],
    )
    return {
        line_id: Found(pledge_id, person_id, ("pledge_code", "amount" if same_amount else "other_amount"))
        for line_id, pledge_id, person_id, same_amount in rows
    }

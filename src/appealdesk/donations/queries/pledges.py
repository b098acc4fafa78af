"""Finds the pledges that statement lines fulfil beyond doubt, by the code in the payer field and one thing more."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from appealdesk.core.banking.payer import name_keys, read_payer
from appealdesk.core.names.person_name import PersonName
from appealdesk.donations.models import Statement
from appealdesk.donations.queries.payers import line_context, open_payer
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import fetch_all
from appealdesk.people.queries.identities import identities_of

__all__ = ["Found", "find_pledges"]


@dataclass(frozen=True, slots=True)
class Found:
    """A pledge that a line fulfils, and by which rules."""

    pledge_id: int
    person_id: int | None
    reasons: tuple[str, ...]


class _Hit(NamedTuple):
    """A line that carries the code of a pledge."""

    line_id: int
    pledge_id: int
    person_id: int | None
    same_amount: bool
    account_id: int
    bank_reference: str
    wrapped_key: Any
    sealed: Any


def find_pledges(actor: Actor, statement: Statement) -> dict[int, Found]:
    """Lines with a pledge's exact code and its amount, or its donor's name, by line.

    The code alone is not certain: payers write membership and telephone numbers of seven digits too, and among
    thousands of pledges one of them meets a code by chance. What has only the code is shown to a person, first. A
    second line with the same code is the same donor's second gift. Only payers whose amount differs are opened.
    """
    rows = fetch_all(
        """
        SELECT line.id, pledge.id, pledge.person_id, pledge.amount_minor IS NOT DISTINCT FROM line.amount_minor,
               line.account_id, line.bank_reference, line.wrapped_key, line.sealed
        FROM donations_statementline line
        JOIN donations_pledge pledge
          ON pledge.organisation_id = line.organisation_id AND pledge.code = line.pledge_code
         AND pledge.currency = line.currency
        WHERE line.statement_id = %s AND line.pledge_code <> '' AND line.state = 'open' AND line.amount_minor > 0
          AND pledge.fund_id = %s
        """,
        [statement.pk, statement.account.fund_id],
    )
    hits = [_Hit(*row) for row in rows]
    unsure = [hit for hit in hits if not hit.same_amount and hit.person_id is not None]
    donors = identities_of(actor=actor, person_ids=[hit.person_id for hit in unsure if hit.person_id is not None])
    found = {
        hit.line_id: Found(hit.pledge_id, hit.person_id, ("pledge_code", "amount")) for hit in hits if hit.same_amount
    }
    for hit in unsure:
        donor = donors.get(hit.person_id or 0)
        if donor is not None and _is_named(hit, donor.names):
            found[hit.line_id] = Found(hit.pledge_id, hit.person_id, ("pledge_code", "name", "other_amount"))
    return found


def _is_named(hit: _Hit, names: PersonName) -> bool:
    """Whether the payer's name is spelt like one of the donor's."""
    context = line_context(hit.account_id, hit.bank_reference)
    words = open_payer(wrapped_key=hit.wrapped_key, sealed=hit.sealed, context=context)
    spellings = (names.reading, names.latin, names.written)
    return words is not None and any(read_payer(words.payer).keys & name_keys(name) for name in spellings if name)

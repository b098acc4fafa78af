"""Count cash, by two people and blind: what both count alike is booked, with a numbered slip for the giver.

The second does not see what the first counted. Where the two differ both see both counts, and both count again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.core.cash import CashProblem, check_pieces, total_minor
from appealdesk.donations.access import access_cash, access_fund
from appealdesk.donations.actions.attach_donor import attach_donor
from appealdesk.donations.actions.record_cash import record_cash
from appealdesk.donations.inputs import CashBegunInput, CashInput
from appealdesk.donations.models import CashCount, CashTally, Donation
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import new_data_key, open_json, seal_json, unwrap_key
from appealdesk.foundation.db import acting, fetch_value
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import Refusal
from appealdesk.people.access import access_person
from appealdesk.people.inputs import IdentityInput

__all__ = ["Counted", "count_again", "count_first"]

# Whoever books waits here for whoever books already, and who fails gives the number back, as the row is as it was.
_NUMBER = """
INSERT INTO donations_cashseries (organisation_id, last_number) VALUES (%(organisation)s, 1)
ON CONFLICT (organisation_id) DO UPDATE SET last_number = donations_cashseries.last_number + 1
RETURNING last_number
"""


@dataclass(frozen=True, slots=True)
class Counted:
    """The count and its state: counting, differs or booked."""

    ref: str
    status: str


def count_first(*, actor: Actor, now: datetime, entry: CashBegunInput) -> Counted:
    """Save what the first of two people counted; the same form again gives the first answer."""
    with acting(actor):
        fund = access_fund(actor, entry.fund_ref)
        earlier = CashCount.objects.filter(organisation_id=actor.own_organisation, submission=entry.submission).first()
        if earlier is not None:
            return Counted(earlier.ref, earlier.status)
        row = CashCount(
            ref=new_ref("C"),
            organisation_id=actor.own_organisation,
            fund=fund,
            currency=entry.currency,
            person_id=access_person(actor, entry.person_ref).pk if entry.person_ref else None,
            language=entry.language,
            submission=entry.submission,
            begun_at=now,
            begun_by=actor.ref,
        )
        if entry.identity is not None and not entry.person_ref:
            key = new_data_key()
            row.wrapped_key = key.wrapped
            row.sealed = seal_json(key, context=_context(row), value=entry.identity.model_dump(mode="json"))
        row.save(force_insert=True)
        _tally(actor, now, row, 1, entry.pieces)
        details = {"fund": fund.ref, "currency": row.currency}
        record_audit(actor=actor, now=now, tag="cash.counted_first", subject=row.ref, details=details)
    return Counted(row.ref, row.status)


def count_again(*, actor: Actor, now: datetime, ref: str, pieces: Mapping[int, int]) -> Counted:
    """Save what somebody else counted: equal counts are booked, others begin another round."""
    with acting(actor):
        row = access_cash(actor, ref, lock=True)
        if row.status not in (CashCount.Status.COUNTING, CashCount.Status.DIFFERS):
            raise Refusal("donations.cash_ended", "This cash is booked or given back already. Look at it again.")
        earlier = list(row.tallies.filter(round=row.round))
        if any(tally.counted_by == actor.ref for tally in earlier):
            raise Refusal("donations.counted_already", "You counted this already: a colleague counts it too.")
        other = earlier[0] if earlier else None
        mine = _tally(actor, now, row, len(earlier) + 1, pieces)
        if other is not None:
            if mine.pieces == other.pieces:
                _book(actor, now, row, mine, other.counted_by)
            else:
                row.status, row.round = CashCount.Status.DIFFERS, row.round + 1
            row.save()
        details = {"round": mine.round, "state": row.status}
        record_audit(actor=actor, now=now, tag="cash.counted", subject=row.ref, details=details)
    return Counted(row.ref, row.status)


def _tally(actor: Actor, now: datetime, row: CashCount, place: int, pieces: Mapping[int, int]) -> CashTally:
    try:
        counted = check_pieces(row.currency, pieces)
    except CashProblem as error:
        raise Refusal("donations.cash_pieces", f"The count cannot be right. {error}", field="pieces") from error
    return CashTally.objects.create(
        organisation_id=row.organisation_id,
        count=row,
        round=row.round,
        place=place,
        pieces=[[value, number] for value, number in counted.items()],
        total_minor=total_minor(counted),
        counted_at=now,
        counted_by=actor.ref,
    )


def _book(actor: Actor, now: datetime, row: CashCount, tally: CashTally, other: str) -> None:
    entry = CashInput(
        fund_ref=row.fund.ref,
        amount_minor=tally.total_minor,
        currency=row.currency,
        counted_with=other,
        person_id=row.person_id,
    )
    recorded = record_cash(actor=actor, now=now, entry=entry)
    if row.wrapped_key is not None and row.sealed is not None:
        value = open_json(unwrap_key(row.wrapped_key), context=_context(row), sealed=row.sealed)
        identity = IdentityInput.model_validate(value)
        attach_donor(actor=actor, now=now, donation_ref=recorded.donation_ref, identity=identity)
        # The person's own record says it now.
        row.wrapped_key = row.sealed = None
    row.donation = Donation.objects.get(ref=recorded.donation_ref)
    row.slip_number = int(fetch_value(_NUMBER, {"organisation": row.organisation_id}))
    row.status, row.ended_at, row.ended_by = CashCount.Status.BOOKED, now, actor.ref
    details = {"number": row.slip_number, "donation": recorded.donation_ref}
    record_audit(actor=actor, now=now, tag="cash.slip_issued", subject=row.ref, details=details)


def _context(row: CashCount) -> str:
    return f"donations.cashcount:{row.ref}"

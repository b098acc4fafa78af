"""Make several lines one donation: instalments, or a gift that a bank's daily limit broke into pieces."""

from collections.abc import Sequence
from datetime import datetime

from appealdesk.appeals.queries.appeals import day_of
from appealdesk.donations.events import DonorAttached
from appealdesk.donations.ledger.decisions import (
    BY_OFFICER,
    JOINED,
    WITH_FEE,
    check_sum,
    note_decision,
    target_of,
    waiting_line,
)
from appealdesk.donations.ledger.gifts import record_gift, take_back_gift
from appealdesk.donations.ledger.shares import post_fee, whole_of
from appealdesk.donations.models import Donation, Match, StatementLine
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import Refusal

__all__ = ["join_lines"]

_MOST_LINES = 60


def join_lines(
    *,
    actor: Actor,
    now: datetime,
    lines: Sequence[tuple[str, int]],
    target_ref: str = "",
    fee_minor: int = 0,
    reasons: Sequence[str] = (),
) -> str:
    """One donation of all the lines, of the pledge or donor that `target_ref` names, or of an unidentified payer.

    It was received on the day of the last of them. Returns the reference of the first line's decision; taking back any
    of them takes back all.
    """
    with acting(actor):
        # Always in the same order, so that two officers with the same lines do not wait for each other for ever.
        found = [waiting_line(actor, ref, number) for ref, number in sorted(set(lines))]
        _check(found)
        found.sort(key=lambda line: (line.booked_on, line.pk))
        first, last = found[0], found[-1]
        total = sum(line.amount_minor for line in found)
        check_sum(total, fee_minor, total + fee_minor)
        whole = [whole_of(line) for line in found]
        pledge, person_id = target_of(actor, first, target_ref) if target_ref else (None, None)
        told = [*dict.fromkeys(reasons), JOINED, *([WITH_FEE] if fee_minor else []), BY_OFFICER]
        donation = record_gift(
            actor=actor,
            now=now,
            line=first,
            fund=pledge.fund if pledge else first.account.fund,
            pledge=pledge,
            person_id=person_id,
            reasons=told,
            share_minor=total + fee_minor,
            received_on=last.booked_on,
        )
        day = day_of(actor.own_organisation, now=now)
        for before in filter(None, whole):
            take_back_gift(actor=actor, now=now, day=day, donation=before)
        if person_id is not None:
            emit(DonorAttached(donation_ref=donation.ref), actor=actor, now=now)
        return _note(actor, now, found, whole, donation, told, fee_minor)


def _check(found: Sequence[StatementLine]) -> None:
    if not 2 <= len(found) <= _MOST_LINES:
        raise Refusal(
            "donations.lines_count",
            f"Choose from 2 to {_MOST_LINES} lines that are one donation.",
            field="lines",
            values={"most": _MOST_LINES},
        )
    if len({line.account_id for line in found}) > 1:
        raise Refusal(
            "donations.lines_accounts",
            "The lines are of different accounts and cannot be one donation.",
            field="lines",
        )


def _note(
    actor: Actor,
    now: datetime,
    found: Sequence[StatementLine],
    whole: Sequence[Donation | None],
    donation: Donation,
    reasons: Sequence[str],
    fee_minor: int,
) -> str:
    known = donation.person_id is not None or donation.pledge is not None
    outcome = Match.Outcome.DONOR if known else Match.Outcome.UNKNOWN
    together = new_ref("M")
    made = [
        note_decision(
            actor,
            now,
            line,
            outcome,
            donation,
            recorded=True,
            reasons=reasons,
            replaced=before is not None,
            together=together,
            fee_minor=fee_minor if line is found[0] else 0,
        )
        for line, before in zip(found, whole, strict=True)
    ]
    if fee_minor:
        post_fee(actor=actor, now=now, match=made[0], gifts=[donation])
    return made[0].ref

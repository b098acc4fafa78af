"""Share one line among several donations, as a collection or a company's list says; or give it with the bank's fee."""

from collections.abc import Sequence
from datetime import datetime

from appealdesk.appeals.queries.appeals import day_of
from appealdesk.donations.events import DonorAttached
from appealdesk.donations.inputs import PartInput
from appealdesk.donations.ledger.decisions import (
    BY_OFFICER,
    SHARED,
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
from appealdesk.foundation.refusals import Refusal
from appealdesk.people.actions.identify import identify_person

__all__ = ["MOST_PARTS", "split_line"]

MOST_PARTS = 1_000


def split_line(
    *,
    actor: Actor,
    now: datetime,
    statement_ref: str,
    number: int,
    parts: Sequence[PartInput],
    fee_minor: int = 0,
    reasons: Sequence[str] = (),
) -> str:
    """Make each part a donation of its own; together they are the line and what a bank kept of it.

    One part with a fee is the usual case of a donor whose bank kept something. Returns the reference of the decision,
    with which all of it is taken back.
    """
    with acting(actor):
        line = waiting_line(actor, statement_ref, number)
        if not 1 <= len(parts) <= MOST_PARTS:
            raise Refusal(
                "donations.parts_count",
                f"A line is shared among 1 to {MOST_PARTS} donations, and there are {len(parts)}.",
                field="parts",
                values={"most": MOST_PARTS, "count": len(parts)},
            )
        check_sum(line.amount_minor, fee_minor, sum(part.amount_minor for part in parts))
        whole = whole_of(line)
        told = [*dict.fromkeys(reasons), *([WITH_FEE] if fee_minor else []), *([SHARED] if len(parts) > 1 else [])]
        gifts = [_give(actor, now, line, part, [*told, BY_OFFICER]) for part in parts]
        if whole is not None:
            take_back_gift(actor=actor, now=now, day=day_of(actor.own_organisation, now=now), donation=whole)
        alone = gifts[0] if len(gifts) == 1 else None
        outcome = Match.Outcome.SPLIT
        if alone is not None:
            outcome = Match.Outcome.UNKNOWN if alone.person_id is None and alone.pledge is None else Match.Outcome.DONOR
        match = note_decision(
            actor,
            now,
            line,
            outcome,
            alone,
            recorded=True,
            reasons=[*told, BY_OFFICER],
            replaced=whole is not None,
            fee_minor=fee_minor,
        )
        if fee_minor:
            post_fee(actor=actor, now=now, match=match, gifts=gifts)
    return match.ref


def _give(actor: Actor, now: datetime, line: StatementLine, part: PartInput, reasons: Sequence[str]) -> Donation:
    pledge, person_id = target_of(actor, line, part.target_ref) if part.target_ref else (None, None)
    donation = record_gift(
        actor=actor,
        now=now,
        line=line,
        fund=pledge.fund if pledge else line.account.fund,
        pledge=pledge,
        person_id=person_id,
        reasons=reasons,
        share_minor=part.amount_minor,
    )
    if person_id is None and part.identity is not None:
        donor = identify_person(
            actor=actor, now=now, identity=part.identity, source="donation", source_ref=donation.ref
        )
        donation.person_id = donor.person_id
        donation.save(update_fields=["person_id"])
    if donation.person_id is not None:
        emit(DonorAttached(donation_ref=donation.ref), actor=actor, now=now)
    return donation

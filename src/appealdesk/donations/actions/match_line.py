"""Decide about one line: whose it is, that nobody knows, or that it is no donation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from appealdesk.donations.events import DonorAttached
from appealdesk.donations.ledger.decisions import BY_OFFICER, note_decision, target_of, waiting_line
from appealdesk.donations.ledger.gifts import record_gift
from appealdesk.donations.models import Donation, Match, StatementLine
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit
from appealdesk.foundation.refusals import Refusal

__all__ = ["MatchedLine", "match_line"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedLine:
    """The decision, and the donation that the line is now, if it is one."""

    match_ref: str
    donation_ref: str


def match_line(
    *,
    actor: Actor,
    now: datetime,
    statement_ref: str,
    number: int,
    target_ref: str = "",
    outcome: str = "donor",
    reasons: Sequence[str] = (),
) -> MatchedLine:
    """Say whose a line is: of the pledge (K-…) or donor (P-…) that `target_ref` names; many lines may be of one.

    With the outcome "unknown" nobody knows the payer, which is a legitimate end; with "other" it is no donation at
    all. `reasons` are the codes of the evidence that was shown. A colleague's decision is never written over.
    """
    with acting(actor):
        line = waiting_line(actor, statement_ref, number)
        told = [*dict.fromkeys(reasons), BY_OFFICER]
        donation = line.donations.filter(undone_at__isnull=True).first()
        recorded = donation is None and outcome != Match.Outcome.OTHER
        if outcome == Match.Outcome.DONOR:
            donation = _give(actor, now, line, donation, target_ref, told)
        elif outcome == Match.Outcome.OTHER and donation is not None:
            raise Refusal(
                "donations.is_donation",
                "Every credit of this account is a donation: say that nobody is known instead.",
            )
        elif recorded:
            donation = record_gift(
                actor=actor, now=now, line=line, fund=line.account.fund, pledge=None, person_id=None, reasons=told
            )
        match = note_decision(actor, now, line, Match.Outcome(outcome), donation, recorded=recorded, reasons=told)
    return MatchedLine(match_ref=match.ref, donation_ref=donation.ref if donation else "")


def _give(
    actor: Actor,
    now: datetime,
    line: StatementLine,
    donation: Donation | None,
    target_ref: str,
    reasons: Sequence[str],
) -> Donation:
    """The line's donation with its donor; recorded now if it is none yet."""
    pledge, person_id = target_of(actor, line, target_ref)
    if donation is None:
        fund = pledge.fund if pledge else line.account.fund
        donation = record_gift(
            actor=actor, now=now, line=line, fund=fund, pledge=pledge, person_id=person_id, reasons=reasons
        )
    else:
        donation.pledge, donation.person_id, donation.match_reasons = pledge, person_id, list(reasons)
        donation.save(update_fields=["pledge", "person_id", "match_reasons"])
    if person_id is not None:
        emit(DonorAttached(donation_ref=donation.ref), actor=actor, now=now)
    return donation

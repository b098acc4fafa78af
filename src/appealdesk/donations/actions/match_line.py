"""Decide about one line: whose it is, that nobody knows, or that it is no donation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import access_line, access_pledge
from appealdesk.donations.events import DonorAttached
from appealdesk.donations.ledger.gifts import record_gift
from appealdesk.donations.models import Donation, Match, Pledge, Statement, StatementLine
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.people.queries.candidates import search

__all__ = ["BY_OFFICER", "MatchedLine", "match_line"]

BY_OFFICER = "officer"
"""The reason that stands beside a donation, as the codes of the matching rules do for the others."""


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
        line = _waiting_line(actor, statement_ref, number)
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
        match = _decide(actor, now, line, Match.Outcome(outcome), donation, recorded=recorded, reasons=told)
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
    pledge, person_id = _target(actor, line, target_ref)
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


def _waiting_line(actor: Actor, statement_ref: str, number: int) -> StatementLine:
    line = access_line(actor, statement_ref, number, lock=True)
    if not line.waits:
        raise Refusal("donations.decided_meanwhile", "A colleague decided about this line meanwhile: look at it again.")
    if line.statement.status != Statement.Status.RECONCILED:
        raise Refusal("donations.not_imported", "The statement is still being imported: wait a moment.")
    return line


def _target(actor: Actor, line: StatementLine, target_ref: str) -> tuple[Pledge | None, int | None]:
    if target_ref.startswith("K-"):
        pledge = access_pledge(actor, target_ref)
        if pledge.currency != line.currency:
            raise Refusal(
                "donations.pledge_currency",
                f"The pledge is in {pledge.currency}, the line in {line.currency}: they cannot be one.",
            )
        return pledge, pledge.person_id
    found = search(actor=actor, text=target_ref) if target_ref.startswith("P-") else ()
    if not found:
        raise NotFound("person")
    return None, found[0].person_id


def _decide(
    actor: Actor,
    now: datetime,
    line: StatementLine,
    outcome: Match.Outcome,
    donation: Donation | None,
    *,
    recorded: bool,
    reasons: Sequence[str],
) -> Match:
    line.waits = False
    if outcome == Match.Outcome.OTHER:
        line.state = StatementLine.State.OTHER
    line.save(update_fields=["waits", "state"])
    match = Match.objects.create(
        ref=new_ref("M"),
        organisation_id=line.organisation_id,
        line=line,
        outcome=outcome,
        donation=donation,
        recorded=recorded,
        pledge=donation.pledge if donation else None,
        person_id=donation.person_id if donation else None,
        payer_token=line.payer_token,
        reasons=list(reasons),
        decided_at=now,
        decided_by=actor.ref,
    )
    details = {
        "statement": line.statement.ref,
        "line": line.number,
        "outcome": match.outcome,
        "donation": donation.ref if donation else "",
    }
    record_audit(actor=actor, now=now, tag="line.decided", subject=match.ref, details=details)
    return match

"""What every decision about lines has in common: the line that waits, whom it names, the sums, and the written word."""

from collections.abc import Sequence
from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import access_line, access_pledge
from appealdesk.donations.models import Donation, Match, Pledge, Statement, StatementLine
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.people.queries.search import search

__all__ = ["BY_OFFICER", "JOINED", "SHARED", "WITH_FEE", "check_sum", "note_decision", "target_of", "waiting_line"]

# The reasons that stand beside a donation, as the codes of the matching rules do for the others.
BY_OFFICER = "officer"
SHARED = "shared"
JOINED = "joined"
WITH_FEE = "fee"


def waiting_line(actor: Actor, statement_ref: str, number: int) -> StatementLine:
    """The line, locked, if nobody has decided about it yet."""
    line = access_line(actor, statement_ref, number, lock=True)
    if not line.waits:
        raise Refusal("donations.decided_meanwhile", "A colleague decided about this line meanwhile: look at it again.")
    if line.statement.status != Statement.Status.RECONCILED:
        raise Refusal("donations.not_imported", "The statement is still being imported: wait a moment.")
    return line


def target_of(actor: Actor, line: StatementLine, target_ref: str) -> tuple[Pledge | None, int | None]:
    """The pledge or the donor that a reference names, with the donor's key where one is known."""
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


def note_decision(
    actor: Actor,
    now: datetime,
    line: StatementLine,
    outcome: Match.Outcome,
    donation: Donation | None,
    *,
    recorded: bool,
    reasons: Sequence[str],
    replaced: bool = False,
    together: str = "",
    fee_minor: int = 0,
) -> Match:
    """Write the decision down; the line waits no longer."""
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
        replaced=replaced,
        together=together,
        fee_minor=fee_minor,
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
        "together": together,
        "fee_minor": fee_minor,
    }
    record_audit(actor=actor, now=now, tag="line.decided", subject=match.ref, details=details)
    return match


def check_sum(came_minor: int, fee_minor: int, given_minor: int) -> None:
    """Refuses parts that are not what came in and what a bank kept of it, and says what is missing."""
    if fee_minor < 0 or fee_minor > came_minor:
        raise Refusal(
            "donations.fee_large",
            "A bank keeps no more than what arrived: check the fee.",
            field="fee",
        )
    missing = came_minor + fee_minor - given_minor
    if missing:
        raise Refusal(
            "donations.parts_sum",
            f"The parts and the fee do not make the line: {missing} minor units are left over.",
            field="parts",
            values={"missing": missing},
        )

"""Take back a decision about a line, which then waits for another."""

from datetime import datetime

from appealdesk.appeals.queries.appeals import day_of
from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import access_match
from appealdesk.donations.ledger.gifts import take_back_gift
from appealdesk.donations.models import Donation, Match, StatementLine
from appealdesk.donations.queries.receipt_contents import check_not_receipted
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.letters.actions.cancel import cancel_drafts_about

__all__ = ["unmatch_line"]


def unmatch_line(*, actor: Actor, now: datetime, match_ref: str) -> str:
    """Undo the decision; one that is undone changes nothing. Returns its line as statement and number.

    A donation that it recorded is taken back by a reversing entry, one that was there before loses its donor again,
    and thanks that were drafted for it are kept back.
    """
    with acting(actor):
        match = access_match(actor, match_ref, lock=True)
        line = match.line
        at = f"{line.statement.ref}:{line.number}"
        if match.undone_at is not None:
            return at
        donation = match.donation
        if donation is not None and donation.undone_at is None:
            Donation.objects.select_for_update().get(pk=donation.pk)
            check_not_receipted([donation.pk])
            if match.recorded:
                day = day_of(actor.own_organisation, now=now)
                take_back_gift(actor=actor, now=now, day=day, donation=donation)
            elif match.outcome == Match.Outcome.DONOR:
                donation.pledge, donation.person_id, donation.match_reasons = None, None, []
                donation.save(update_fields=["pledge", "person_id", "match_reasons"])
            cancel_drafts_about(actor=actor, now=now, about_refs=[donation.ref], kind="donation_thanks")
        match.undone_at, match.undone_by = now, actor.ref
        match.save(update_fields=["undone_at", "undone_by"])
        if line.state != StatementLine.State.UNDONE:
            line.waits, line.state = True, StatementLine.State.OPEN
            line.save(update_fields=["waits", "state"])
        details = {"statement": line.statement.ref, "line": line.number, "outcome": match.outcome}
        record_audit(actor=actor, now=now, tag="line.undecided", subject=match.ref, details=details)
    return at

"""Open again: a closed month, after somebody else asked for it with a reason; a claim that was settled by mistake."""

from datetime import datetime

from django.db.models import QuerySet

from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import access_claim, access_period
from appealdesk.donations.models import Claim, Match
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal

__all__ = ["reopen_claim", "reopen_claims_of", "reopen_month"]


def reopen_month(*, actor: Actor, now: datetime, period_ref: str) -> None:
    """The second person's word: entries may be booked in the month again."""
    with acting(actor):
        row = access_period(actor, period_ref)
        if row.asked_at is None:
            raise Refusal("donations.reopen_unasked", "Somebody has to say first why this month is opened again.")
        if row.asked_by == actor.ref:
            raise Refusal("donations.agree_own", "Somebody else than the one who asked for it has to agree.")
        row.opened_at, row.opened_by = now, actor.ref
        row.save(update_fields=["opened_at", "opened_by"])
        details = {"month": f"{row.month:%Y-%m}", "reason": row.reason}
        record_audit(actor=actor, now=now, tag="period.opened", subject=row.ref, details=details)


def reopen_claim(*, actor: Actor, now: datetime, claim_ref: str) -> None:
    """A claim that was dismissed waits again; one that waits already is left as it is.

    A confirmed one waits again when the decision about its line is taken back.
    """
    with acting(actor):
        claim = access_claim(actor, claim_ref, lock=True)
        if claim.status == Claim.Status.CONFIRMED:
            raise Refusal("donations.claim_meanwhile", "A colleague settled this claim meanwhile: look at it again.")
        if claim.status == Claim.Status.DISMISSED:
            _wait_again(actor, now, claim)


def reopen_claims_of(*, actor: Actor, now: datetime, matches: QuerySet[Match]) -> None:
    """The claims that were confirmed by decisions which are taken back; what was erased meanwhile stays settled."""
    for claim in Claim.objects.select_for_update().filter(match__in=matches, sealed__isnull=False).order_by("pk"):
        _wait_again(actor, now, claim)


def _wait_again(actor: Actor, now: datetime, claim: Claim) -> None:
    claim.status, claim.match, claim.decided_at, claim.decided_by = Claim.Status.OPEN, None, None, ""
    claim.save(update_fields=["status", "match", "decided_at", "decided_by"])
    record_audit(actor=actor, now=now, tag="claim.reopened", subject=claim.ref)

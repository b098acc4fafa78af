"""Settle what waits for finance: a claim, which is this line's or cannot be confirmed; a doubt about a receipt."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import access_claim, access_receipt
from appealdesk.donations.actions.match_line import match_line
from appealdesk.donations.models import Claim, Match, ReceiptCheck
from appealdesk.donations.queries.claims import open_claim
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal
from appealdesk.people.actions.identify import identify_person

__all__ = ["settle_claim", "settle_doubt"]


def settle_claim(*, actor: Actor, now: datetime, claim_ref: str, statement_ref: str = "", number: int = 0) -> str:
    """Confirm that the line is the claimed gift, or without a line dismiss the claim.

    The claimant becomes the line's donor, as by any decision about a line, which can be taken back as any other.
    Returns the reference of that decision, or nothing.
    """
    with acting(actor):
        claim = access_claim(actor, claim_ref, lock=True)
        if claim.status != Claim.Status.OPEN:
            raise Refusal("donations.claim_meanwhile", "A colleague settled this claim meanwhile: look at it again.")
        match_ref = ""
        if statement_ref:
            words = open_claim(claim)
            if words is None:
                raise Refusal("donations.claim_erased", "What the claimant wrote was erased: dismiss the claim.")
            donor = identify_person(
                actor=actor, now=now, identity=words.identity, source="donation", source_ref=claim.ref
            )
            match_ref = match_line(
                actor=actor,
                now=now,
                statement_ref=statement_ref,
                number=number,
                target_ref=donor.person_ref,
                reasons=["claim"],
            ).match_ref
            claim.match = Match.objects.get(ref=match_ref)
        claim.status = Claim.Status.CONFIRMED if match_ref else Claim.Status.DISMISSED
        claim.decided_at, claim.decided_by = now, actor.ref
        claim.save(update_fields=["status", "match", "decided_at", "decided_by"])
        details = {"outcome": claim.status, "match": match_ref}
        record_audit(actor=actor, now=now, tag="claim.settled", subject=claim.ref, details=details)
    return match_ref


def settle_doubt(*, actor: Actor, now: datetime, receipt_ref: str) -> bool:
    """An officer has looked at the receipt; false where a colleague had, or nothing was to be looked at."""
    with acting(actor):
        receipt = access_receipt(actor, receipt_ref, lock=True)
        waiting = ReceiptCheck.objects.filter(receipt=receipt, settled_at__isnull=True)
        settled = waiting.update(settled_at=now, settled_by=actor.ref) > 0
        if settled:
            details = {"number": receipt.label}
            record_audit(actor=actor, now=now, tag="receipt.checked", subject=receipt.ref, details=details)
    return settled

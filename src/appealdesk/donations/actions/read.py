"""Opening the proof of a payment: whoever does so leaves a line in the audit log."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.queries.spending import proof_page
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting

__all__ = ["read_proof"]


def read_proof(*, actor: Actor, now: datetime, ref: str, number: int) -> bytes:
    """One page's picture, noted as seen."""
    with acting(actor):
        picture = proof_page(actor=actor, ref=ref, number=number)
        record_audit(actor=actor, now=now, tag="disbursement.read", subject=ref, details={"page": number})
    return picture

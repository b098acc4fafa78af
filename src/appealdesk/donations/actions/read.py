"""Opening the proof of a payment or an offer of goods: whoever does so leaves a line in the audit log."""

from datetime import datetime

from appealdesk.appeals.queries.appeals import day_of
from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.queries.in_kind import InKindDetail, in_kind_detail
from appealdesk.donations.queries.spending import proof_page
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting

__all__ = ["read_in_kind", "read_proof"]


def read_proof(*, actor: Actor, now: datetime, ref: str, number: int) -> bytes:
    """One page's picture, noted as seen."""
    with acting(actor):
        picture = proof_page(actor=actor, ref=ref, number=number)
        record_audit(actor=actor, now=now, tag="disbursement.read", subject=ref, details={"page": number})
    return picture


def read_in_kind(*, actor: Actor, now: datetime, ref: str) -> InKindDetail:
    """One offer of goods with who offers, noted as read."""
    with acting(actor):
        detail = in_kind_detail(actor=actor, today=day_of(actor.own_organisation, now=now), ref=ref)
        record_audit(actor=actor, now=now, tag="in_kind.read", subject=ref)
    return detail

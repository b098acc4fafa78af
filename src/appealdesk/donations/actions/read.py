"""Opening the proof of a payment, claims or offers of goods: each time a line is left in the audit log."""

from datetime import datetime

from appealdesk.appeals.queries.appeals import day_of
from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.queries.claims import ClaimPage, claims_page
from appealdesk.donations.queries.in_kind import InKindDetail, InKindList, Shown, in_kind_detail, in_kind_page
from appealdesk.donations.queries.spending import proof_page
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting

__all__ = ["read_claims", "read_in_kind", "read_in_kind_page", "read_proof"]


def read_proof(*, actor: Actor, now: datetime, ref: str, number: int) -> bytes:
    """One page's picture, noted as seen."""
    with acting(actor):
        picture = proof_page(actor=actor, ref=ref, number=number)
        record_audit(actor=actor, now=now, tag="disbursement.read", subject=ref, details={"page": number})
    return picture


def read_claims(*, actor: Actor, now: datetime) -> tuple[ClaimPage, ...]:
    """The oldest claims that wait, with what each claimant wrote, noted as read."""
    with acting(actor):
        claims = claims_page(actor=actor)
        if claims:
            details = {"claims": [claim.ref for claim in claims]}
            record_audit(actor=actor, now=now, tag="claim.listed", subject="claims", details=details)
    return claims


def read_in_kind_page(*, actor: Actor, now: datetime, shown: Shown, after: int = 0) -> InKindList:
    """A page of offers, noted as listed: words about goods may name somebody."""
    with acting(actor):
        today = day_of(actor.own_organisation, now=now)
        page = in_kind_page(actor=actor, today=today, shown=shown, after=after)
        if page.rows:
            details = {"shown": shown, "offers": [row.ref for row in page.rows]}
            record_audit(actor=actor, now=now, tag="in_kind.listed", subject="goods", details=details)
    return page


def read_in_kind(*, actor: Actor, now: datetime, ref: str) -> InKindDetail:
    """One offer of goods with who offers, noted as read."""
    with acting(actor):
        detail = in_kind_detail(actor=actor, today=day_of(actor.own_organisation, now=now), ref=ref)
        record_audit(actor=actor, now=now, tag="in_kind.read", subject=ref)
    return detail

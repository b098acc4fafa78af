"""Claim a donation that was made without a code."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.inputs import ClaimInput
from appealdesk.donations.models import Claim
from appealdesk.donations.queries.claims import claim_context
from appealdesk.donations.queries.giving import check_rate, giving_of
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import new_data_key, seal_json
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import NotFound

__all__ = ["claim_donation"]


def claim_donation(*, actor: Actor, now: datetime, entry: ClaimInput) -> str:
    """Keep the claim sealed until a person confirms it; the same form twice is one claim. Returns its reference."""
    organisation_id = actor.own_organisation
    with acting(actor):
        known = Claim.objects.filter(organisation_id=organisation_id, submission=entry.submission).first()
        if known is not None:
            return known.ref
        giving = giving_of(organisation_id=organisation_id, appeal_id=entry.appeal_id)
        if giving is None:
            raise NotFound("page")
        check_rate(Claim, organisation_id=organisation_id, now=now)
        ref, key = new_ref("X"), new_data_key()
        words = {"payer": entry.payer, "identity": entry.identity.model_dump(mode="json")}
        Claim.objects.create(
            ref=ref,
            organisation_id=organisation_id,
            fund_id=giving.fund_id,
            amount_minor=entry.amount_minor,
            currency=giving.currency,
            paid_on=entry.paid_on,
            wrapped_key=key.wrapped,
            sealed=seal_json(key, context=claim_context(ref), value=words),
            submission=entry.submission,
            claimed_at=now,
        )
        record_audit(actor=actor, now=now, tag="claim.received", subject=ref, details={"channel": "web"})
    return ref

"""Offer goods: what somebody would give, recorded as an offer. Nothing of it is money, and nothing is booked."""

from datetime import datetime

from appealdesk.appeals.queries.appeals import appeals_of, day_of
from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.events import InKindOffered
from appealdesk.donations.inputs import InKindInput
from appealdesk.donations.models import InKindOffer
from appealdesk.donations.queries.giving import check_rate
from appealdesk.donations.queries.in_kind import in_kind_context
from appealdesk.foundation.actor import Actor, ActorKind
from appealdesk.foundation.crypto import new_data_key, seal_json
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import NotFound, Refusal

__all__ = ["offer_in_kind"]


def offer_in_kind(*, actor: Actor, now: datetime, entry: InKindInput) -> str:
    """Keep the offer sealed until a person answers it; the same form twice is one offer. Returns its reference."""
    organisation_id = actor.own_organisation
    is_public = actor.kind is ActorKind.PUBLIC
    with acting(actor):
        known = InKindOffer.objects.filter(organisation_id=organisation_id, submission=entry.submission).first()
        if known is not None:
            return known.ref
        if all(card.id != entry.appeal_id for card in appeals_of(organisation_id)):
            raise NotFound("appeal")
        if entry.available_until < day_of(organisation_id, now=now):
            raise Refusal(
                "donations.in_kind_past", "This day is over. Write until when the goods are there.", field="until"
            )
        if is_public:
            check_rate(InKindOffer, organisation_id=organisation_id, now=now)
        ref, key = new_ref("X"), new_data_key()
        words = entry.model_dump(mode="json", include={"goods", "quantity", "place", "identity", "speaker"})
        channel = InKindOffer.Channel.WEB if is_public else InKindOffer.Channel.PHONE
        InKindOffer.objects.create(
            ref=ref,
            organisation_id=organisation_id,
            appeal_id=entry.appeal_id,
            available_until=entry.available_until,
            wrapped_key=key.wrapped,
            sealed=seal_json(key, context=in_kind_context(ref), value=words),
            submission=entry.submission,
            channel=channel,
            offered_at=now,
            recorded_by=actor.ref,
        )
        emit(InKindOffered(offer_ref=ref), actor=actor, now=now)
        record_audit(actor=actor, now=now, tag="in_kind.received", subject=ref, details={"channel": channel})
    return ref

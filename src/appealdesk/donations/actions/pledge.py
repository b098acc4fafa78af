"""Promise a gift on the public page, and get a code for the transfer's name field."""

from dataclasses import dataclass
from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.inputs import GivingInput
from appealdesk.donations.models import Pledge
from appealdesk.donations.queries.giving import check_rate, free_code, giving_of, pledge_secret
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import hash_secret, new_ref
from appealdesk.foundation.refusals import NotFound
from appealdesk.people.actions.identify import identify_person

__all__ = ["PledgedGift", "pledge_gift"]


@dataclass(frozen=True, slots=True)
class PledgedGift:
    """The pledge, and the secret of its page."""

    ref: str
    secret: str


def pledge_gift(*, actor: Actor, now: datetime, entry: GivingInput) -> PledgedGift:
    """Record the promise; the same form twice is one pledge. The name is sealed in the vault like any other."""
    organisation_id, secret = actor.own_organisation, pledge_secret(entry.submission)
    with acting(actor):
        known = Pledge.objects.filter(organisation_id=organisation_id, submission=entry.submission).first()
        if known is not None:
            return PledgedGift(known.ref, secret)
        giving = giving_of(organisation_id=organisation_id, appeal_id=entry.appeal_id)
        if giving is None:
            raise NotFound("page")
        check_rate(Pledge, organisation_id=organisation_id, now=now)
        ref = new_ref("K")
        person_id = None
        if entry.identity.has_name:
            donor = identify_person(actor=actor, now=now, identity=entry.identity, source="donation", source_ref=ref)
            person_id = donor.person_id
        Pledge.objects.create(
            ref=ref,
            organisation_id=organisation_id,
            fund_id=giving.fund_id,
            person_id=person_id,
            code=free_code(organisation_id),
            amount_minor=entry.amount_minor,
            currency=giving.currency,
            pledged_at=now,
            secret_hash=hash_secret(secret),
            submission=entry.submission,
        )
        record_audit(actor=actor, now=now, tag="pledge.created", subject=ref, details={"channel": "web"})
    return PledgedGift(ref, secret)

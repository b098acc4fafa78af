"""Erase what somebody wrote about goods: one offer at the desk, or all of a person who is erased."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audits
from appealdesk.audit.inputs import AuditEntry
from appealdesk.donations.access import access_in_kind
from appealdesk.donations.actions.keep_back import keep_back_answers
from appealdesk.donations.actions.write import SOURCE
from appealdesk.donations.models import InKindOffer
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal
from appealdesk.people.queries.persons import family_of_person, sources_of_person

__all__ = ["erase_in_kind", "erase_offers"]


def erase_in_kind(*, actor: Actor, now: datetime, ref: str) -> None:
    """Destroy the key of one offer that nobody needs any more; that it was made and answered stays."""
    with acting(actor):
        offer = access_in_kind(actor, ref, lock=True)
        if offer.status in (InKindOffer.Status.OFFERED, InKindOffer.Status.ACCEPTED):
            raise Refusal(
                "donations.in_kind_needed", "Somebody still waits for these words: answer or end the offer first."
            )
        _erase(actor, now, [offer])


def erase_offers(*, actor: Actor, now: datetime, person_ref: str) -> int:
    """Destroy the keys of all offers of a person; says of how many, none when it is called again."""
    with acting(actor):
        family = family_of_person(actor=actor, ref=person_ref)
        refs = {ref for key in family for ref in sources_of_person(actor=actor, person_id=key, source=SOURCE)}
        rows = InKindOffer.objects.select_for_update().filter(organisation_id=actor.own_organisation, ref__in=refs)
        return _erase(actor, now, list(rows.order_by("pk")))


def _erase(actor: Actor, now: datetime, offers: list[InKindOffer]) -> int:
    kept = [offer for offer in offers if offer.wrapped_key is not None]
    for offer in kept:
        offer.wrapped_key = offer.sealed = None
        keep_back_answers(actor=actor, now=now, offer=offer)
    InKindOffer.objects.bulk_update(kept, ["wrapped_key", "sealed"])
    record_audits(actor=actor, now=now, entries=[AuditEntry("in_kind.erased", offer.ref, {}) for offer in kept])
    return len(kept)

"""Erase what public forms left: one offer of goods at the desk, all of a person, and whatever nobody needs any more.

An offer of goods, a claim and a gift by card begin with words of somebody who is not known yet. Each has a key of its
own. References, days and answers stay; the audit log and the ledger rest on them.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from appealdesk.audit.actions.record import record_audits
from appealdesk.audit.inputs import AuditEntry
from appealdesk.donations.access import access_in_kind
from appealdesk.donations.actions.keep_back import keep_back_answers
from appealdesk.donations.models import CardPayment, Claim, InKindOffer
from appealdesk.donations.queries.in_kind import SOURCE
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal
from appealdesk.people.queries.persons import family_of_person, sources_of_person

__all__ = ["erase_in_kind", "erase_of_person", "erase_unneeded"]

_Kind = type[InKindOffer] | type[Claim] | type[CardPayment]
_TAGS: Final[Mapping[_Kind, str]] = {InKindOffer: "in_kind.erased", Claim: "claim.erased", CardPayment: "card.erased"}
_BATCH: Final = 500


def erase_in_kind(*, actor: Actor, now: datetime, ref: str) -> None:
    """Destroy the key of one offer that nobody needs any more; that it was made and answered stays."""
    with acting(actor):
        offer = access_in_kind(actor, ref, lock=True)
        if offer.status in (InKindOffer.Status.OFFERED, InKindOffer.Status.ACCEPTED):
            raise Refusal(
                "donations.in_kind_needed", "Somebody still waits for these words: answer or end the offer first."
            )
        _erase(actor, now, InKindOffer, Q(pk=offer.pk))


def erase_of_person(*, actor: Actor, now: datetime, person_ref: str) -> int:
    """Destroy the keys of all offers and claims of a person; says of how many, none when it is called again."""
    with acting(actor):
        family = family_of_person(actor=actor, ref=person_ref)
        # Whoever speaks for a company stands in the words of its offer, which have one key.
        refs = {
            ref
            for source in (SOURCE, "speaker")
            for key in family
            for ref in sources_of_person(actor=actor, person_id=key, source=source)
        }
        kinds: tuple[_Kind, ...] = (InKindOffer, Claim)
        return sum(_erase(actor, now, kind, Q(ref__in=refs)) for kind in kinds)


def erase_unneeded(*, actor: Actor, now: datetime, kept_days: int) -> int:
    """The retention rule: destroy the keys of what ended so many days ago; says of how many. Safe to call at any time.

    What an offer of goods said is kept so long after it ended, or after the day until which the goods were there; a
    claim after it was settled; and who would have given by card after a gift was begun that was never paid.
    """
    before = now - timedelta(days=kept_days)
    gone = Q(available_until__lt=before.date())
    due: Mapping[_Kind, Q] = {
        InKindOffer: Q(status__in=["declined", "withdrawn", "handed_over"], decided_at__lt=before)
        | Q(gone, status="offered", offered_at__lt=before)
        | Q(gone, status="accepted", decided_at__lt=before),
        Claim: ~Q(status="open") & Q(decided_at__lt=before),
        CardPayment: ~Q(state="paid") & Q(started_at__lt=before),
    }
    count = 0
    for kind, which in due.items():
        while erased := _erase_batch(actor, now, kind, which):
            count += erased
    return count


def _erase_batch(actor: Actor, now: datetime, kind: _Kind, which: Q) -> int:
    with acting(actor):
        return _erase(actor, now, kind, which, most=_BATCH)


def _erase(actor: Actor, now: datetime, kind: _Kind, which: Q, *, most: int | None = None) -> int:
    rows = kind._default_manager.select_for_update().filter(
        which, organisation_id=actor.own_organisation, wrapped_key__isnull=False
    )
    found = dict(rows.order_by("pk").values_list("pk", "ref")[:most])
    if not found:
        return 0
    if kind is InKindOffer:
        keep_back_answers(actor=actor, now=now, offer_refs=list(found.values()))
    kind._default_manager.filter(pk__in=found).update(wrapped_key=None, sealed=None)
    record_audits(actor=actor, now=now, entries=[AuditEntry(_TAGS[kind], ref, {}) for ref in found.values()])
    return len(found)

"""Write to somebody who offered goods: that the offer came, and what was answered.

Whoever offers goods becomes a person like any other, so that the letters go the usual way and an erasure of the
person reaches the offer. Of a company that names a contact person both do, as in any offer for somebody else, and the
letters go to the contact person. An offer without an e-mail address is answered by telephone.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from appealdesk.appeals.queries.appeals import appeal_names, organisation_names
from appealdesk.donations.access import access_in_kind
from appealdesk.donations.models import InKindOffer
from appealdesk.donations.queries.in_kind import SOURCE, InKindWords, open_in_kind
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.languages import pick
from appealdesk.letters.actions.draft import draft_letter
from appealdesk.people.actions.identify import identify_person
from appealdesk.people.actions.introduce import introduce_person

__all__ = ["write_acknowledgement", "write_offerer"]


def write_acknowledgement(*, actor: Actor, now: datetime, offer_ref: str) -> str:
    """Tell the offerer that the offer came; returns the letter's reference, or nothing where no letter can go."""
    with acting(actor):
        offer = access_in_kind(actor, offer_ref)
        return write_offerer(actor=actor, now=now, offer=offer, kind="in_kind_received")


def write_offerer(
    *,
    actor: Actor,
    now: datetime,
    offer: InKindOffer,
    kind: Literal["in_kind_received", "in_kind_accepted", "in_kind_declined"],
) -> str:
    """Draft a letter about the offer; returns its reference, or nothing where no letter can go."""
    words = open_in_kind(offer)
    if words is None:
        return ""
    person_id = _offerer(actor, now, offer, words)
    if not any(who.emails for who in (words.identity, *([words.speaker.identity] if words.speaker else []))):
        return ""
    language = words.identity.language
    values = {
        "organisation": pick(organisation_names(offer.organisation_id), language),
        "appeal": pick(appeal_names(offer.appeal_id), language),
        "reference": offer.ref,
        "goods": words.goods,
    }
    return draft_letter(
        actor=actor,
        now=now,
        person_id=person_id,
        about_ref=offer.ref,
        kind=kind,
        language=language,
        values=values,
    ).ref


def _offerer(actor: Actor, now: datetime, offer: InKindOffer, words: InKindWords) -> int:
    """Who offers, as a person; where a company or group names a contact person, that one speaks for it."""
    told: Mapping[str, Any] = {
        "actor": actor,
        "now": now,
        "identity": words.identity,
        "source": SOURCE,
        "source_ref": offer.ref,
        "given_at": offer.offered_at,
    }
    if words.speaker is None:
        return identify_person(**told).person_id
    return introduce_person(speaker=words.speaker, **told).person.person_id

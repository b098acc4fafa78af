"""Keep back letters: while a sanctions check waits for a person, or because an answer about goods holds no more.

Money that came in stays booked.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from appealdesk.donations.actions.acknowledge import acknowledge_released
from appealdesk.donations.actions.hand_over import RECEIPT_LETTER
from appealdesk.donations.models import Donation, Receipt
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.letters.actions.cancel import cancel_letters_about
from appealdesk.people.queries.persons import person_key, persons_joined_with
from appealdesk.sanctions.queries.holds import held_among

__all__ = ["keep_back_answers", "keep_back_joined", "keep_back_thanks"]

_ANSWERS: Final = ("in_kind_accepted", "in_kind_declined")


def keep_back_thanks(*, actor: Actor, now: datetime, person_id: int) -> int:
    """Keep back the thanks and receipts for the person that have not left; draft thanks anew where nothing holds.

    Returns how many letters that were.
    """
    with acting(actor):
        if not held_among(actor=actor, person_ids=[person_id]):
            return acknowledge_released(actor=actor, now=now, person_id=person_id).letters
        family = persons_joined_with(actor=actor, person_id=person_id)
        donations = Donation.objects.filter(organisation_id=actor.own_organisation, person_id__in=family)
        refs = list(donations.values_list("ref", flat=True))
        receipts = list(Receipt.objects.filter(donation__in=donations).values_list("ref", flat=True))
        kept = ((refs, "donation_thanks"), (receipts, RECEIPT_LETTER))
        return sum(
            cancel_letters_about(actor=actor, now=now, about_refs=about, kind=kind, approved_too=True)
            for about, kind in kept
        )


def keep_back_joined(*, actor: Actor, now: datetime, person_refs: Sequence[str]) -> int:
    """The same for persons who were joined, or parted: of whom nothing is held, nothing waited because of the other."""
    with acting(actor):
        persons = [person_key(actor=actor, ref=ref) for ref in person_refs]
        if not held_among(actor=actor, person_ids=persons):
            return 0
        return sum(keep_back_thanks(actor=actor, now=now, person_id=person_id) for person_id in persons)


def keep_back_answers(*, actor: Actor, now: datetime, offer_refs: Sequence[str]) -> None:
    """Keep back the drafts of an answer that holds no more; what was approved has been said."""
    for kind in _ANSWERS:
        cancel_letters_about(actor=actor, now=now, about_refs=offer_refs, kind=kind)

"""Whose a donation, a pledge or a receipt is, by what somebody reads out on the telephone. No money is shown."""

from django.db.models import Q

from appealdesk.donations.models import Donation, Pledge, Receipt
from appealdesk.foundation.actor import Actor

__all__ = ["persons_named_by"]

_LONGEST = 30


def persons_named_by(*, actor: Actor, text: str) -> tuple[int, ...]:
    """The persons behind a reference of a donation, a pledge or a receipt, a pledge's code or a receipt's number.

    Who of them the actor may see is the business of the caller's look-up of persons. Three queries.
    """
    typed = text.strip().upper()
    if not typed or len(typed) > _LONGEST:
        return ()
    own = {"organisation_id": actor.own_organisation, "person_id__isnull": False}
    found = (
        *Donation.objects.filter(ref=typed, **own).values_list("person_id", flat=True),
        *Pledge.objects.filter(Q(ref=typed) | Q(code=typed), **own).values_list("person_id", flat=True),
        *Receipt.objects.filter(Q(ref=typed) | Q(label=typed), **own).values_list("person_id", flat=True),
    )
    return tuple(dict.fromkeys(person_id for person_id in found if person_id is not None))

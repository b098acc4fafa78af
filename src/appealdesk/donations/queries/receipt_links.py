"""A donor's own receipt by a secret link: what the pages of their gift and a letter lead to."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from typing import Final

from appealdesk.appeals.queries.appeals import organisation_id_of, organisation_slug
from appealdesk.donations.models import Donation, Receipt
from appealdesk.donations.queries.receipts import receipt_pdf
from appealdesk.foundation.actor import system_actor
from appealdesk.foundation.crypto import derive_key
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import is_ref
from appealdesk.foundation.refusals import NotFound
from appealdesk.people.queries.persons import kept_persons

__all__ = ["OwnReceipt", "own_receipt_pdf", "own_receipts", "receipt_link"]

# Who reads by a link is shown this one receipt by the site itself.
_READER: Final = "receipt-link"


@dataclass(frozen=True, slots=True)
class OwnReceipt:
    """A valid receipt with the parts of its address."""

    label: str
    organisation: str
    ref: str
    secret: str


def own_receipts(*, organisation_id: int, donations: list[Donation], person_id: int | None) -> tuple[OwnReceipt, ...]:
    """The valid receipts for these donations that were made out to this person; nobody else's name is shown.

    An officer may have found that somebody else gave, whose name is not for whoever holds the link. Four queries at
    most, the first one alone where nothing is receipted.
    """
    if person_id is None:
        return ()
    actor = system_actor(organisation_id, ref=_READER)
    with acting(actor):
        rows = list(Receipt.objects.filter(donation__in=donations, voided_at__isnull=True, sealed__isnull=False))
        if not rows:
            return ()
        kept = kept_persons(actor=actor, person_ids={person_id, *(row.person_id for row in rows)})
    organisation = organisation_slug(organisation_id)
    return tuple(
        OwnReceipt(row.label, organisation, row.ref, _secret(row.ref))
        for row in rows
        if kept.get(row.person_id, 0) == kept.get(person_id)
    )


def own_receipt_pdf(*, organisation: str, ref: str, secret: str) -> tuple[int, bytes]:
    """Whose receipt it is and the paper behind the link, or NotFound for anything but its own secret.

    As often as it is opened it is the same paper. Once a duplicate was handed out, the link shows the newest one, since
    the first paper then counts as lost; a void receipt says that it is void.
    """
    organisation_id = organisation_id_of(organisation)
    if organisation_id is None or not is_ref(ref, "R") or not hmac.compare_digest(_secret(ref), secret):
        raise NotFound("receipt")
    actor = system_actor(organisation_id, ref=_READER)
    with acting(actor):
        receipt = Receipt.objects.filter(ref=ref, organisation_id=organisation_id).first()
        if receipt is None:
            raise NotFound("receipt")
        return organisation_id, receipt_pdf(actor=actor, ref=ref, copy=receipt.copies.count())


def receipt_link(*, address: str, language: str, organisation_id: int, ref: str) -> str:
    """The whole link, for a letter; `address` is the site's own."""
    return f"{address.rstrip('/')}/{language}/receipts/{organisation_slug(organisation_id)}/{ref}/{_secret(ref)}/"


def _secret(ref: str) -> str:
    """128 bits in 22 letters that only this site can tell from the reference, so that nothing is stored."""
    digest = hmac.new(derive_key("receipt-link/1"), ref.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()

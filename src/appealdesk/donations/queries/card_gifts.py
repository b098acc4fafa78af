"""A gift by card as its donor sees it: by the secret link of its page, without a name."""

import base64
import hashlib
import hmac
from dataclasses import dataclass

from appealdesk.core.money import Money
from appealdesk.donations.models import CardPayment, Donation
from appealdesk.donations.queries.receipt_links import OwnReceipt, own_receipts
from appealdesk.foundation.actor import system_actor
from appealdesk.foundation.crypto import derive_key
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import hash_secret
from appealdesk.foundation.refusals import NotFound

__all__ = ["CardGiftPage", "card_gift_page", "gift_secret", "payment_context"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CardGiftPage:
    """What stands on the page after a gift; `checkout_address` is the provider's page while it may still be paid."""

    ref: str
    donation_ref: str
    amount: Money
    returned: Money
    state: str
    provider: str
    has_donor: bool
    came_back: bool
    checkout_address: str
    receipts: tuple[OwnReceipt, ...] = ()


def card_gift_page(*, organisation_id: int, appeal_id: int, ref: str, secret: str) -> CardGiftPage:
    """The gift of a link, or NotFound for anything but its own secret."""
    with acting(system_actor(organisation_id)):
        row = (
            CardPayment.objects.select_related("account", "donation")
            .filter(ref=ref, organisation_id=organisation_id, fund__appeal_id=appeal_id)
            .first()
        )
    if row is None or not hmac.compare_digest(bytes(row.secret_hash), hash_secret(secret)):
        raise NotFound("gift")
    given = row.donation
    amount = Money(given.amount_minor, given.currency) if given else Money(row.amount_minor, row.currency)
    return CardGiftPage(
        ref=row.ref,
        donation_ref=given.ref if given else "",
        amount=amount,
        returned=Money(given.returned_minor if given else 0, amount.currency),
        state=row.state,
        provider=row.account.provider,
        has_donor=row.sealed is not None or (given is not None and given.person_id is not None),
        came_back=row.returned_at is not None,
        checkout_address=row.checkout_address if row.state == CardPayment.State.STARTED else "",
        receipts=_receipts(organisation_id, given),
    )


def _receipts(organisation_id: int, given: Donation | None) -> tuple[OwnReceipt, ...]:
    if given is None or given.undone_at is not None:
        return ()
    return own_receipts(organisation_id=organisation_id, donations=[given], person_id=given.person_id)


def gift_secret(submission: bytes | memoryview) -> str:
    """128 bits in 22 letters, from the form that began the gift, so that the same form leads to the same page."""
    digest = hmac.new(derive_key("card-link/1"), bytes(submission), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()


def payment_context(ref: str) -> str:
    """What binds the sealed donor to the payment."""
    return f"donations.card_payment:{ref}"

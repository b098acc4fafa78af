"""Giving from outside: which fund of an appeal takes transfers, free codes, and a pledge by its secret link."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from appealdesk.core.banking.codes import check_digit
from appealdesk.core.money import Money
from appealdesk.donations.models import BankAccount, Claim, Donation, InKindOffer, Pledge
from appealdesk.donations.queries.receipt_links import OwnReceipt, own_receipts
from appealdesk.foundation.actor import system_actor
from appealdesk.foundation.crypto import derive_key
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import hash_secret, new_digits
from appealdesk.foundation.refusals import NotFound, Refusal

__all__ = ["GivingPage", "PledgePage", "check_rate", "free_code", "giving_of", "pledge_page", "pledge_secret"]

_CODE_DIGITS = 6  # A seventh checks them.
_HOUR = timedelta(hours=1)
_Kind = type[Pledge] | type[Claim] | type[InKindOffer]
_MOMENTS: dict[_Kind, str] = {Pledge: "pledged_at", Claim: "claimed_at", InKindOffer: "offered_at"}
# An appeal on television brings thousands of pledges an hour; claims and offers of goods are read by people.
_MOST_AN_HOUR: dict[_Kind, int] = {Pledge: 5_000, Claim: 500, InKindOffer: 500}


@dataclass(frozen=True, slots=True)
class GivingPage:
    """The fund that takes transfers for an appeal, and the currency of its account."""

    fund_id: int
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgePage:
    """A pledge as whoever holds its link sees it: no name, only what the transfer needs."""

    ref: str
    organisation_id: int
    appeal_id: int
    code: str
    amount: Money | None
    currency: str
    receipts: tuple[OwnReceipt, ...] = ()


def giving_of(*, organisation_id: int, appeal_id: int) -> GivingPage | None:
    """Where transfers for the appeal go; None where it has no account of its own."""
    with acting(system_actor(organisation_id)):
        row = (
            BankAccount.objects.filter(organisation_id=organisation_id, fund__appeal_id=appeal_id)
            .order_by("pk")
            .values_list("fund_id", "currency")
            .first()
        )
    return GivingPage(*row) if row else None


def pledge_page(*, organisation_id: int, ref: str, secret: str) -> PledgePage:
    """The pledge of a link, or NotFound for anything but its own secret."""
    with acting(system_actor(organisation_id)):
        row = Pledge.objects.select_related("fund").filter(ref=ref, organisation_id=organisation_id).first()
    known = bytes(row.secret_hash) if row is not None and row.secret_hash is not None else b""
    if row is None or row.fund.appeal_id is None or not hmac.compare_digest(known, hash_secret(secret)):
        raise NotFound("pledge")
    with acting(system_actor(organisation_id)):
        donations = list(Donation.objects.filter(pledge=row, undone_at__isnull=True))
    return PledgePage(
        ref=row.ref,
        organisation_id=row.organisation_id,
        appeal_id=row.fund.appeal_id,
        code=row.code,
        amount=None if row.amount_minor is None else Money(row.amount_minor, row.currency),
        currency=row.currency,
        receipts=own_receipts(organisation_id=organisation_id, donations=donations, person_id=row.person_id),
    )


def pledge_secret(submission: bytes | memoryview) -> str:
    """128 bits in 22 letters, from the form that made the pledge, so that the same form leads to the same page."""
    digest = hmac.new(derive_key("pledge-link/1"), bytes(submission), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()


def free_code(organisation_id: int) -> str:
    """A code that no pledge has: six random digits and their check digit."""
    while True:
        digits = new_digits(_CODE_DIGITS)
        code = digits + check_digit(digits)
        if not Pledge.objects.filter(organisation_id=organisation_id, code=code).exists():
            return code


def check_rate(kind: _Kind, *, organisation_id: int, now: datetime) -> None:
    """Refuses what comes faster than people type, before anything is stored."""
    recent = {"organisation_id": organisation_id, f"{_MOMENTS[kind]}__gt": now - _HOUR}
    if kind._default_manager.filter(**recent).count() >= _MOST_AN_HOUR[kind]:
        raise Refusal("donations.too_many", "Very many people are writing at this moment: try again in an hour.")

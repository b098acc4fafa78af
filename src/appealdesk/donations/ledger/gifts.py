"""Records one donation from a line with its entry, and takes donations back, by reversing entries or by refunds."""

from collections.abc import Sequence
from datetime import date, datetime

from appealdesk.core.ledger.entry import Posting as Side
from appealdesk.core.money import Money
from appealdesk.donations.actions.void import void_receipts_for
from appealdesk.donations.events import DonationRefunded
from appealdesk.donations.ledger.posting import UNALLOCATED, account_id, post_entry, reverse_entry
from appealdesk.donations.ledger.standing import check_fund
from appealdesk.donations.models import Donation, Entry, Fund, Pledge, Receipt, StatementLine
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.events import emit
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import Refusal

__all__ = ["note_returned", "record_gift", "take_back_gift"]


def record_gift(
    *,
    actor: Actor,
    now: datetime,
    line: StatementLine,
    fund: Fund,
    pledge: Pledge | None,
    person_id: int | None,
    reasons: Sequence[str],
    share_minor: int | None = None,
    received_on: date | None = None,
) -> Donation:
    """A donation of a line's whole amount, or of a share, posted from unallocated to its fund."""
    amount_minor = line.amount_minor if share_minor is None else share_minor
    donation = Donation.objects.create(
        ref=new_ref("G"),
        organisation_id=line.organisation_id,
        fund=fund,
        line=line,
        pledge=pledge,
        person_id=person_id,
        amount_minor=amount_minor,
        currency=line.currency,
        received_on=received_on or line.booked_on,
        channel=Donation.Channel.BANK,
        match_reasons=list(reasons),
        recorded_at=now,
        decided=True,
        part=share_minor is not None,
    )
    unallocated = account_id(organisation_id=line.organisation_id, code=UNALLOCATED)
    post_entry(
        actor=actor,
        now=now,
        kind=Entry.Kind.DONATION,
        subject_ref=donation.ref,
        booked_on=donation.received_on,
        sides=(
            Side(str(unallocated), amount_minor, line.currency),
            Side(str(fund.ledger_account_id), -amount_minor, line.currency),
        ),
    )
    return donation


def take_back_gift(*, actor: Actor, now: datetime, day: date, donation: Donation) -> None:
    """Mark a donation as undone and reverse its entry; refuses one of which money went back or is spent already."""
    if donation.returned_minor:
        raise Refusal(
            "donations.was_refunded", "Money of this donation went back to its donor: take the refund back first."
        )
    check_fund(donation.fund, Money(donation.amount_minor, donation.currency))
    reverse_entry(actor=actor, now=now, day=day, subject_ref=donation.ref, kind=Entry.Kind.DONATION)
    donation.undone_at = now
    donation.save(update_fields=["undone_at"])


def note_returned(*, actor: Actor, now: datetime, donation: Donation, returned_minor: int) -> None:
    """Say how much of a donation has gone back by now, and tell it; its entries are the caller's.

    A receipt for it says too much from now on: it is void, and one for what is left may be issued.
    """
    if donation.returned_minor == returned_minor:
        return
    if returned_minor > donation.returned_minor:
        void_receipts_for(actor=actor, now=now, donation_ids=[donation.pk], reason=Receipt.VoidReason.REFUNDED)
    donation.returned_minor = returned_minor
    donation.save(update_fields=["returned_minor"])
    told = DonationRefunded(
        donation_ref=donation.ref, returned_minor=returned_minor, left_minor=donation.amount_minor - returned_minor
    )
    emit(told, actor=actor, now=now)

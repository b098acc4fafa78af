"""The receipts that wait to be looked at, because their donor was joined with somebody or parted from somebody."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from appealdesk.core.money import Money
from appealdesk.core.names.person_name import PersonName
from appealdesk.donations.access import may_handle_money
from appealdesk.donations.models import ReceiptCheck
from appealdesk.donations.queries.receipt_contents import open_content
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.refusals import NotFound
from appealdesk.people.queries.identities import identities_of

__all__ = ["CheckRow", "receipt_checks", "waiting_checks"]

_MOST_SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRow:
    """One receipt: the name on its paper, None once it was erased, and its donor as they are known now."""

    receipt_ref: str
    label: str
    donor_name: str | None
    known_names: PersonName
    person_ref: str
    amount: Money
    donation_ref: str
    received_on: date
    occasion: str
    asked_at: datetime


def receipt_checks(*, actor: Actor) -> tuple[CheckRow, ...]:
    """Those that wait, receipts of one donor together; the door notes whose names it shows. Two queries."""
    if not may_handle_money(actor):
        raise NotFound("page")
    rows = list(
        _waiting(actor)
        .select_related("receipt__donation")
        .order_by("asked_at", "receipt__person_id", "pk")[:_MOST_SHOWN]
    )
    donors = identities_of(actor=actor, person_ids=[row.receipt.person_id for row in rows])
    return tuple(
        CheckRow(
            receipt_ref=row.receipt.ref,
            label=row.receipt.label,
            donor_name=content.donor_name if content else None,
            known_names=donor.names if donor else PersonName(""),
            person_ref=donor.ref if donor else "",
            amount=Money(row.receipt.amount_minor, row.receipt.currency),
            donation_ref=row.receipt.donation.ref,
            received_on=row.receipt.donation.received_on,
            occasion=row.occasion,
            asked_at=row.asked_at,
        )
        for row in rows
        for content, donor in [(open_content(row.receipt), donors.get(row.receipt.person_id))]
    )


def waiting_checks(*, actor: Actor) -> int:
    """How many wait. One query."""
    return _waiting(actor).count() if may_handle_money(actor) else 0


def _waiting(actor: Actor) -> QuerySet[ReceiptCheck]:
    """A receipt that was voided meanwhile needs no look any more."""
    own = ReceiptCheck.objects.filter(organisation_id=actor.own_organisation, settled_at__isnull=True)
    return own.filter(receipt__voided_at__isnull=True)

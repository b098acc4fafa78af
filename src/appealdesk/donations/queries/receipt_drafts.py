"""A receipt before it is issued: what each layout would need, and how the paper would look."""

from dataclasses import dataclass
from datetime import date, datetime

from appealdesk.appeals.queries.appeals import day_of
from appealdesk.core.money import Money
from appealdesk.core.names.person_name import PersonName
from appealdesk.donations.access import access_donation
from appealdesk.donations.inputs import ReceiptInput
from appealdesk.donations.models import Donation, ReceiptIssuer
from appealdesk.donations.paper.catalogue import Layout, current_layouts, find_layout
from appealdesk.donations.queries.issuers import check_issuer, issuer_page, lacks
from appealdesk.donations.queries.receipt_contents import (
    content_of,
    declarations_of,
    obstacle_to,
    receipted,
    refusal_for,
)
from appealdesk.donations.queries.receipts import preview_pdf
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.languages import Localised
from appealdesk.foundation.refusals import NotFound
from appealdesk.people.queries.identities import IdentityPage, identities_of
from appealdesk.sanctions.queries.holds import held_among

__all__ = ["LayoutChoice", "ReceiptDraft", "draft_pdf", "receipt_draft"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutChoice:
    """One layout; `obstacle` is the code of what stands against it, `missing` what the organisation has not said."""

    key: str
    names: Localised
    legal_language: str
    obstacle: str
    missing: tuple[str, ...]
    says_goods: bool

    @property
    def ready(self) -> bool:
        """True if a receipt can be issued."""
        return not self.obstacle and not self.missing


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptDraft:
    """A donation for which a receipt may be issued; the donor is None where nobody is known."""

    donation_ref: str
    amount: Money
    received_on: date
    fund_names: Localised
    donor: PersonName | None
    donor_ref: str
    address: str
    language: str
    layouts: tuple[LayoutChoice, ...]

    @property
    def ready(self) -> bool:
        """True if a receipt of some layout can be issued."""
        return any(choice.ready for choice in self.layouts)


def receipt_draft(*, actor: Actor, donation_ref: str) -> ReceiptDraft:
    """The donation, its donor, and what stands against each layout; the door notes the reading. Five queries."""
    donation = access_donation(actor, donation_ref)
    donor = _donor(actor, donation)
    held = _is_held(actor, donation)
    details = issuer_page(organisation_id=actor.own_organisation).details
    declared = donation.pk in declarations_of([donation])
    having = bool(receipted([donation.pk]))
    choices = tuple(
        LayoutChoice(
            key=layout.key,
            names=layout.names,
            legal_language=layout.legal_language,
            obstacle=obstacle_to(donation, layout, donor, declared=declared, receipted=having, held=held),
            missing=lacks(details, layout),
            says_goods=layout.says_goods(layout.legal_language),
        )
        for layout in current_layouts().values()
    )
    return ReceiptDraft(
        donation_ref=donation.ref,
        amount=Money(donation.amount_minor - donation.returned_minor, donation.currency),
        received_on=donation.received_on,
        fund_names=donation.fund.names,
        donor=donor.names if donor else None,
        donor_ref=donor.ref if donor else "",
        address=donor.address if donor else "",
        language=donor.language if donor else "ja",
        layouts=choices,
    )


def draft_pdf(*, actor: Actor, now: datetime, entry: ReceiptInput) -> bytes:
    """How the receipt would look; refuses what issuing would refuse."""
    layout = _layout(entry.layout)
    donation = access_donation(actor, entry.donation_ref)
    check_issuer(actor.own_organisation, layout)
    donor = _donor(actor, donation)
    declared = declarations_of([donation]).get(donation.pk)
    why = obstacle_to(
        donation,
        layout,
        donor,
        declared=declared is not None,
        receipted=bool(receipted([donation.pk])),
        held=_is_held(actor, donation),
    )
    if why or donor is None:
        raise refusal_for(why)
    goods = {"goods": entry.goods, "goods_minor": entry.goods_minor} if layout.says_goods(entry.language) else {}
    return preview_pdf(
        layout=layout,
        language=entry.language,
        content=content_of(donation, donor, entry.language, declared=declared, **goods),
        issuer=ReceiptIssuer.objects.get(pk=issuer_page(organisation_id=actor.own_organisation).id),
        day=day_of(actor.own_organisation, now=now),
    )


def _layout(key: str) -> Layout:
    layout = find_layout(key)
    if layout is None:
        raise NotFound("layout")
    return layout


def _donor(actor: Actor, donation: Donation) -> IdentityPage | None:
    if donation.person_id is None:
        return None
    return identities_of(actor=actor, person_ids=[donation.person_id]).get(donation.person_id)


def _is_held(actor: Actor, donation: Donation) -> bool:
    """What is found already; issuing itself has the donor checked."""
    return donation.person_id is not None and bool(held_among(actor=actor, person_ids=[donation.person_id]))

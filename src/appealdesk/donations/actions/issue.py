"""Issue receipts: numbers without gaps, in the transaction that issues, and what they say sealed for a true reprint."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from appealdesk.appeals.queries.appeals import day_of
from appealdesk.audit.actions.record import record_audits
from appealdesk.audit.inputs import AuditEntry
from appealdesk.donations.access import access_donation, lock_statements
from appealdesk.donations.actions.check_giver import check_giver
from appealdesk.donations.inputs import ReceiptInput
from appealdesk.donations.models import Donation, Receipt
from appealdesk.donations.paper.catalogue import Layout, find_layout
from appealdesk.donations.paper.compose import PaperContent
from appealdesk.donations.queries.issuers import check_issuer, issuer_page
from appealdesk.donations.queries.receipt_contents import (
    content_of,
    declarations_of,
    obstacle_to,
    receipt_context,
    receipted,
    refusal_for,
    sealed_value,
)
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import new_data_key, seal_json
from appealdesk.foundation.db import acting, fetch_all
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.pdf import check_pdf
from appealdesk.foundation.refusals import NotFound
from appealdesk.people.queries.identities import IdentityPage, identities_of

__all__ = ["Due", "IssuedReceipt", "issue_all", "issue_receipt"]

# The database hands out the numbers: whoever issues in a series waits here for whoever issues in it already, and who
# fails gives the numbers back, because the row is as it was.
_NUMBERS = """
    INSERT INTO donations_receiptseries (organisation_id, authority, year, last_number)
    VALUES (%(organisation)s, %(authority)s, %(year)s, %(count)s)
    ON CONFLICT (organisation_id, authority, year)
    DO UPDATE SET last_number = donations_receiptseries.last_number + %(count)s
    RETURNING id, last_number
"""


@dataclass(frozen=True, slots=True)
class IssuedReceipt:
    """The receipt's reference and its printed number."""

    ref: str
    label: str


@dataclass(frozen=True, slots=True)
class Due:
    """One receipt to be issued: for which donation, in which language, and what it says."""

    donation: Donation
    person_id: int
    language: str
    content: PaperContent


def issue_receipt(*, actor: Actor, now: datetime, entry: ReceiptInput) -> IssuedReceipt:
    """Issue one receipt; refuses where the donation has a valid one, or the authority's conditions are not met."""
    check_pdf()
    layout = _layout(entry.layout)
    with acting(actor):
        given = access_donation(actor, entry.donation_ref)
    held = check_giver(actor=actor, now=now, donation=given)
    with acting(actor):
        donation = access_donation(actor, entry.donation_ref, lock=True)
        lock_statements([donation])
        check_issuer(actor.own_organisation, layout)
        donor = _donor(actor, donation)
        declared = declarations_of([donation]).get(donation.pk)
        why = obstacle_to(
            donation,
            layout,
            donor,
            declared=declared is not None,
            receipted=bool(receipted([donation.pk])),
            held=held,
        )
        if why or donor is None or donation.person_id is None:
            raise refusal_for(why)
        goods = {"goods": entry.goods, "goods_minor": entry.goods_minor} if layout.says_goods(entry.language) else {}
        content = content_of(donation, donor, entry.language, declared=declared, **goods)
        due = Due(donation, donation.person_id, entry.language, content)
        return issue_all(actor=actor, now=now, layout=layout, due=[due])[0]


def issue_all(*, actor: Actor, now: datetime, layout: Layout, due: Sequence[Due]) -> tuple[IssuedReceipt, ...]:
    """Issue receipts inside the caller's transaction, which has locked the donations and checked each of them."""
    if not due:
        return ()
    day = day_of(actor.own_organisation, now=now)
    issuer = issuer_page(organisation_id=actor.own_organisation)
    year = layout.fiscal_year(day)
    series_id, last = fetch_all(
        _NUMBERS,
        {"organisation": actor.organisation_id, "authority": layout.authority, "year": year, "count": len(due)},
    )[0]
    rows = []
    for number, one in enumerate(due, start=last - len(due) + 1):
        ref, key = new_ref("R"), new_data_key()
        rows.append(
            Receipt(
                ref=ref,
                organisation_id=actor.own_organisation,
                series_id=series_id,
                number=number,
                label=layout.label(year, number),
                donation=one.donation,
                person_id=one.person_id,
                issuer_id=issuer.id,
                layout=layout.key,
                layout_version=layout.version,
                language=one.language,
                amount_minor=one.content.amount_minor,
                currency=one.content.currency,
                wrapped_key=key.wrapped,
                sealed=seal_json(key, context=receipt_context(ref), value=sealed_value(one.content)),
                issued_on=day,
                issued_at=now,
                issued_by=actor.ref,
            )
        )
    Receipt.objects.bulk_create(rows)
    entries = [
        AuditEntry("receipt.issued", row.ref, {"number": row.label, "donation": one.donation.ref})
        for row, one in zip(rows, due, strict=True)
    ]
    record_audits(actor=actor, now=now, entries=entries)
    return tuple(IssuedReceipt(row.ref, row.label) for row in rows)


def _layout(key: str) -> Layout:
    layout = find_layout(key)
    if layout is None:
        raise NotFound("layout")
    return layout


def _donor(actor: Actor, donation: Donation) -> IdentityPage | None:
    if donation.person_id is None:
        return None
    found: Mapping[int, Any] = identities_of(actor=actor, person_ids=[donation.person_id])
    return found.get(donation.person_id)

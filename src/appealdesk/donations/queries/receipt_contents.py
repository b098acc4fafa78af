"""What a receipt for a donation would say, and what stands against issuing it."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from appealdesk.donations.models import Donation, GiftAidDeclaration, Receipt
from appealdesk.donations.paper.catalogue import Layout
from appealdesk.donations.paper.compose import PaperContent
from appealdesk.foundation.actor import system_actor
from appealdesk.foundation.crypto import open_json, unwrap_key
from appealdesk.foundation.languages import pick
from appealdesk.foundation.refusals import Refusal
from appealdesk.people.queries.identities import IdentityPage
from appealdesk.people.queries.persons import kept_persons

__all__ = [
    "Declared",
    "check_not_receipted",
    "content_of",
    "declaration_context",
    "declarations_of",
    "obstacle_to",
    "open_content",
    "open_declaration",
    "receipt_context",
    "receipted",
    "refusal_for",
    "sealed_value",
]

_SENTENCES: Final = {
    "receipts.receipted": "This donation has a receipt already. Void that one first, or hand out a duplicate.",
    "receipts.held": "A sanctions check holds what is this donor's. Decide about the hit first.",
    "receipts.currency": "This layout does not take the donation's currency. Choose another layout.",
    "receipts.returned": "All of this donation went back to its donor, so that there is nothing to receipt.",
    "receipts.small": "The donation is below the sum from which this layout is used. Choose another layout.",
    "receipts.unknown": "Nobody knows who gave this donation. Say whose it is first.",
    "receipts.no_name": "The donor's name is missing or was erased.",
    "receipts.undeclared": "No Gift Aid declaration covers this donation. Record the declaration first.",
    "receipts.no_address": "This layout needs the donor's address. Record it first, or choose another layout.",
}


@dataclass(frozen=True, slots=True)
class Declared:
    """The Gift Aid declaration that covers a donation."""

    ref: str
    declared_on: date
    scope: str
    covers_from: date | None
    name: str
    address: str


def receipt_context(ref: str) -> str:
    """What binds sealed content to its receipt."""
    return f"donations.receipt:{ref}"


def declaration_context(ref: str) -> str:
    """What binds a sealed declaration to its row."""
    return f"donations.giftaiddeclaration:{ref}"


def obstacle_to(
    donation: Donation,
    layout: Layout,
    donor: IdentityPage | None,
    *,
    declared: bool,
    receipted: bool,
    held: bool = False,
) -> str:
    """The code of what stands against a receipt of this layout, or nothing; what an officer can mend comes last."""
    if receipted:
        return "receipted"
    if held:
        return "held"
    if layout.currencies and donation.currency not in layout.currencies:
        return "currency"
    left = donation.amount_minor - donation.returned_minor
    if left == 0:
        return "returned"
    if left < layout.at_least.get(donation.currency, 0):
        return "small"
    if donor is None:
        return "unknown"
    if not donor.names.display("en"):
        return "no_name"
    if "gift_aid" in layout.donor_needs:
        return "" if declared else "undeclared"
    if "address" in layout.donor_needs and not donor.address:
        return "no_address"
    return ""


def content_of(
    donation: Donation, donor: IdentityPage, language: str, *, declared: Declared | None = None, **goods: Any
) -> PaperContent:
    """What the receipt says; a declaration's own name and address go before those of the donor's records."""
    return PaperContent(
        donor_name=declared.name if declared else donor.names.display(language),
        donor_address=declared.address if declared else donor.address,
        amount_minor=donation.amount_minor - donation.returned_minor,
        currency=donation.currency,
        received_on=donation.received_on,
        channel=donation.channel,
        fund=pick(donation.fund.names, language),
        declared_on=declared.declared_on if declared else None,
        declaration_scope=declared.scope if declared else "",
        covers_from=declared.covers_from if declared else None,
        **goods,
    )


def receipted(donation_ids: Iterable[int]) -> frozenset[int]:
    """Those of the donations that have a valid receipt. One query."""
    rows = Receipt.objects.filter(donation_id__in=list(donation_ids), voided_at__isnull=True)
    return frozenset(rows.values_list("donation_id", flat=True))


def declarations_of(donations: Iterable[Donation]) -> Mapping[int, Declared]:
    """The declaration that covers each donation, by its key: one of its own before one for all. Two queries."""
    known = [donation for donation in donations if donation.person_id is not None]
    if not known:
        return {}
    system = system_actor(known[0].organisation_id)
    kept = kept_persons(actor=system, person_ids={row.person_id for row in known if row.person_id is not None})
    rows = GiftAidDeclaration.objects.filter(person_id__in=kept, sealed__isnull=False).order_by("-declared_on", "-pk")
    by_person: dict[int, list[GiftAidDeclaration]] = {}
    for row in rows:
        by_person.setdefault(kept[row.person_id], []).append(row)
    found = {}
    for donation in known:
        person = kept.get(donation.person_id or 0, 0)
        covering = [row for row in by_person.get(person, ()) if _covers(row, donation)]
        if covering:
            found[donation.pk] = _declared(min(covering, key=lambda row: row.scope != "single"))
    return found


def _covers(row: GiftAidDeclaration, donation: Donation) -> bool:
    """A cancelled declaration goes on to cover what was given before its end."""
    if row.cancelled_on is not None and donation.received_on >= row.cancelled_on:
        return False
    if row.scope == GiftAidDeclaration.Scope.SINGLE:
        return row.donation_id == donation.pk
    return row.covers_from is not None and donation.received_on >= row.covers_from


def _declared(row: GiftAidDeclaration) -> Declared:
    said = open_declaration(row)
    name = " ".join(part for part in (said["title"], said["first_name"], said["last_name"]) if part)
    return Declared(row.ref, row.declared_on, row.scope, row.covers_from, name, said["address"])


def open_declaration(row: GiftAidDeclaration) -> dict[str, Any]:
    """Who declared, as HMRC wants it: title, first_name, last_name, house, postcode, address."""
    if row.wrapped_key is None or row.sealed is None:
        return dict.fromkeys(("title", "first_name", "last_name", "house", "postcode", "address"), "")
    return open_json(unwrap_key(row.wrapped_key), context=declaration_context(row.ref), sealed=row.sealed)


def sealed_value(content: PaperContent) -> dict[str, Any]:
    """The content as JSON."""
    value = dataclasses.asdict(content)
    for name in ("received_on", "declared_on", "covers_from"):
        value[name] = value[name].isoformat() if value[name] else None
    return value


def open_content(receipt: Receipt) -> PaperContent | None:
    """What the receipt says; None once its key was destroyed."""
    if receipt.wrapped_key is None or receipt.sealed is None:
        return None
    value = open_json(unwrap_key(receipt.wrapped_key), context=receipt_context(receipt.ref), sealed=receipt.sealed)
    for name in ("received_on", "declared_on", "covers_from"):
        value[name] = date.fromisoformat(value[name]) if value[name] else None
    return PaperContent(**value)


def refusal_for(why: str) -> Refusal:
    """The refusal for what stands against a receipt."""
    code = f"receipts.{why or 'unknown'}"
    return Refusal(code, _SENTENCES[code], field="layout")


def check_not_receipted(donation_ids: Sequence[int]) -> None:
    """Refuse to take back a donation while somebody holds a valid receipt for it; the caller has locked it."""
    label = (
        Receipt.objects.filter(donation_id__in=donation_ids, voided_at__isnull=True)
        .order_by("pk")
        .values_list("label", flat=True)
        .first()
    )
    if label is not None:
        raise Refusal(
            "receipts.holds",
            f"The receipt {label} was issued for this. Void it first.",
            values={"number": label},
        )

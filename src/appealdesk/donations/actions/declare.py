"""Record a Gift Aid declaration, with the version of the words that the donor agreed to."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import access_donation
from appealdesk.donations.inputs import GiftAidInput
from appealdesk.donations.models import GiftAidDeclaration
from appealdesk.donations.paper.catalogue import find_layout
from appealdesk.donations.queries.receipt_contents import declaration_context, refusal_for
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import new_data_key, seal_json
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import NotFound

__all__ = ["GIFT_AID", "DeclaredGiftAid", "declare_gift_aid"]

GIFT_AID: Final = "uk-gift-aid"
_YEARS_BACK: Final = 4


@dataclass(frozen=True, slots=True)
class DeclaredGiftAid:
    """The declaration's reference."""

    ref: str


def declare_gift_aid(*, actor: Actor, now: datetime, entry: GiftAidInput) -> DeclaredGiftAid:
    """Record the declaration of a donation's donor, for this donation or for all of theirs.

    One for all reaches back four years, as the model wording of HMRC says.
    """
    layout = find_layout(GIFT_AID)
    if layout is None:
        raise NotFound("layout")
    with acting(actor):
        donation = access_donation(actor, entry.donation_ref)
        if donation.person_id is None:
            raise refusal_for("unknown")
        ref, key = new_ref("D"), new_data_key()
        said = entry.model_dump(include={"title", "first_name", "last_name", "house", "postcode", "address"})
        for_all = entry.scope == "all"
        GiftAidDeclaration.objects.create(
            ref=ref,
            organisation_id=actor.own_organisation,
            person_id=donation.person_id,
            wording_version=max(layout.declarations),
            scope=entry.scope,
            donation=None if for_all else donation,
            covers_from=_years_before(entry.declared_on) if for_all else None,
            wrapped_key=key.wrapped,
            sealed=seal_json(key, context=declaration_context(ref), value=said),
            declared_on=entry.declared_on,
            recorded_at=now,
            recorded_by=actor.ref,
        )
        details = {"donation": donation.ref, "scope": entry.scope}
        record_audit(actor=actor, now=now, tag="gift_aid.declared", subject=ref, details=details)
    return DeclaredGiftAid(ref)


def _years_before(day: date) -> date:
    """The same day four years ago; a 29 February has one then too, and the first of March where it has not."""
    try:
        return day.replace(year=day.year - _YEARS_BACK)
    except ValueError:
        return date(day.year - _YEARS_BACK, 3, 1)

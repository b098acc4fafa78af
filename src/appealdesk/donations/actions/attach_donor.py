"""Say whose donation it is, where the bank's file did not."""

from dataclasses import dataclass
from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import access_donation
from appealdesk.donations.events import DonorAttached
from appealdesk.donations.ledger.decisions import BY_OFFICER
from appealdesk.donations.models import StatementLine
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit
from appealdesk.foundation.refusals import Refusal
from appealdesk.people.actions.identify import identify_person
from appealdesk.people.inputs import IdentityInput

__all__ = ["AttachedDonor", "attach_donor"]


@dataclass(frozen=True, slots=True)
class AttachedDonor:
    """Whose donation it is now; `how` is attached, created or question, as for any other identity."""

    donation_ref: str
    person_ref: str
    how: str


def attach_donor(*, actor: Actor, now: datetime, donation_ref: str, identity: IdentityInput) -> AttachedDonor:
    """Attach the donor; refuses a donation whose donor is known."""
    with acting(actor):
        donation = access_donation(actor, donation_ref, lock=True)
        if donation.person_id is not None:
            raise Refusal("donations.donor_known", "The donor of this donation is known already.", field="identity")
        identified = identify_person(
            actor=actor, now=now, identity=identity, source="donation", source_ref=donation.ref
        )
        donation.person_id = identified.person_id
        donation.match_reasons = [*donation.match_reasons, BY_OFFICER]
        donation.save(update_fields=["person_id", "match_reasons"])
        StatementLine.objects.filter(donations=donation).update(waits=False)
        emit(DonorAttached(donation_ref=donation.ref), actor=actor, now=now)
        details = {"person": identified.person_ref, "how": identified.how}
        record_audit(actor=actor, now=now, tag="donor.attached", subject=donation.ref, details=details)
    return AttachedDonor(donation.ref, identified.person_ref, identified.how)

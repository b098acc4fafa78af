"""Taking an offer back, by an officer who was told so or by the applicant on their own page."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.enquiries.access import access_own_application
from appealdesk.enquiries.events import ApplicationWithdrawn
from appealdesk.enquiries.queries.applications import applications_of_persons
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit
from appealdesk.people.queries.persons import family_of_person

__all__ = ["withdraw_application", "withdraw_offers"]


def withdraw_application(*, actor: Actor, now: datetime, application_ref: str, secret: str = "") -> bool:
    """Withdraw an application; false if it was withdrawn before. A visitor proves by the secret whose it is."""
    with acting(actor):
        application = access_own_application(actor, application_ref, secret, lock=True)
        if application.withdrawn_at is not None:
            return False
        application.withdrawn_at = now
        application.save(update_fields=["withdrawn_at"])
        details = {"by": actor.kind.value}
        record_audit(actor=actor, now=now, tag="application.withdrawn", subject=application.ref, details=details)
        emit(ApplicationWithdrawn(application_ref=application.ref), actor=actor, now=now)
    return True


def withdraw_offers(*, actor: Actor, now: datetime, person_ref: str, enquiry_ref: str = "") -> int:
    """Withdraw what a person offered, or only what came with one enquiry; returns how many were open until now."""
    with acting(actor):
        family = family_of_person(actor=actor, ref=person_ref)
        theirs = applications_of_persons(actor=actor, person_ids=family)
        refs = [row.ref for row in theirs if not enquiry_ref or row.enquiry_ref == enquiry_ref]
        return sum(withdraw_application(actor=actor, now=now, application_ref=ref) for ref in refs)

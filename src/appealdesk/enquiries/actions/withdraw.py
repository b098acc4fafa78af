"""Taking an offer back, by an officer who was told so or by the applicant on their own page."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.enquiries.access import access_own_application
from appealdesk.enquiries.events import ApplicationWithdrawn
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit

__all__ = ["withdraw_application"]


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

"""Taking an offer back, by an officer who was told so or by the applicant on their own page."""

import hmac
from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.enquiries.access import access_application
from appealdesk.enquiries.events import ApplicationWithdrawn
from appealdesk.enquiries.models import Application
from appealdesk.foundation.actor import Actor, ActorKind
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit
from appealdesk.foundation.ids import hash_secret
from appealdesk.foundation.refusals import NotFound

__all__ = ["withdraw_application"]


def withdraw_application(*, actor: Actor, now: datetime, application_ref: str, secret: str = "") -> bool:
    """Withdraw an application; false if it was withdrawn before. A visitor proves by the secret whose it is."""
    with acting(actor):
        application = _find(actor, application_ref, secret)
        if application.withdrawn_at is not None:
            return False
        application.withdrawn_at = now
        application.save(update_fields=["withdrawn_at"])
        details = {"by": actor.kind.value}
        record_audit(actor=actor, now=now, tag="application.withdrawn", subject=application.ref, details=details)
        emit(ApplicationWithdrawn(application_ref=application.ref), actor=actor, now=now)
    return True


def _find(actor: Actor, ref: str, secret: str) -> Application:
    if actor.kind is not ActorKind.PUBLIC:
        return access_application(actor, ref, lock=True)
    application = (
        Application.objects.select_for_update(of=("self",))
        .select_related("enquiry")
        .filter(organisation_id=actor.own_organisation, ref=ref)
        .first()
    )
    if application is None or not hmac.compare_digest(bytes(application.enquiry.secret_hash), hash_secret(secret)):
        raise NotFound("application")
    return application

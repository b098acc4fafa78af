"""A new password for somebody who has lost theirs: every session of theirs ends, and a locked sign-in opens again."""

from datetime import datetime

from axes.utils import reset
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from appealdesk.accounts.models import Staff
from appealdesk.accounts.queries import StaffPage, staff_page
from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor, ActorKind, Role
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound, Refusal

__all__ = ["reset_password"]


def reset_password(*, actor: Actor, now: datetime, login: str, password: str) -> StaffPage:
    """Set the password of a colleague's account; raises Refusal for a weak one.

    An administrator does it, or the operator of the machine. Sessions rest on the password, so that they end.
    """
    with acting(actor):
        if actor.kind is not ActorKind.SYSTEM and not actor.has_role(Role.ADMINISTRATOR):
            raise NotFound("account")
        own = Staff.objects.select_for_update().filter(organisation_id=actor.own_organisation, is_active=True)
        staff = own.filter(login=login).first()
        if staff is None:
            raise NotFound("account")
        try:
            validate_password(password, staff)
        except ValidationError as error:
            raise Refusal("accounts.invalid", " ".join(error.messages), field="password") from error
        staff.set_password(password)
        staff.save(update_fields=["password"])
        reset(username=login)
        record_audit(actor=actor, now=now, tag="staff.password_reset", subject=staff.ref, details={})
    return staff_page(staff)

"""Give a member of staff an account."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from appealdesk.accounts.models import Staff
from appealdesk.accounts.queries import StaffPage
from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor, Role
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import Refusal

__all__ = ["create_staff"]


def create_staff(
    *,
    actor: Actor,
    now: datetime,
    login: str,
    display_name: str,
    role: Role,
    language: str,
    password: str,
) -> StaffPage:
    """Create the account; raises Refusal for a weak password, a malformed login or one that is taken."""
    if actor.organisation_id is None:
        raise Refusal("accounts.no_organisation", "An account belongs to an organisation: act for one.")
    staff = Staff(
        ref=new_ref("U"),
        login=login,
        display_name=display_name,
        organisation_id=actor.organisation_id,
        role=role.value,
        language=language,
    )
    try:
        validate_password(password, staff)
        staff.set_password(password)
        staff.full_clean(exclude=["last_login"])
    except ValidationError as error:
        raise Refusal("accounts.invalid", " ".join(error.messages), field="login") from error
    with acting(actor):
        Staff.objects.bulk_create([staff])
        record_audit(actor=actor, now=now, tag="staff.created", subject=staff.ref, details={"role": role.value})
    return StaffPage(ref=staff.ref, login=login, display_name=display_name, role=role, language=language)

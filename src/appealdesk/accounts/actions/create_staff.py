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

_LOGIN = "A login has 2 to 39 small letters, digits and hyphens and begins with a letter; it is no mail address."
_SENTENCES = {
    ("login", "blank"): _LOGIN,
    ("login", "invalid"): _LOGIN,
    ("login", "max_length"): _LOGIN,
    ("login", "unique"): "Somebody has this login already: choose another.",
    ("display_name", "blank"): "The account has no name to show to colleagues: give one.",
    ("display_name", "max_length"): "The name to show to colleagues has more than 80 letters: shorten it.",
}


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
        raise _refusal(error) from error
    with acting(actor):
        Staff.objects.bulk_create([staff])
        record_audit(actor=actor, now=now, tag="staff.created", subject=staff.ref, details={"role": role.value})
    return StaffPage(ref=staff.ref, login=login, display_name=display_name, role=role, language=language)


def _refusal(error: ValidationError) -> Refusal:
    """The first thing that is wrong; what is wrong with a password belongs to no field of the table."""
    if not hasattr(error, "error_dict"):
        return Refusal("accounts.invalid", " ".join(error.messages), field="password")
    field, problems = next(iter(error.error_dict.items()))
    sentence = _SENTENCES.get((field, str(problems[0].code)), f"{field}: {problems[0].messages[0]}")
    return Refusal("accounts.invalid", sentence, field=field)

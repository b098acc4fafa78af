"""Asking whether somebody reads mail at an address or answers at a number: one link or one code, once, for a while.

Only its hash is stored, keyed, because a code of six digits could be guessed from a plain one. Whoever asks gets the
secret back once, to put it into a letter or to read it out; nothing is sent here.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import keyed_hash
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import new_digits, new_ref, new_secret
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.people.access import access_contact_point, may_see_people, own_contact_point
from appealdesk.people.models import ContactCheck, ContactPoint

__all__ = ["AskedConfirmation", "ask_confirmation"]

_LINK_LASTS: Final = timedelta(hours=48)
_CODE_LASTS: Final = timedelta(minutes=30)
_DIGITS: Final = 6
# So many within a day, and no second one within minutes: a form must not be a way to send mail to a stranger.
_MOST_A_DAY: Final = 3
_APART: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedConfirmation:
    """The check, its secret, which is told this once, and whose address it is about."""

    ref: str
    secret: str
    contact_point_id: int
    person_id: int
    language: str
    expires_at: datetime


def ask_confirmation(*, actor: Actor, now: datetime, point: str = "", enquiry_ref: str = "") -> AskedConfirmation:
    """Begin a check of a contact point that an officer names, or of the e-mail address of the caller's own enquiry.

    Raises Refusal where it was asked too often, or where the address is confirmed already.
    """
    with acting(actor):
        if may_see_people(actor) and point:
            found = access_contact_point(actor, point, lock=True)
        else:
            found = own_contact_point(actor, enquiry_ref=enquiry_ref, lock=True)
        if found.kind == ContactPoint.Kind.POSTAL:
            raise NotFound("contact point")
        if found.verified_at is not None and found.failing_at is None:
            raise Refusal("people.contact_confirmed", "This address or number is confirmed already.")
        _not_too_often(found, now)
        mail = found.kind == ContactPoint.Kind.EMAIL
        ref, secret = new_ref("V"), new_secret() if mail else new_digits(_DIGITS)
        check = ContactCheck.objects.create(
            ref=ref,
            organisation_id=found.organisation_id,
            contact_point=found,
            secret_hash=keyed_hash("contact-check/1", f"{ref}\x00{secret}"),
            asked_at=now,
            asked_by=actor.ref,
            expires_at=now + (_LINK_LASTS if mail else _CODE_LASTS),
        )
        person = found.record.person
        details = {"kind": found.kind, "record": found.record.ref, "check": ref}
        record_audit(actor=actor, now=now, tag="contact.check_asked", subject=person.ref, details=details)
    return AskedConfirmation(
        ref=ref,
        secret=secret,
        contact_point_id=found.pk,
        person_id=person.pk,
        language=person.language,
        expires_at=check.expires_at,
    )


def _not_too_often(point: ContactPoint, now: datetime) -> None:
    """Equal addresses of other records count too: it is the mailbox that must not be flooded."""
    checks = ContactCheck.objects.filter(
        organisation_id=point.organisation_id, contact_point__token=point.token, contact_point__kind=point.kind
    )
    recent = list(checks.filter(asked_at__gt=now - timedelta(days=1)).order_by("-asked_at").values_list("asked_at"))
    if len(recent) >= _MOST_A_DAY or (recent and recent[0][0] > now - _APART):
        raise Refusal(
            "people.check_often",
            "A link or code for this address was made a short while ago. Wait for it, or try again tomorrow.",
        )

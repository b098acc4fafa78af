"""Confirming a contact point by the link that was sent to it, or by the code that was read out at it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import same_keyed_hash
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.people.models import ContactCheck, ContactPoint

__all__ = ["ConfirmedContact", "confirm_contact"]

_MOST_TRIES: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmedContact:
    """What was confirmed; `wrong` where a code did not fit and may be typed again."""

    kind: str
    wrong: bool = False


def confirm_contact(*, actor: Actor, now: datetime, check_ref: str, secret: str) -> ConfirmedContact:
    """The address is confirmed, and so is the same address of the same person's other records; once for each check.

    A wrong secret is counted, also where the caller's page is shown again, so it is an answer and no refusal. Raises
    Refusal for a check that has expired, was used, or was tried too often, and NotFound for one that never was.
    """
    with acting(actor):
        check = (
            ContactCheck.objects.select_for_update(of=("self",))
            .select_related("contact_point__record__person")
            .filter(organisation_id=actor.own_organisation, ref=check_ref)
            .first()
        )
        if check is None:
            raise NotFound("check")
        if check.confirmed_at is not None or check.expires_at <= now or check.tries >= _MOST_TRIES:
            raise Refusal("people.check_over", "This link or code is used up or has expired. Ask for a new one.")
        kind = check.contact_point.kind
        if not same_keyed_hash("contact-check/1", f"{check.ref}\x00{secret}", check.secret_hash):
            check.tries += 1
            check.save(update_fields=["tries"])
            return ConfirmedContact(kind=kind, wrong=True)
        check.confirmed_at = now
        check.save(update_fields=["confirmed_at"])
        person = check.contact_point.record.person
        theirs = ContactPoint.objects.filter(record__person=person, kind=kind, token=check.contact_point.token)
        theirs.update(verified_at=now, failing_at=None)
        details = {"kind": kind, "check": check.ref}
        record_audit(actor=actor, now=now, tag="contact.confirmed", subject=person.ref, details=details)
    return ConfirmedContact(kind=kind)

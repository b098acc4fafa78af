"""Recording that somebody asks to be erased: on their own page, or as an officer was told. One is open at a time."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from appealdesk.appeals.queries.appeals import day_of
from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import new_data_key, seal
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import Refusal
from appealdesk.people.access import person_meant
from appealdesk.people.models import ErasureRequest, Person

__all__ = ["RequestedErasure", "request_erasure"]

LONGEST_WORDS: Final = 1000
_DECEMBER: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestedErasure:
    """The request and the day by which it is answered; `already` where one was open."""

    ref: str
    due_on: date
    already: bool


def request_erasure(
    *, actor: Actor, now: datetime, person_ref: str = "", enquiry_ref: str = "", words: str = ""
) -> RequestedErasure:
    """Record the request of a person, named by an officer or by the enquiry whose link the caller has checked.

    Raises Refusal for somebody who is erased already, and for too many words.
    """
    if len(words) > LONGEST_WORDS:
        raise Refusal(
            "people.erasure_words",
            f"Your message has more than {LONGEST_WORDS} characters. Shorten it.",
            field="words",
            values={"limit": LONGEST_WORDS},
        )
    with acting(actor):
        found = person_meant(actor, person_ref=person_ref, enquiry_ref=enquiry_ref)
        person = Person.objects.select_for_update().get(pk=found.pk)
        if person.erased_at is not None:
            raise Refusal("people.erased_already", "This person was erased already.")
        held = person.erasure_requests.filter(status=ErasureRequest.Status.OPEN).first()
        if held is not None:
            return RequestedErasure(ref=held.ref, due_on=held.due_on, already=True)
        due_on = _a_month_after(day_of(person.organisation_id, now=now))
        ref = new_ref("M")
        key = new_data_key() if words else None
        ErasureRequest.objects.create(
            ref=ref,
            organisation_id=person.organisation_id,
            person=person,
            about_ref=enquiry_ref,
            wrapped_key=key.wrapped if key else None,
            sealed=seal(key, context=f"people.erasurerequest:{ref}", plain=words.encode()) if key else None,
            asked_at=now,
            asked_by=actor.ref,
            due_on=due_on,
        )
        details = {"request": ref, "due_on": due_on.isoformat()}
        record_audit(actor=actor, now=now, tag="erasure.requested", subject=person.ref, details=details)
    return RequestedErasure(ref=ref, due_on=due_on, already=False)


def _a_month_after(day: date) -> date:
    """The same day of the next month, or its last day where it has fewer."""
    year, month = (day.year + 1, 1) if day.month == _DECEMBER else (day.year, day.month + 1)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))

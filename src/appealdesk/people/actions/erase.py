"""Erasing a person: the keys of their records are destroyed, what finds them is deleted, and every app hears of it.

The rows stay, with their references and dates: the ledger, the counts and the audit log rest on them. What they said
cannot be opened by anybody any more.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.people.access import access_erasure, access_person, hold_persons
from appealdesk.people.events import PersonErased
from appealdesk.people.models import Consent, ContactPoint, ErasureRequest, IdentityKey, Person, Record, Relation

__all__ = ["Erased", "erase_person"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """Who was erased, and of how many records the keys were destroyed; `already` where it had been done."""

    person_ref: str
    records: int
    already: bool = False


def erase_person(*, actor: Actor, now: datetime, request_ref: str) -> Erased:
    """Carry out a request: irrevocably, and at once here; the apps above follow within seconds.

    Raises Refusal where a colleague has declined the request meanwhile.
    """
    with acting(actor):
        if not actor.is_staff:
            raise NotFound("request")
        hold_persons(actor, alone=True)
        request = access_erasure(actor, request_ref, lock=True)
        person = access_person(actor, request.person.ref)
        if request.status == ErasureRequest.Status.DONE:
            return Erased(person_ref=person.ref, records=0, already=True)
        if request.status == ErasureRequest.Status.DECLINED:
            raise Refusal(
                "people.erasure_answered_meanwhile", "This request has been declined meanwhile. Look at it again."
            )
        count = _destroy(now, person)
        family = _family(person)
        requests = ErasureRequest.objects.filter(person__in=family)
        requests.filter(status=ErasureRequest.Status.OPEN).update(
            status=ErasureRequest.Status.DONE, answered_at=now, answered_by=actor.ref
        )
        requests.update(wrapped_key=None, sealed=None)
        details = {"request": request.ref, "records": count}
        record_audit(actor=actor, now=now, tag="person.erased", subject=person.ref, details=details)
        emit(PersonErased(person_ref=person.ref), actor=actor, now=now)
    return Erased(person_ref=person.ref, records=count)


def _family(person: Person) -> list[int]:
    return [person.pk, *person.redirected_from.values_list("pk", flat=True)]


def _destroy(now: datetime, person: Person) -> int:
    """Destroy the keys of every record, and delete the tokens by which a record is found."""
    family = _family(person)
    # Locked in the order of their keys, as every other action locks them.
    list(Person.objects.select_for_update().filter(pk__in=family).order_by("pk"))
    records = Record.objects.filter(person__in=family)
    count = records.update(wrapped_key=None, sealed=None)
    ContactPoint.objects.filter(record__in=records).delete()
    IdentityKey.objects.filter(record__in=records).delete()
    ended = Relation.objects.filter(Q(speaker__in=records) | Q(person__in=records), ended_at__isnull=True)
    ended.update(ended_at=now)
    Consent.objects.filter(person__in=family, withdrawn_at__isnull=True).update(withdrawn_at=now)
    Person.objects.filter(pk__in=family, erased_at__isnull=True).update(erased_at=now)
    return count

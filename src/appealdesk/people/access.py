"""From an outside reference to a person, or a refusal that looks like "not found"."""

from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from appealdesk.foundation.actor import Actor, ActorKind, Role
from appealdesk.foundation.db import fetch_value
from appealdesk.foundation.refusals import NotFound
from appealdesk.people.models import ContactPoint, ErasureRequest, Person, Record, Resolution

__all__ = [
    "access_contact_point",
    "access_erasure",
    "access_person",
    "access_record",
    "access_resolution",
    "hold_persons",
    "may_see_people",
    "own_contact_point",
    "person_meant",
    "person_of_source",
    "visible_erasures",
    "visible_people",
]

# Advisory locks of persons lie apart from any other use of them.
_LOCK_SPACE: Final = 0x50 << 48
_READERS = (Role.DESK_OFFICER, Role.DUTY_OFFICER, Role.ADMINISTRATOR)


def may_see_people(actor: Actor) -> bool:
    """True for those who work with applicants; a finance officer sees donors only, so this is false for one."""
    return actor.kind is ActorKind.SYSTEM or actor.has_role(*_READERS)


def visible_people(actor: Actor) -> QuerySet[Person]:
    """The persons that the actor may see."""
    people = Person.objects.filter(organisation_id=actor.own_organisation)
    if may_see_people(actor):
        return people
    if actor.has_role(Role.FINANCE_OFFICER):
        theirs = Q(person_id=OuterRef("pk")) | Q(person_id=OuterRef("redirects_to_id"))
        return people.filter(Exists(Record.objects.filter(theirs, source=Record.Source.DONATION)))
    return people.none()


def access_person(actor: Actor, ref: str) -> Person:
    """The person with this reference, or the one to whom it redirects."""
    person = visible_people(actor).select_related("redirects_to").filter(ref=ref).first()
    if person is None:
        raise NotFound("person")
    return person.redirects_to or person


def access_record(actor: Actor, ref: str) -> Record:
    """The record with this reference."""
    record = Record.objects.filter(person__in=visible_people(actor), ref=ref).first()
    if record is None:
        raise NotFound("record")
    return record


def person_of_source(actor: Actor, *, source: str, source_ref: str) -> Person:
    """The person of whom a source speaks; the caller has made sure that the actor may act for the source."""
    records = Record.objects.filter(organisation_id=actor.own_organisation, source=source, source_ref=source_ref)
    record = records.select_related("person__redirects_to").first()
    if record is None:
        raise NotFound("person")
    return record.person.redirects_to or record.person


def person_meant(actor: Actor, *, person_ref: str, enquiry_ref: str) -> Person:
    """Whom an act is about: an officer names the person, a visitor's caller has checked the link of the enquiry."""
    if person_ref and may_see_people(actor):
        return access_person(actor, person_ref)
    return person_of_source(actor, source="enquiry", source_ref=enquiry_ref)


def access_contact_point(actor: Actor, point: str, *, lock: bool = False) -> ContactPoint:
    """The contact point that a form names by its record, kind and place, such as R-7K3M9Q2XC:email:0."""
    record_ref, _, rest = point.partition(":")
    kind, _, rank = rest.partition(":")
    if not may_see_people(actor) or not rank.isdecimal() or len(rank) > 1:
        raise NotFound("contact point")
    own = ContactPoint.objects.filter(organisation_id=actor.own_organisation, record__ref=record_ref)
    return _one_point(own.filter(kind=kind, rank=int(rank)), lock=lock)


def own_contact_point(actor: Actor, *, enquiry_ref: str, lock: bool = False) -> ContactPoint:
    """The first e-mail address of an enquiry; the caller has made sure that the actor may act for it."""
    own = ContactPoint.objects.filter(
        organisation_id=actor.own_organisation, record__source="enquiry", record__source_ref=enquiry_ref
    )
    return _one_point(own.filter(kind=ContactPoint.Kind.EMAIL).order_by("rank"), lock=lock)


def _one_point(points: QuerySet[ContactPoint], *, lock: bool) -> ContactPoint:
    points = points.select_related("record__person")
    found = (points.select_for_update(of=("self",)) if lock else points).first()
    if found is None:
        raise NotFound("contact point")
    return found


def visible_erasures(actor: Actor) -> QuerySet[ErasureRequest]:
    """The requests to be erased that the actor may see."""
    requests = ErasureRequest.objects.filter(organisation_id=actor.own_organisation)
    return requests if may_see_people(actor) else requests.none()


def access_erasure(actor: Actor, ref: str, *, lock: bool = False) -> ErasureRequest:
    """The request with this reference; `lock` keeps other officers out until the transaction ends."""
    requests = visible_erasures(actor)
    found = (requests.select_for_update() if lock else requests).filter(ref=ref).first()
    if found is None:
        raise NotFound("request")
    return found


def access_resolution(actor: Actor, ref: str) -> Resolution:
    """The search with this reference, locked, so that a turn and an officer who stops it wait for each other."""
    own = Resolution.objects.select_for_update().filter(organisation_id=actor.own_organisation, ref=ref)
    found = own.first() if may_see_people(actor) else None
    if found is None:
        raise NotFound("search")
    return found


def hold_persons(actor: Actor, *, alone: bool) -> None:
    """Until the transaction ends nobody else joins, parts or erases persons of the organisation.

    Whoever does so holds them `alone`; whoever attaches a record shares the hold with others who attach. Taken before
    the first look at a person, so that nothing that was seen is out of date.
    """
    lock = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    fetch_value(f"SELECT {lock}(%s)", [_LOCK_SPACE | actor.own_organisation])

"""From an outside reference to a person, or a refusal that looks like "not found"."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from appealdesk.foundation.actor import Actor, ActorKind, Role
from appealdesk.foundation.refusals import NotFound
from appealdesk.people.models import Person, Record

__all__ = ["access_person", "access_record", "may_see_people", "visible_people"]

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

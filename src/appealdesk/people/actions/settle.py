"""Whose each record is, worked out again after a judgement.

A person is what active "same" judgements connect. Records keep what they say; only whose they are follows from the
judgements. The part that holds a person's oldest record keeps the person's reference, another part gets a new one; the
reference of a person who was joined leads to the person who was kept.
"""

from collections.abc import Sequence
from datetime import datetime

from appealdesk.foundation.actor import Actor
from appealdesk.foundation.events import emit
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import Refusal
from appealdesk.people.events import PersonsJoined, PersonsParted
from appealdesk.people.models import Judgement, Person, Record

__all__ = ["settle_persons"]


def settle_persons(*, actor: Actor, now: datetime, one: Record, other: Record) -> None:
    """Give every record of the two records' persons to the person that the judgements make of it.

    Raises Refusal if that would join two records that are judged different.
    """
    persons = list(Person.objects.select_for_update().filter(pk__in={one.person_id, other.person_id}).order_by("pk"))
    records = list(Record.objects.select_related("person").filter(person__in=persons).order_by("given_at", "pk"))
    taken: set[int] = set()
    for part in _parts(records):
        before = part[0].person
        kept = next((person for person in persons if person.pk in _owners(part) - taken), None)
        person = kept or Person.objects.create(
            ref=new_ref("P"), organisation_id=one.organisation_id, language=before.language, created_at=now
        )
        taken.add(person.pk)
        Record.objects.filter(pk__in=[record.pk for record in part]).exclude(person=person).update(person=person)
        if kept is None:
            emit(PersonsParted(person_ref=before.ref, parted_ref=person.ref), actor=actor, now=now)
    _redirect(actor, now, [person for person in persons if person.pk not in taken], one)
    one.refresh_from_db(fields=["person"])
    other.refresh_from_db(fields=["person"])


def _owners(part: Sequence[Record]) -> set[int]:
    return {record.person_id for record in part}


def _redirect(actor: Actor, now: datetime, emptied: Sequence[Person], record: Record) -> None:
    """Persons without a record of their own any more lead to the one who has them, in one step."""
    if not emptied:
        return
    kept = Record.objects.select_related("person").get(pk=record.pk).person
    for person in emptied:
        Person.objects.filter(redirects_to=person).update(redirects_to=kept)
        person.redirects_to = kept
        person.save(update_fields=["redirects_to"])
        emit(PersonsJoined(kept_ref=kept.ref, joined_ref=person.ref), actor=actor, now=now)


def _parts(records: Sequence[Record]) -> list[list[Record]]:
    """Connect records by active "same" judgements, oldest record first in each part and among the parts.

    Raises Refusal if that would join two records that are judged different.
    """
    keys = [record.pk for record in records]
    active = Judgement.objects.filter(a__in=keys, b__in=keys, revoked_at__isnull=True)
    edges = list(active.values_list("a_id", "b_id", "verdict"))
    leader = {key: key for key in keys}

    def lead(key: int) -> int:
        while leader[key] != key:
            leader[key] = leader[leader[key]]
            key = leader[key]
        return key

    for one, other, verdict in edges:
        if verdict == Judgement.Verdict.SAME:
            leader[lead(other)] = lead(one)
    for one, other, verdict in edges:
        if verdict == Judgement.Verdict.DIFFERENT and lead(one) == lead(other):
            raise Refusal(
                "people.judged_different",
                "This would join two records that are judged to be different people; revoke that judgement first.",
            )
    parts: dict[int, list[Record]] = {}
    for record in records:
        parts.setdefault(lead(record.pk), []).append(record)
    return list(parts.values())

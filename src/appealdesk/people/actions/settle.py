"""Whose each record is, worked out again after a judgement.

A person is what active "same" judgements connect. Records keep what they say; only whose they are follows from the
judgements. The part that holds a person's oldest record keeps the person's reference, another part gets a new one.
Every other reference leads to whoever has the record with which it began, so that parting two persons is as exact as
joining them: what was written down about either of them leads to the right one again.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Q

from appealdesk.foundation.actor import Actor
from appealdesk.foundation.events import emit
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import Refusal
from appealdesk.people.access import hold_persons
from appealdesk.people.events import PersonsJoined, PersonsParted
from appealdesk.people.models import Judgement, Person, Record

__all__ = ["settle_persons"]


def settle_persons(*, actor: Actor, now: datetime, one: Record, other: Record) -> None:
    """Give every record of the two records' persons to the person that the judgements make of it.

    Raises Refusal if that would join two records that are judged different.
    """
    hold_persons(actor, alone=True)
    one.refresh_from_db(fields=["person"])
    other.refresh_from_db(fields=["person"])
    persons = list(Person.objects.select_for_update().filter(pk__in={one.person_id, other.person_id}).order_by("pk"))
    records = list(Record.objects.select_related("person").filter(person__in=persons).order_by("pk"))
    oldest: dict[int, Record] = {}
    for record in records:
        oldest.setdefault(record.person_id, record)
    taken: dict[int, Person] = {}
    owner: dict[int, Person] = {}
    for part in _parts(records, asked={one.pk, other.pk}):
        before = part[0].person
        owners = [record.person for record in part if record.person_id not in taken]
        person = owners[0] if owners else _begin(now, part[0])
        taken[person.pk] = person
        owner |= {record.pk: person for record in part}
        Record.objects.filter(pk__in=[record.pk for record in part]).exclude(person=person).update(person=person)
        if not owners:
            emit(PersonsParted(person_ref=before.ref, parted_ref=person.ref), actor=actor, now=now)
    _lead_on(actor, now, persons=persons, oldest=oldest, owner=owner, live=taken)
    one.refresh_from_db(fields=["person"])
    other.refresh_from_db(fields=["person"])


def _begin(now: datetime, first: Record) -> Person:
    """A new person for a part, in the language in which its oldest record's person was first known."""
    known = Person.objects.filter(began_with=first).order_by("pk").last() or first.person
    return Person.objects.create(
        ref=new_ref("P"),
        organisation_id=first.organisation_id,
        language=known.language,
        created_at=now,
        erased_at=first.person.erased_at,
    )


def _lead_on(
    actor: Actor,
    now: datetime,
    *,
    persons: Sequence[Person],
    oldest: Mapping[int, Record],
    owner: Mapping[int, Person],
    live: Mapping[int, Person],
) -> None:
    """Persons without a record of their own lead to the one who has the record with which they began, in one step."""
    for person in persons:
        if person.pk not in live:
            kept = owner[oldest[person.pk].pk]
            person.redirects_to, person.began_with = kept, oldest[person.pk]
            person.save(update_fields=["redirects_to", "began_with"])
            Person.objects.filter(redirects_to=person, began_with__isnull=True).update(redirects_to=kept)
            emit(PersonsJoined(kept_ref=kept.ref, joined_ref=person.ref), actor=actor, now=now)
    leading = Person.objects.filter(Q(redirects_to__in=persons), began_with__in=list(owner))
    moved: dict[int, list[int]] = {}
    for key, target, began_with in leading.values_list("pk", "redirects_to_id", "began_with_id"):
        if owner[began_with].pk != target:
            moved.setdefault(owner[began_with].pk, []).append(key)
    for target, keys in moved.items():
        Person.objects.filter(pk__in=keys).update(redirects_to=target)


def _parts(records: Sequence[Record], *, asked: set[int]) -> list[list[Record]]:
    """Connect records by active "same" judgements, oldest record first in each part and among the parts.

    Raises Refusal if that would join two records that are judged different; `asked` is the pair that was judged now.
    """
    keys = [record.pk for record in records]
    active = Judgement.objects.filter(a__in=keys, b__in=keys, revoked_at__isnull=True).order_by("pk")
    edges = list(active.values_list("ref", "a_id", "b_id", "verdict"))
    leader = {key: key for key in keys}

    def lead(key: int) -> int:
        while leader[key] != key:
            leader[key] = leader[leader[key]]
            key = leader[key]
        return key

    for _, one, other, verdict in edges:
        if verdict == Judgement.Verdict.SAME:
            leader[lead(other)] = lead(one)
    for ref, one, other, verdict in edges:
        if verdict == Judgement.Verdict.DIFFERENT and lead(one) == lead(other):
            raise _conflict(ref, about_itself={one, other} == asked)
    parts: dict[int, list[Record]] = {}
    for record in records:
        parts.setdefault(lead(record.pk), []).append(record)
    return list(parts.values())


def _conflict(judgement_ref: str, *, about_itself: bool) -> Refusal:
    values = {"judgement": judgement_ref}
    if about_itself:
        return Refusal(
            "people.joined_otherwise",
            "Other records join these two. Take the weakest of those judgements back first, on the person's page.",
            values=values,
        )
    return Refusal(
        "people.judged_different",
        "This would join two records that are judged to be different people. Revoke that judgement first.",
        values=values,
    )

"""Those who speak for a person, for whom they speak, and with whom they live."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q

from appealdesk.core.names.person_name import PersonName
from appealdesk.foundation.actor import Actor
from appealdesk.people.access import access_person, may_see_people
from appealdesk.people.models import Relation
from appealdesk.people.queries.identities import identities_of

__all__ = ["RelationPage", "relations_of", "speaker_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationPage:
    """One relation from the person's side; `role` is a value of `_ROLES`."""

    ref: str
    role: str
    other_ref: str
    other_names: PersonName
    agreed: bool
    noted_at: datetime


_ROLES = {
    ("on_behalf", True): "speaks_for",
    ("on_behalf", False): "spoken_for_by",
    ("contact_of", True): "contact_of",
    ("contact_of", False): "has_contact",
    ("household", True): "lives_with",
    ("household", False): "lives_with",
}


def relations_of(*, actor: Actor, person_ref: str) -> tuple[RelationPage, ...]:
    """The relations of a person that hold. Three queries; the door notes the reading.

    Where an officer judged the two to be one after all, there is none, until that is taken back.
    """
    if not may_see_people(actor):
        return ()
    person = access_person(actor, person_ref)
    held = Relation.objects.filter(
        Q(speaker__person=person) | Q(person__person=person),
        organisation_id=actor.own_organisation,
        ended_at__isnull=True,
    ).exclude(speaker__person=F("person__person"))
    rows = list(held.select_related("speaker", "person").order_by("noted_at", "pk"))
    others = {row.pk: _other(row, person.pk) for row in rows}
    identities = identities_of(actor=actor, person_ids=others.values())
    return tuple(
        RelationPage(
            ref=row.ref,
            role=_ROLES[row.kind, row.speaker.person_id == person.pk],
            other_ref=identities[others[row.pk]].ref,
            other_names=identities[others[row.pk]].names,
            agreed=row.agreed,
            noted_at=row.noted_at,
        )
        for row in rows
        if others[row.pk] in identities
    )


def speaker_of(*, actor: Actor, person_id: int) -> int | None:
    """Who speaks for somebody and may be written to in their place, because they agreed. One query."""
    held = Relation.objects.filter(
        Q(person__person_id=person_id) | Q(person__person__redirected_from=person_id),
        organisation_id=actor.own_organisation,
        kind__in=(Relation.Kind.ON_BEHALF, Relation.Kind.CONTACT_OF),
        agreed=True,
        ended_at__isnull=True,
    ).exclude(speaker__person=F("person__person"))
    return held.order_by("-pk").values_list("speaker__person_id", flat=True).first()


def _other(row: Relation, person_id: int) -> int:
    return row.person.person_id if row.speaker.person_id == person_id else row.speaker.person_id

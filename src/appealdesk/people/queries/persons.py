"""One person with every record, and the questions that wait for an officer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from appealdesk.core.names.person_name import PersonName
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import fetch_all
from appealdesk.people.access import access_person, visible_people
from appealdesk.people.inputs import IdentityInput
from appealdesk.people.models import Consent, Judgement, Record
from appealdesk.people.queries.identities import IdentityPage, combine, open_identity

MOST_QUESTIONS = 50
# CASE and not COALESCE: under row-level security PostgreSQL trusts only the former to leak nothing, and uses an index.
_KEPT = """
WITH kept AS (
    SELECT DISTINCT CASE WHEN redirects_to_id IS NULL THEN id ELSE redirects_to_id END AS id
    FROM people_person WHERE organisation_id = %(organisation)s AND id = ANY(%(ids)s)
)
SELECT id, id FROM kept
UNION ALL
SELECT joined.id, kept.id FROM kept JOIN people_person AS joined ON joined.redirects_to_id = kept.id
"""

__all__ = [
    "ConsentPage",
    "PersonPage",
    "QuestionPage",
    "RecordPage",
    "family_of_person",
    "kept_persons",
    "person_by_id",
    "person_key",
    "person_of_record",
    "person_page",
    "persons_joined_with",
    "question_page",
    "record_page",
    "records_of",
    "said_in",
    "sources_of_person",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPage:
    """What one source said; names and dates are empty once it is erased."""

    ref: str
    source: str
    source_ref: str
    given_at: datetime
    names: PersonName
    birth_date: date | None
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    address: str
    notes: str
    erased: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentPage:
    """A consent and whether it holds at the moment asked for."""

    purpose: str
    text_version: str
    about_ref: str
    given_at: datetime
    expires_at: datetime
    withdrawn_at: datetime | None
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPage:
    """Two records of which an officer has to say whether they are one person."""

    ref: str
    a: RecordPage
    a_person_ref: str
    b: RecordPage
    b_person_ref: str
    reasons: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """A person, opened."""

    id: int
    ref: str
    identity: IdentityPage
    created_at: datetime
    erased_at: datetime | None
    records: tuple[RecordPage, ...]
    consents: tuple[ConsentPage, ...]
    questions: tuple[QuestionPage, ...]


def person_page(*, actor: Actor, now: datetime, ref: str) -> PersonPage:
    """One person. Doors call `people.actions.read.read_person`, which notes the reading as well. Five queries."""
    person = access_person(actor, ref)
    opened = [(record, said_in(record)) for record in person.records.order_by("given_at", "pk")]
    consents = Consent.objects.filter(Q(person=person) | Q(person__redirects_to=person))
    return PersonPage(
        id=person.pk,
        ref=person.ref,
        identity=combine(
            ref=person.ref, language=person.language, statements=[said for _, said in opened if said is not None]
        ),
        created_at=person.created_at,
        erased_at=person.erased_at,
        records=tuple(record_page(record, said) for record, said in opened),
        consents=tuple(_consent_page(consent, now) for consent in consents.order_by("given_at", "pk")),
        questions=_questions(Judgement.objects.filter(Q(a__person=person) | Q(b__person=person))),
    )


def records_of(*, actor: Actor, person_refs: Iterable[str]) -> tuple[RecordPage, ...]:
    """The records of some persons, opened, in the order in which they came. One query."""
    people = visible_people(actor).filter(ref__in=set(person_refs))
    return tuple(
        record_page(record, said_in(record)) for record in Record.objects.filter(person__in=people).order_by("pk")
    )


def person_by_id(*, actor: Actor, person_id: int) -> str | None:
    """The reference of a person that the actor may see."""
    return visible_people(actor).filter(pk=person_id).values_list("ref", flat=True).first()


def person_key(*, actor: Actor, ref: str) -> int:
    """The key of the person to whom a reference leads at present. One query."""
    return access_person(actor, ref).pk


def kept_persons(*, actor: Actor, person_ids: Iterable[int]) -> Mapping[int, int]:
    """Whom each key leads to at present, and so for each key of somebody who was joined with one of these. One query.

    The one place to ask before persons are compared, grouped or counted. It tells keys alone, and those of the whole
    organisation: whether two gifts are of one donor does not depend on what an officer of the money may read.
    """
    wanted = sorted(set(person_ids))
    return dict(fetch_all(_KEPT, {"organisation": actor.own_organisation, "ids": wanted})) if wanted else {}


def family_of_person(*, actor: Actor, ref: str) -> frozenset[int]:
    """The keys of a person and of those who were joined to them, for an app that erases what it holds of them."""
    return persons_joined_with(actor=actor, person_id=access_person(actor, ref).pk)


def persons_joined_with(*, actor: Actor, person_id: int) -> frozenset[int]:
    """A person and all who were found to be the same one, whichever of them was kept. One query."""
    return frozenset(kept_persons(actor=actor, person_ids=[person_id]))


def person_of_record(*, actor: Actor, source: str, source_ref: str) -> str | None:
    """The reference of whose record came from an enquiry, donation or import; None before it was heard of."""
    records = Record.objects.filter(source=source, source_ref=source_ref, person__in=visible_people(actor))
    return records.values_list("person__ref", flat=True).first()


def sources_of_person(*, actor: Actor, person_id: int, source: str) -> tuple[str, ...]:
    """The references of the enquiries, donations or imports from which a person's records came."""
    people = visible_people(actor)
    return tuple(
        Record.objects.filter(
            Q(person_id=person_id) | Q(person__redirected_from=person_id), person__in=people, source=source
        )
        .order_by("given_at", "pk")
        .values_list("source_ref", flat=True)
    )


def said_in(record: Record) -> IdentityInput | None:
    """What a record says, opened; None once it is erased."""
    return open_identity(record_ref=record.ref, wrapped_key=record.wrapped_key, sealed=record.sealed)


def record_page(record: Record, said: IdentityInput | None) -> RecordPage:
    """A record with what was opened of it."""
    return RecordPage(
        ref=record.ref,
        source=record.source,
        source_ref=record.source_ref,
        given_at=record.given_at,
        names=said.names if said else PersonName(""),
        birth_date=said.birth_date if said else None,
        emails=said.emails if said else (),
        phones=said.phones if said else (),
        address=said.address if said else "",
        notes=said.notes if said else "",
        erased=said is None,
    )


def _consent_page(consent: Consent, now: datetime) -> ConsentPage:
    return ConsentPage(
        purpose=consent.purpose,
        text_version=consent.text_version,
        about_ref=consent.about_ref,
        given_at=consent.given_at,
        expires_at=consent.expires_at,
        withdrawn_at=consent.withdrawn_at,
        holds=consent.withdrawn_at is None and consent.given_at <= now < consent.expires_at,
    )


def _questions(judgements: QuerySet[Judgement]) -> tuple[QuestionPage, ...]:
    undecided = judgements.filter(verdict=Judgement.Verdict.UNDECIDED, revoked_at__isnull=True)
    rows = undecided.select_related("a__person", "b__person").order_by("-at", "-pk")[:MOST_QUESTIONS]
    return tuple(question_page(row) for row in rows)


def question_page(row: Judgement) -> QuestionPage:
    """A question whose records and persons were read with it."""
    return QuestionPage(
        ref=row.ref,
        a=record_page(row.a, said_in(row.a)),
        a_person_ref=row.a.person.ref,
        b=record_page(row.b, said_in(row.b)),
        b_person_ref=row.b.person.ref,
        reasons=tuple(row.reasons),
        at=row.at,
    )

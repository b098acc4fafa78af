"""Applications and their facts, as the apps above read them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final

from django.db.models import Case, F, Q, QuerySet, When

from appealdesk.enquiries.access import may_read, visible_applications
from appealdesk.enquiries.models import Application, Fact
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import fetch_all
from appealdesk.foundation.refusals import NotFound

__all__ = [
    "SPOKEN",
    "ApplicationRow",
    "FactRow",
    "application_by_ref",
    "application_facts",
    "application_history",
    "application_refs_of_enquiries",
    "applications_by_id",
    "applications_of_person",
    "applications_of_persons",
    "facts_in_force",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationRow:
    """An application with the enquiry that it came from; no identity. `language` is that of letters about it."""

    id: int
    ref: str
    organisation_id: int
    appeal_id: int
    position_id: int | None
    enquiry_ref: str
    channel: str
    received_at: datetime
    person_id: int
    record_id: int
    language: str
    created_at: datetime
    revision_at_enquiry_id: int | None
    withdrawn_at: datetime | None


# Where each field of a row lies.
_FIELDS: Final = {
    field.name: {
        "enquiry_ref": "enquiry__ref",
        "channel": "enquiry__channel",
        "received_at": "enquiry__received_at",
        "language": "spoken",
    }.get(field.name, field.name)
    for field in fields(ApplicationRow)
}


# The language of letters about an application: the one that its person chose, or else the one in which it came.
SPOKEN: Final = Case(
    When(person__redirects_to__language_chosen_at__isnull=False, then=F("person__redirects_to__language")),
    When(person__language_chosen_at__isnull=False, then=F("person__language")),
    default=F("language"),
)
_IN_FORCE: Final = """
SELECT key, value, evidence, absent, source, at FROM enquiries_fact
WHERE application_id = %s AND organisation_id = %s AND superseded_at IS NULL ORDER BY id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """One fact: its value as the facts file writes it, or the reason why it is absent."""

    key: str
    value: Any
    evidence: str
    absent: str
    source: str
    at: datetime
    superseded_at: datetime | None = None


def application_by_ref(*, actor: Actor, ref: str) -> ApplicationRow:
    """One application, or NotFound. One query."""
    rows = _rows(visible_applications(actor).filter(ref=ref))
    if not rows:
        raise NotFound("application")
    return rows[0]


def applications_by_id(*, actor: Actor, application_ids: Iterable[int]) -> Mapping[int, ApplicationRow]:
    """Applications by key. One query."""
    rows = visible_applications(actor).filter(pk__in=set(application_ids))
    return {row.id: row for row in _rows(rows)}


def applications_of_person(*, actor: Actor, person_id: int) -> tuple[ApplicationRow, ...]:
    """A person's applications, oldest first, with those of persons who were joined to them. One query."""
    theirs = Q(person_id=person_id) | Q(record__person_id=person_id) | Q(person__redirects_to=person_id)
    return _rows(visible_applications(actor).filter(theirs).order_by("created_at", "pk"))


def applications_of_persons(*, actor: Actor, person_ids: Iterable[int]) -> tuple[ApplicationRow, ...]:
    """The applications of many persons, oldest first. One query."""
    wanted = set(person_ids)
    theirs = Q(person_id__in=wanted) | Q(record__person_id__in=wanted) | Q(person__redirects_to__in=wanted)
    return _rows(visible_applications(actor).filter(theirs).order_by("created_at", "pk"))


def application_refs_of_enquiries(*, actor: Actor, enquiry_refs: Iterable[str]) -> Mapping[str, str]:
    """The applications that grew from enquiries: application reference by enquiry reference. One query.

    Of one that was carried over to another appeal it is the one that counts now.
    """
    rows = visible_applications(actor).filter(enquiry__ref__in=set(enquiry_refs)).order_by("pk")
    return dict(rows.values_list("enquiry__ref", "ref"))


def application_facts(*, actor: Actor, application_ids: Iterable[int]) -> Mapping[int, Mapping[str, FactRow]]:
    """The facts in force of many applications; an application without facts has an empty mapping. Two queries."""
    wanted = list(visible_applications(actor).filter(pk__in=set(application_ids)).values_list("pk", flat=True))
    facts: dict[int, dict[str, FactRow]] = {key: {} for key in wanted}
    for fact in Fact.objects.filter(application_id__in=wanted, superseded_at__isnull=True).order_by("pk"):
        facts[fact.application_id][fact.key] = _fact(fact)
    return facts


def facts_in_force(*, actor: Actor, application_id: int) -> Mapping[str, FactRow]:
    """The facts in force of one application by key. One query, which every screening runs."""
    if not may_read(actor):
        return {}
    rows = fetch_all(_IN_FORCE, [application_id, actor.own_organisation])
    return {
        key: FactRow(
            key=key,
            value=None if value is None else json.loads(value),
            evidence=evidence,
            absent=absent,
            source=source,
            at=at,
        )
        for key, value, evidence, absent, source, at in rows
    }


def application_history(*, actor: Actor, application_id: int) -> tuple[FactRow, ...]:
    """Every fact that was ever stated, superseded ones too, in the order of time. Two queries."""
    applications = visible_applications(actor).filter(pk=application_id)
    return tuple(_fact(fact) for fact in Fact.objects.filter(application__in=applications).order_by("at", "pk"))


def _rows(applications: QuerySet[Application]) -> tuple[ApplicationRow, ...]:
    # The columns that are wanted and no others: the sealed enquiry beside them is heavy, and nobody opens it here.
    return tuple(
        ApplicationRow(**dict(zip(_FIELDS, row, strict=True)))
        for row in applications.annotate(spoken=SPOKEN).values_list(*_FIELDS.values())
    )


def _fact(fact: Fact) -> FactRow:
    return FactRow(
        key=fact.key,
        value=fact.value,
        evidence=fact.evidence,
        absent=fact.absent,
        source=fact.source,
        at=fact.at,
        superseded_at=fact.superseded_at,
    )

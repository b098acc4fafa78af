"""Contact points with what is known of them: whether somebody confirmed that it is theirs, or nothing arrives there."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q

from appealdesk.appeals.queries.appeals import organisation_ids
from appealdesk.foundation.actor import Actor, public_actor
from appealdesk.foundation.crypto import open_sealed, unwrap_key
from appealdesk.foundation.db import acting
from appealdesk.people.access import access_person, may_see_people
from appealdesk.people.models import ContactCheck, ContactPoint
from appealdesk.people.queries.relations import speaker_of

__all__ = [
    "ContactPage",
    "MailTarget",
    "OwnContact",
    "check_organisation",
    "contacts_of",
    "mail_target",
    "own_contacts",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPage:
    """One address; `point` names it for a form, `open_check` the check that can still be answered."""

    point: str
    kind: str
    address: str
    verified_at: datetime | None
    failing_at: datetime | None
    open_check: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnContact:
    """What the holder of a link learns about their own address, which is not shown: only its kind and state."""

    kind: str
    verified_at: datetime | None
    failing: bool
    open_check: str


@dataclass(frozen=True, slots=True)
class MailTarget:
    """Where a letter goes, and the key of that contact point."""

    point_id: int
    address: str


def check_organisation(ref: str) -> int | None:
    """The organisation whose check this is. Row security shows each organisation its own, so each is asked in turn."""
    for organisation_id in organisation_ids():
        with acting(public_actor(organisation_id)):
            if ContactCheck.objects.filter(organisation_id=organisation_id, ref=ref).exists():
                return organisation_id
    return None


def contacts_of(*, actor: Actor, person_ref: str, now: datetime) -> tuple[ContactPage, ...]:
    """Every mail address and phone number of a person, each once, the newest first. Three queries."""
    if not may_see_people(actor):
        return ()
    person = access_person(actor, person_ref)
    points = ContactPoint.objects.filter(record__person=person).exclude(kind=ContactPoint.Kind.POSTAL)
    rows = list(points.select_related("record").order_by("kind", "-record_id", "rank"))
    checks = _open_checks([row.pk for row in rows], now)
    pages: dict[tuple[str, bytes], ContactPage] = {}
    for row in rows:
        key = (row.kind, bytes(row.token))
        if key not in pages and row.record.wrapped_key is not None:
            pages[key] = ContactPage(
                point=f"{row.record.ref}:{row.kind}:{row.rank}",
                kind=row.kind,
                address=_opened(row),
                verified_at=row.verified_at,
                failing_at=row.failing_at,
                open_check=checks.get(row.pk, ""),
            )
    return tuple(pages.values())


def own_contacts(*, actor: Actor, enquiry_ref: str, now: datetime) -> tuple[OwnContact, ...]:
    """The address and number of one enquiry, by the link of which the caller has made sure. Two queries."""
    points = ContactPoint.objects.filter(
        organisation_id=actor.own_organisation, record__source="enquiry", record__source_ref=enquiry_ref
    ).exclude(kind=ContactPoint.Kind.POSTAL)
    rows = list(points.order_by("kind", "rank"))
    checks = _open_checks([row.pk for row in rows], now)
    return tuple(
        OwnContact(
            kind=row.kind,
            verified_at=row.verified_at,
            failing=row.failing_at is not None,
            open_check=checks.get(row.pk, ""),
        )
        for row in rows
    )


def mail_target(*, actor: Actor, person_id: int, point_id: int | None = None) -> MailTarget | None:
    """Where a letter to the person goes now: the address that it is for, or else the newest that works, confirmed ones
    first, or else that of whoever speaks for them and whom they agreed to. None where there is none: it is printed."""
    found = _best_mail(actor, person_id, point_id)
    if found is not None or point_id is not None:
        return found
    speaker = speaker_of(actor=actor, person_id=person_id)
    return _best_mail(actor, speaker, None) if speaker is not None else None


def _best_mail(actor: Actor, person_id: int, point_id: int | None) -> MailTarget | None:
    points = ContactPoint.objects.filter(organisation_id=actor.own_organisation, kind=ContactPoint.Kind.EMAIL)
    if point_id is not None:
        points = points.filter(pk=point_id)
    else:
        theirs = Q(record__person_id=person_id) | Q(record__person__redirected_from=person_id)
        points = points.filter(theirs, failing_at__isnull=True)
    point = (
        points.select_related("record")
        .order_by(F("verified_at").desc(nulls_last=True), "-record__given_at", "-record_id", "rank")
        .first()
    )
    if point is None or point.record.wrapped_key is None:
        return None
    return MailTarget(point.pk, _opened(point))


def _open_checks(points: list[int], now: datetime) -> dict[int, str]:
    rows = ContactCheck.objects.filter(contact_point__in=points, confirmed_at__isnull=True, expires_at__gt=now)
    return dict(rows.order_by("pk").values_list("contact_point_id", "ref"))


def _opened(point: ContactPoint) -> str:
    context = f"people.contactpoint:{point.record.ref}:{point.kind}:{point.rank}"
    key = unwrap_key(point.record.wrapped_key or b"")
    return open_sealed(key, context=context, sealed=point.sealed).decode()

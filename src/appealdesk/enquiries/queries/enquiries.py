"""Enquiries: what they say, whose they are, and the page that their sender sees."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from appealdesk.enquiries.access import access_enquiry, visible_enquiries
from appealdesk.enquiries.inputs import SealedStatement
from appealdesk.enquiries.models import Application, Enquiry
from appealdesk.foundation.actor import Actor, public_actor
from appealdesk.foundation.crypto import open_sealed, unwrap_key
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import hash_secret, is_ref
from appealdesk.foundation.refusals import NotFound
from appealdesk.people.inputs import SpeakerInput
from appealdesk.people.queries.persons import sources_of_person

__all__ = [
    "EnquiryPage",
    "EnquiryRow",
    "StatusPage",
    "enquiries_of_person",
    "enquiry_page",
    "open_speaker",
    "open_statement",
    "status_page",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnquiryRow:
    """An enquiry without its words."""

    id: int
    ref: str
    appeal_id: int
    kind: str
    channel: str
    language: str
    received_at: datetime
    received_by: str
    disposition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnquiryPage:
    """An enquiry, opened; empty once it is erased."""

    row: EnquiryRow
    message: str
    position_ref: str | None
    consent_version: str
    erased: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusPage:
    """What the holder of the secret link may know; `application_ref` is None until the worker has made one."""

    ref: str
    organisation_id: int
    appeal_id: int
    kind: str
    channel: str
    language: str
    received_at: datetime
    application_id: int | None
    application_ref: str | None
    position_id: int | None
    withdrawn_at: datetime | None
    erased: bool


def status_page(*, ref: str, secret: str, now: datetime) -> StatusPage:
    """The page behind the secret link, or NotFound: a wrong secret and an unknown reference look alike.

    The visitor's organisation is unknown until the enquiry is found, so the database shows that one row to whoever
    knows the hash of its secret, and everything else through the organisation as always.
    """
    enquiry = _enquiry_by_secret(ref, secret) if is_ref(ref, "E") else None
    if enquiry is None or enquiry.received_at > now:
        raise NotFound("enquiry")
    with acting(public_actor(enquiry.organisation_id)):
        application = Application.objects.filter(enquiry_id=enquiry.pk).first()
    return StatusPage(
        ref=enquiry.ref,
        organisation_id=enquiry.organisation_id,
        appeal_id=enquiry.appeal_id,
        kind=enquiry.kind,
        channel=enquiry.channel,
        language=enquiry.language,
        received_at=enquiry.received_at,
        application_id=application.pk if application else None,
        application_ref=application.ref if application else None,
        position_id=application.position_id if application else None,
        withdrawn_at=application.withdrawn_at if application else None,
        erased=enquiry.wrapped_key is None,
    )


def open_statement(enquiry: Enquiry) -> SealedStatement | None:
    """What an enquiry says, or None once it is erased."""
    if enquiry.wrapped_key is None or enquiry.sealed is None:
        return None
    plain = open_sealed(
        unwrap_key(enquiry.wrapped_key), context=f"enquiries.enquiry:{enquiry.ref}", sealed=enquiry.sealed
    )
    return SealedStatement.model_validate_json(plain)


def open_speaker(enquiry: Enquiry) -> SpeakerInput | None:
    """Whoever spoke for the one whom an enquiry is about; None where nobody did, and once they are erased."""
    if enquiry.speaker_wrapped_key is None or enquiry.speaker_sealed is None:
        return None
    plain = open_sealed(
        unwrap_key(enquiry.speaker_wrapped_key),
        context=f"enquiries.speaker:{enquiry.ref}",
        sealed=enquiry.speaker_sealed,
    )
    return SpeakerInput.model_validate_json(plain)


def enquiry_page(*, actor: Actor, ref: str) -> EnquiryPage:
    """One enquiry with its message. One query; the door notes the reading."""
    enquiry = access_enquiry(actor, ref)
    said = open_statement(enquiry)
    return EnquiryPage(
        row=_row(enquiry),
        message=said.message if said else "",
        position_ref=said.position_ref if said else None,
        consent_version=said.consent_version if said else "",
        erased=said is None,
    )


def enquiries_of_person(*, actor: Actor, person_id: int) -> tuple[EnquiryRow, ...]:
    """A person's enquiries by every channel, oldest first. Two queries."""
    refs = sources_of_person(actor=actor, person_id=person_id, source="enquiry")
    rows = visible_enquiries(actor).filter(ref__in=refs).order_by("received_at", "pk")
    return tuple(map(_row, rows))


def _enquiry_by_secret(ref: str, secret: str) -> Enquiry | None:
    digest = hash_secret(secret)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('appealdesk.status_secret', %s, true)", [digest.hex()])
        enquiry = Enquiry.objects.filter(ref=ref, secret_hash=digest).first()
        cursor.execute("SELECT set_config('appealdesk.status_secret', '', true)")
    return enquiry


def _row(enquiry: Enquiry) -> EnquiryRow:
    return EnquiryRow(
        id=enquiry.pk,
        ref=enquiry.ref,
        appeal_id=enquiry.appeal_id,
        kind=enquiry.kind,
        channel=enquiry.channel,
        language=enquiry.language,
        received_at=enquiry.received_at,
        received_by=enquiry.received_by,
        disposition=enquiry.disposition,
    )

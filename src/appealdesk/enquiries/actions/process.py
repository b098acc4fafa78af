"""What the worker makes of an enquiry: a person, an application with facts, a consent and an acknowledgement.

Each step can be repeated without a second effect, because an event is delivered at least once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from appealdesk.appeals.queries.appeals import appeals_of
from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.appeals.queries.positions import position_by_ref
from appealdesk.appeals.queries.supersessions import supersession_of
from appealdesk.audit.actions.record import record_audit
from appealdesk.enquiries.access import access_enquiry
from appealdesk.enquiries.events import ApplicationCreated, CarryOverAdvanced
from appealdesk.enquiries.inputs import FactAnswer, SealedStatement
from appealdesk.enquiries.models import Application, Enquiry, Fact
from appealdesk.enquiries.queries.answers import check_answers
from appealdesk.enquiries.queries.enquiries import open_speaker, open_statement
from appealdesk.enquiries.queries.links import status_link
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.languages import pick
from appealdesk.foundation.refusals import NotFound
from appealdesk.letters.actions.draft import draft_letter
from appealdesk.people.actions.identify import Identified, identify_person
from appealdesk.people.actions.introduce import introduce_person
from appealdesk.people.actions.record import record_consent
from appealdesk.people.inputs import SpeakerInput

__all__ = ["Processed", "process_enquiry"]

CONSENT_LASTS = timedelta(days=365)
_UNREADABLE = FactAnswer(absent="unverified")


@dataclass(frozen=True, slots=True)
class Processed:
    """What the enquiry led to; None where it led to no person or no application."""

    person_ref: str | None
    application_ref: str | None


def process_enquiry(*, actor: Actor, now: datetime, enquiry_ref: str, address: str) -> Processed:
    """Process one enquiry; `address` is the site's public address for the status link."""
    with acting(actor):
        enquiry = access_enquiry(actor, enquiry_ref, lock=True)
        said = open_statement(enquiry)
        if said is None or not _tells_who(said):
            return Processed(None, None)
        speaker = open_speaker(enquiry)
        identified, consents = _identify(actor, now, enquiry, said, speaker)
        application = None
        if enquiry.kind == Enquiry.Kind.OFFER:
            application = _application(actor, now, enquiry, said, identified)
        for person_id, about_ref in consents.items() if said.consent_version else ():
            record_consent(
                actor=actor,
                now=now,
                person_id=person_id,
                purpose="processing",
                text_version=said.consent_version,
                about_ref=about_ref,
                given_at=enquiry.received_at,
                expires_at=enquiry.received_at + CONSENT_LASTS,
            )
        if _can_be_answered(said, speaker):
            _acknowledge(actor, now, enquiry, identified, address)
    return Processed(identified.person_ref, application.ref if application else None)


def _identify(
    actor: Actor, now: datetime, enquiry: Enquiry, said: SealedStatement, speaker: SpeakerInput | None
) -> tuple[Identified, Mapping[int, str]]:
    """Whom it is about, and by person what a consent is about: the enquiry, or that somebody speaks in it."""
    told: Mapping[str, Any] = {
        "actor": actor,
        "now": now,
        "identity": said.identity.model_copy(update={"language": enquiry.language}),
        "source": "enquiry",
        "source_ref": enquiry.ref,
        "given_at": enquiry.received_at,
    }
    if speaker is None:
        identified = identify_person(**told)
        return identified, {identified.person_id: enquiry.ref}
    introduced = introduce_person(speaker=speaker, **told)
    consents = {introduced.person.person_id: enquiry.ref, introduced.speaker.person_id: introduced.relation_ref}
    return introduced.person, consents


def _can_be_answered(said: SealedStatement, speaker: SpeakerInput | None) -> bool:
    """Where they left an address, or agreed that somebody with one speaks for them."""
    through = speaker is not None and speaker.agreed and bool(speaker.identity.emails)
    return through or bool(said.identity.emails or said.identity.address)


def _tells_who(said: SealedStatement) -> bool:
    return said.identity.has_name or bool(said.identity.emails or said.identity.phones)


def _application(
    actor: Actor, now: datetime, enquiry: Enquiry, said: SealedStatement, identified: Identified
) -> Application:
    earlier = Application.objects.filter(enquiry=enquiry).order_by("pk").first()
    if earlier is not None:
        return earlier
    position_id, revision_id = _position(enquiry, said.position_ref)
    application = Application.objects.create(
        ref=new_ref("A"),
        organisation_id=enquiry.organisation_id,
        appeal_id=enquiry.appeal_id,
        position_id=position_id,
        enquiry=enquiry,
        person_id=identified.person_id,
        record_id=identified.record_id,
        language=enquiry.language,
        created_at=now,
        revision_at_enquiry_id=revision_id,
    )
    _store_facts(application, enquiry, said.facts)
    details = {"enquiry": enquiry.ref, "person": identified.person_ref, "position": said.position_ref}
    record_audit(actor=actor, now=now, tag="application.created", subject=application.ref, details=details)
    emit(ApplicationCreated(application_ref=application.ref), actor=actor, now=now)
    if supersession_of(enquiry.appeal_id) is not None:
        # It came before the appeal was superseded and is processed after it.
        emit(CarryOverAdvanced(appeal_id=enquiry.appeal_id), actor=actor, now=now)
    return application


def _position(enquiry: Enquiry, ref: str | None) -> tuple[int | None, int | None]:
    """The position and the criteria revision that were public when the enquiry came; neither where none was named."""
    if ref is None:
        return None, None
    try:
        position = position_by_ref(ref, now=enquiry.received_at)
    except NotFound:
        return None, None
    if position.appeal_id != enquiry.appeal_id:
        return None, None
    return position.id, position.revision.id if position.revision else None


def _store_facts(application: Application, enquiry: Enquiry, answers: Mapping[str, FactAnswer]) -> None:
    """An answer that does not fit its fact is kept as "unverified", so that an officer asks instead of guessing."""
    dictionary = fact_dictionary(enquiry.organisation_id)
    misfits = {problem.key for problem in check_answers(dictionary, answers)}
    fitting = {key: _UNREADABLE if key in misfits else answer for key, answer in answers.items() if key in dictionary}
    source = Fact.Source.DECLARED
    Fact.objects.bulk_create(
        Fact(
            organisation_id=application.organisation_id,
            application=application,
            key=key,
            value=answer.stored_value,
            evidence=answer.stored_evidence,
            absent=answer.absent,
            source=source,
            stated_by=enquiry.received_by,
            at=enquiry.received_at,
        )
        for key, answer in fitting.items()
    )


def _acknowledge(actor: Actor, now: datetime, enquiry: Enquiry, identified: Identified, address: str) -> None:
    """Tell them that it arrived; whoever threatens is not answered by a machine."""
    if enquiry.kind == Enquiry.Kind.THREAT:
        return
    appeal = next(card for card in appeals_of(enquiry.organisation_id) if card.id == enquiry.appeal_id)
    link = status_link(address=address, language=enquiry.language, ref=enquiry.ref, submission=enquiry.submission)
    draft_letter(
        actor=actor,
        now=now,
        person_id=identified.person_id,
        about_ref=enquiry.ref,
        kind="acknowledgement" if enquiry.kind == Enquiry.Kind.OFFER else "acknowledgement_enquiry",
        language=enquiry.language,
        values={
            "organisation": pick(appeal.organisation_names, enquiry.language),
            "appeal": pick(appeal.titles, enquiry.language),
            "reference": enquiry.ref,
            "status_link": link,
        },
    )

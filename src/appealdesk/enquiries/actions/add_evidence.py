"""Taking a document in: known by its content, kept as pictures of its pages, sealed with a key of its own."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.audit.actions.record import record_audit
from appealdesk.core.documents.convert import Document, convert, unpack
from appealdesk.core.documents.kinds import DocumentRefused
from appealdesk.enquiries.access import access_own_application
from appealdesk.enquiries.actions.grade_facts import grade_facts
from appealdesk.enquiries.inputs import EvidenceInput
from appealdesk.enquiries.models import Application, Evidence, EvidencePage
from appealdesk.foundation.actor import Actor, ActorKind
from appealdesk.foundation.confined import ConfinedFailure, run_confined
from appealdesk.foundation.crypto import derive_key, new_data_key, seal
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import Refusal

__all__ = ["AddedEvidence", "add_evidence"]

_SECONDS: Final = 25
_MEGABYTES: Final = 1200
_ANSWER_AT_MOST: Final = 60 * 1024 * 1024
_DAMAGED: Final = "This file is damaged and cannot be read. Save it anew, or take a photograph of the document."


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedEvidence:
    """The document's reference; `already` where the same file had come before. `graded` are the facts it now shows."""

    ref: str
    already: bool
    graded: tuple[str, ...] = ()


def add_evidence(
    *, actor: Actor, now: datetime, entry: EvidenceInput, most_bytes: int, most_documents: int, secret: str = ""
) -> AddedEvidence:
    """Keep one document for facts of an application. A visitor proves by the secret whose application it is.

    Raises Refusal for a file that is too large, of no kind that is read, locked, damaged or dangerous, and for one too
    many; nothing is kept of it.
    """
    fingerprint = _fingerprint(entry)
    with acting(actor):
        application = access_own_application(actor, entry.application_ref, secret)
        earlier = _room_for(application, entry, fingerprint, most_documents)
    if earlier is not None:
        return AddedEvidence(ref=earlier.ref, already=True)
    document = _read(entry.data, most_bytes)
    with acting(actor):
        # The document was read outside of the transaction, so what was looked at before is looked at again.
        application = access_own_application(actor, entry.application_ref, secret, lock=True)
        earlier = _room_for(application, entry, fingerprint, most_documents)
        if earlier is not None:
            return AddedEvidence(ref=earlier.ref, already=True)
        evidence = _store(actor, now, application, entry, document, fingerprint)
        details = {"evidence": evidence.ref, "facts": sorted(entry.fact_keys), "kind": document.kind.value}
        record_audit(actor=actor, now=now, tag="evidence.added", subject=application.ref, details=details)
        graded = grade_facts(actor=actor, now=now, application=application)
    return AddedEvidence(ref=evidence.ref, already=False, graded=graded)


def _room_for(
    application: Application, entry: EvidenceInput, fingerprint: bytes, most_documents: int
) -> Evidence | None:
    """The same document if it came before; raises Refusal where none can be added."""
    if application.withdrawn_at is not None:
        raise Refusal("enquiries.offer_withdrawn", "This offer was withdrawn, so nothing about it changes any more.")
    if not set(entry.fact_keys) <= set(fact_dictionary(application.organisation_id)):
        raise Refusal(
            "enquiries.evidence_for_nothing", "Say what the document shows: choose from the list.", field="facts"
        )
    kept = Evidence.objects.filter(application=application).exclude(state=Evidence.State.ERASED)
    earlier = kept.filter(fingerprint=fingerprint).first()
    # A document that was refused makes room for a better one.
    if earlier is None and kept.exclude(state=Evidence.State.REFUSED).count() >= most_documents:
        raise Refusal(
            "enquiries.evidence_enough",
            f"There are {most_documents} documents for this offer already, and no more can be kept.",
            field="file",
            values={"limit": most_documents},
        )
    return earlier


def _read(data: bytes, most_bytes: int) -> Document:
    if len(data) > most_bytes:
        megabytes = most_bytes // (1024 * 1024)
        raise Refusal(
            "enquiries.evidence_large",
            f"This file is larger than {megabytes} megabytes. Send a smaller one.",
            field="file",
            values={"megabytes": megabytes},
        )
    try:
        return unpack(
            run_confined(convert, data, seconds=_SECONDS, megabytes=_MEGABYTES, answer_at_most=_ANSWER_AT_MOST)
        )
    except DocumentRefused as refused:
        raise _refusal(refused) from refused
    except (ConfinedFailure, ValueError) as error:
        # A file on which the reader breaks or does not end is damaged, or wants it to break.
        raise Refusal("enquiries.evidence_damaged", _DAMAGED, field="file") from error


def _refusal(refused: DocumentRefused) -> Refusal:
    """What the reader found, as a sentence that says what to do."""
    limit, millions = refused.values.get("limit", 0), refused.values.get("millions", 0)
    every = (
        Refusal("enquiries.evidence_empty", "This file is empty. Choose it again, or take the photograph anew."),
        Refusal(
            "enquiries.evidence_kind",
            "This file is neither a PDF nor a photograph. Send a PDF, JPEG, PNG or WebP file.",
        ),
        Refusal(
            "enquiries.evidence_heic",
            "This photograph is in the HEIC format, which we cannot read. Send it as JPEG, or take it from this page.",
        ),
        Refusal(
            "enquiries.evidence_mixed", "This file is two kinds of file at once. Send a plain PDF or a photograph."
        ),
        Refusal("enquiries.evidence_damaged", _DAMAGED),
        Refusal(
            "enquiries.evidence_locked",
            "This PDF is locked by a password. Save it without one, or take a photograph of the document.",
        ),
        Refusal(
            "enquiries.evidence_active",
            "This PDF carries a script or another file inside. Print it to a new PDF, or photograph the document.",
        ),
        Refusal(
            "enquiries.evidence_pixels",
            f"This photograph has more than {millions} million pixels. Send a smaller one.",
        ),
        Refusal("enquiries.evidence_pages", f"This PDF has more than {limit} pages. Send only the pages that matter."),
    )
    found = next(refusal for refusal in every if refusal.code == f"enquiries.evidence_{refused.code}")
    return Refusal(found.code, found.sentence, field="file", values=refused.values)


def _store(
    actor: Actor, now: datetime, application: Application, entry: EvidenceInput, document: Document, fingerprint: bytes
) -> Evidence:
    key, ref = new_data_key(), new_ref("Z")
    evidence = Evidence.objects.create(
        ref=ref,
        organisation_id=application.organisation_id,
        application=application,
        fact_keys=sorted(set(entry.fact_keys)),
        kind=document.kind.value,
        page_count=len(document.pages),
        fingerprint=fingerprint,
        wrapped_key=key.wrapped,
        received_at=now,
        received_by="public" if actor.kind is ActorKind.PUBLIC else actor.ref,
    )
    for number, page in enumerate(document.pages, start=1):
        # One by one, so that no statement holds the whole document twice.
        EvidencePage.objects.create(
            organisation_id=application.organisation_id,
            evidence=evidence,
            number=number,
            sealed=seal(key, context=f"enquiries.evidence:{ref}:page:{number}", plain=page),
        )
    return evidence


def _fingerprint(entry: EvidenceInput) -> bytes:
    """Equal for equal files of one application, and of no use without the site's key; two people's do not compare."""
    message = entry.application_ref.encode() + hashlib.sha256(entry.data).digest()
    return hmac.digest(derive_key("evidence/1"), message, "sha256")

"""Taking a document in: known by its content, kept as pictures of its pages, sealed with a key of its own."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.audit.actions.record import record_audit
from appealdesk.core.documents.convert import Document
from appealdesk.enquiries.access import access_own_application
from appealdesk.enquiries.actions.grade_facts import grade_facts
from appealdesk.enquiries.inputs import EvidenceInput
from appealdesk.enquiries.models import Application, Evidence, EvidencePage
from appealdesk.foundation.actor import Actor, ActorKind
from appealdesk.foundation.crypto import derive_key, new_data_key, seal
from appealdesk.foundation.db import acting
from appealdesk.foundation.documents import read_document
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import Refusal

__all__ = ["AddedEvidence", "add_evidence"]


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
    document = read_document(entry.data, most_bytes=most_bytes)
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

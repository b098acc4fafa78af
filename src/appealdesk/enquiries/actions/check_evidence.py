"""A person looks at a document and says what it shows, until when, or why it cannot be used."""

from dataclasses import dataclass
from datetime import datetime

from appealdesk.accounts.queries import staff_names
from appealdesk.appeals.queries.appeals import day_of
from appealdesk.audit.actions.record import record_audit
from appealdesk.enquiries.access import access_application, access_evidence
from appealdesk.enquiries.actions.grade_facts import grade_facts
from appealdesk.enquiries.inputs import EvidenceCheckInput
from appealdesk.enquiries.models import Evidence, EvidenceCheck
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import seal, unwrap_key
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import NotFound, Refusal

__all__ = ["CheckedEvidence", "check_evidence"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedEvidence:
    """The check, and the facts whose grade it changed; `already` where the same officer had sent it before."""

    ref: str
    application_ref: str
    graded: tuple[str, ...]
    already: bool = False


def check_evidence(*, actor: Actor, now: datetime, entry: EvidenceCheckInput) -> CheckedEvidence:
    """Verify or refuse a document; the facts follow, and the application is screened again.

    Raises Refusal where a colleague was faster, for a verification that says nothing of what was checked or that has
    run out already, and for a refusal without a reason.
    """
    with acting(actor):
        if not actor.is_staff:
            raise NotFound("document")
        _check_entry(actor, now, entry)
        # The application first, as every other action locks it.
        evidence = access_evidence(actor, entry.evidence_ref)
        application = access_application(actor, evidence.application.ref, lock=True)
        evidence = access_evidence(actor, entry.evidence_ref, lock=True)
        if evidence.state == Evidence.State.ERASED or evidence.wrapped_key is None:
            raise NotFound("document")
        present = evidence.checks.filter(superseded_at__isnull=True).first()
        if present is not None and _is_repeated(present, actor, entry):
            return CheckedEvidence(ref=present.ref, application_ref=application.ref, graded=(), already=True)
        _check_seen(present, entry)
        if entry.verdict == "verified" and not set(entry.fact_keys) <= set(evidence.fact_keys):
            raise Refusal(
                "enquiries.evidence_for_nothing", "Say what the document shows: choose from the list.", field="facts"
            )
        check = _record(actor, now, evidence, present, entry)
        details = {"evidence": evidence.ref, "facts": list(check.fact_keys), "reason": entry.reason}
        record_audit(actor=actor, now=now, tag=f"evidence.{entry.verdict}", subject=application.ref, details=details)
        graded = grade_facts(actor=actor, now=now, application=application)
    return CheckedEvidence(ref=check.ref, application_ref=application.ref, graded=graded)


def _check_entry(actor: Actor, now: datetime, entry: EvidenceCheckInput) -> None:
    if entry.verdict == "refused":
        if not entry.reason:
            raise Refusal("enquiries.check_reason", "Say why: the applicant reads it.", field="reason")
        return
    if not entry.fact_keys:
        raise Refusal(
            "enquiries.evidence_for_nothing", "Say what the document shows: choose from the list.", field="facts"
        )
    if not entry.note:
        raise Refusal("enquiries.check_note", "Say what you checked, for whoever asks later.", field="note")
    if entry.valid_until is not None and entry.valid_until < day_of(actor.own_organisation, now=now):
        raise Refusal(
            "enquiries.check_expired",
            "This day has passed; a document that has run out is refused.",
            field="valid_until",
        )


def _is_repeated(present: EvidenceCheck, actor: Actor, entry: EvidenceCheckInput) -> bool:
    return (
        present.checked_by == actor.ref
        and present.verdict == entry.verdict
        and present.reason == entry.reason
        and present.valid_until == entry.valid_until
        and entry.seen != present.ref
    )


def _check_seen(present: EvidenceCheck | None, entry: EvidenceCheckInput) -> None:
    if (present.ref if present else "") == entry.seen:
        return
    name = staff_names([present.checked_by]).get(present.checked_by, present.checked_by) if present else ""
    raise Refusal(
        "enquiries.evidence_checked_meanwhile",
        f"{name} has checked this document meanwhile. Look at that check before you make another.",
        values={"by": name},
    )


def _record(
    actor: Actor, now: datetime, evidence: Evidence, present: EvidenceCheck | None, entry: EvidenceCheckInput
) -> EvidenceCheck:
    if present is not None:
        present.superseded_at = now
        present.save(update_fields=["superseded_at"])
    ref = new_ref("Z")
    sealed = None
    if entry.note and evidence.wrapped_key is not None:
        key = unwrap_key(evidence.wrapped_key)
        sealed = seal(key, context=f"enquiries.evidencecheck:{ref}", plain=entry.note.encode())
    is_verified = entry.verdict == "verified"
    check = EvidenceCheck.objects.create(
        ref=ref,
        organisation_id=evidence.organisation_id,
        evidence=evidence,
        verdict=entry.verdict,
        fact_keys=sorted(set(entry.fact_keys)) if is_verified else [],
        reason="" if is_verified else entry.reason,
        sealed=sealed,
        valid_until=entry.valid_until if is_verified else None,
        checked_by=actor.ref,
        at=now,
    )
    evidence.state = entry.verdict
    evidence.save(update_fields=["state"])
    return check

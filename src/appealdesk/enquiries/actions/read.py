"""Opening a document or a file of people: whoever does so leaves a line in the audit log."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.enquiries.queries.evidence import EvidenceDetail, evidence_detail, open_page
from appealdesk.enquiries.queries.people_files import PeopleFileDetail, people_file_detail
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting

__all__ = ["read_evidence", "read_page", "read_people_file"]


def read_evidence(*, actor: Actor, now: datetime, ref: str) -> EvidenceDetail:
    """One document with what was found in it, noted as opened."""
    with acting(actor):
        detail = evidence_detail(actor=actor, ref=ref)
        details = {"evidence": ref}
        record_audit(actor=actor, now=now, tag="evidence.opened", subject=detail.row.application_ref, details=details)
    return detail


def read_page(*, actor: Actor, now: datetime, ref: str, number: int) -> bytes:
    """One page's picture, noted as seen."""
    with acting(actor):
        application_ref, picture = open_page(actor=actor, ref=ref, number=number)
        details = {"evidence": ref, "page": number}
        record_audit(actor=actor, now=now, tag="evidence.read", subject=application_ref, details=details)
    return picture


def read_people_file(*, actor: Actor, now: datetime, ref: str) -> PeopleFileDetail:
    """One file of people; noted as opened where its first rows or its sender are shown."""
    with acting(actor):
        detail = people_file_detail(actor=actor, ref=ref)
        if detail.preview or detail.speaker:
            record_audit(actor=actor, now=now, tag="people_file.opened", subject=ref)
    return detail

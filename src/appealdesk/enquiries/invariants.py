"""What is always true of enquiries and applications."""

from collections.abc import Iterator

from appealdesk.foundation.db import fetch_all
from appealdesk.foundation.violations import Invariant, Violation

__all__ = ["INVARIANTS"]

# A version byte, a nonce of 12, a key of 32 and a tag of 16 bytes; a nonce and a tag are the least of a sealed value.
_WRAPPED = 61
_LEAST_SEALED = 28


def applications_stay_in_their_organisation() -> Iterator[Violation]:
    """An application, its person, its enquiry, its record and its appeal belong to one organisation."""
    for (ref,) in fetch_all(
        "SELECT application.ref FROM enquiries_application AS application"
        " JOIN people_person AS person ON person.id = application.person_id"
        " JOIN people_record AS record ON record.id = application.record_id"
        " JOIN enquiries_enquiry AS enquiry ON enquiry.id = application.enquiry_id"
        " JOIN appeals_appeal AS appeal ON appeal.id = application.appeal_id"
        " WHERE application.organisation_id <> person.organisation_id"
        " OR application.organisation_id <> record.organisation_id"
        " OR application.organisation_id <> enquiry.organisation_id"
        " OR application.organisation_id <> appeal.organisation_id ORDER BY application.ref"
    ):
        yield Violation("enquiries.own_people", f"Application {ref} reaches into another organisation.")


def enquiries_are_sealed() -> Iterator[Violation]:
    """Every enquiry is as long as sealed bytes are, beside a key as long as wrapped ones, or erased with its key."""
    for (ref,) in fetch_all(
        "SELECT ref FROM enquiries_enquiry WHERE (wrapped_key IS NULL) <> (sealed IS NULL)"
        " OR length(wrapped_key) <> %s OR length(sealed) < %s"
        " OR length(speaker_wrapped_key) <> %s OR length(speaker_sealed) < %s ORDER BY ref",
        [_WRAPPED, _LEAST_SEALED] * 2,
    ):
        yield Violation("enquiries.sealed", f"Enquiry {ref} is not sealed with its key.")


def enquiries_are_audited() -> Iterator[Violation]:
    """Every enquiry has the audit record that its statement writes."""
    for (ref,) in fetch_all(
        "SELECT enquiry.ref FROM enquiries_enquiry AS enquiry WHERE NOT EXISTS (SELECT FROM audit_auditrecord AS audit"
        " WHERE audit.subject = enquiry.ref AND audit.tag = 'enquiry.received') ORDER BY enquiry.ref"
    ):
        yield Violation("enquiries.audited", f"Enquiry {ref} has no record of its receipt in the audit log.")


def positions_belong_to_the_appeal() -> Iterator[Violation]:
    """An application's position is one of its appeal."""
    for (ref,) in fetch_all(
        "SELECT application.ref FROM enquiries_application AS application"
        " JOIN appeals_position AS position ON position.id = application.position_id"
        " WHERE position.appeal_id <> application.appeal_id ORDER BY application.ref"
    ):
        yield Violation("enquiries.own_position", f"Application {ref} is for a position of another appeal.")


def evidence_is_whole_and_sealed() -> Iterator[Violation]:
    """Every document has all its pages sealed with its key, or is erased and has none."""
    for (ref,) in fetch_all(
        "SELECT evidence.ref FROM enquiries_evidence AS evidence"
        " LEFT JOIN enquiries_evidencepage AS page ON page.evidence_id = evidence.id"
        " GROUP BY evidence.id HAVING count(page.id) <> CASE WHEN evidence.wrapped_key IS NULL THEN 0"
        " ELSE evidence.page_count END OR length(evidence.wrapped_key) <> %s OR min(length(page.sealed)) < %s"
        " ORDER BY evidence.ref",
        [_WRAPPED, _LEAST_SEALED],
    ):
        yield Violation("enquiries.evidence_sealed", f"Evidence {ref} lacks a page, or is not sealed with its key.")


def evidence_is_in_the_state_of_its_check() -> Iterator[Violation]:
    """The state of a document follows from the check in force."""
    for (ref,) in fetch_all(
        "SELECT evidence.ref FROM enquiries_evidence AS evidence LEFT JOIN enquiries_evidencecheck AS present"
        " ON present.evidence_id = evidence.id AND present.superseded_at IS NULL"
        " WHERE evidence.state NOT IN ('erased', CASE WHEN present.id IS NULL THEN 'waiting'"
        " WHEN present.expired_at IS NOT NULL THEN 'expired' ELSE present.verdict END) ORDER BY evidence.ref"
    ):
        yield Violation("enquiries.evidence_state", f"Evidence {ref} is not in the state that its check gives it.")


INVARIANTS: tuple[Invariant, ...] = (
    applications_stay_in_their_organisation,
    enquiries_are_sealed,
    enquiries_are_audited,
    positions_belong_to_the_appeal,
    evidence_is_whole_and_sealed,
    evidence_is_in_the_state_of_its_check,
)

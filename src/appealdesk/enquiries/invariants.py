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
        " OR length(wrapped_key) <> %s OR length(sealed) < %s ORDER BY ref",
        [_WRAPPED, _LEAST_SEALED],
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


INVARIANTS: tuple[Invariant, ...] = (
    applications_stay_in_their_organisation,
    enquiries_are_sealed,
    enquiries_are_audited,
    positions_belong_to_the_appeal,
)

"""Go on with a file of people, some rows at a time: check them, or take them in.

A turn is one transaction, with the mark of how far the file is, and the event that begins the next turn. Interrupted,
it leaves nothing, and the worker begins it again; between two turns other work has its turn too.
"""

from datetime import datetime
from typing import Final

from appealdesk.appeals.queries.appeals import appeals_of
from appealdesk.audit.actions.record import record_audit
from appealdesk.core.people_list import MOST_PROBLEMS
from appealdesk.enquiries.access import access_people_file
from appealdesk.enquiries.actions.receive import receive_enquiry
from appealdesk.enquiries.events import PeopleFileAdvanced
from appealdesk.enquiries.inputs import EnquiryInput
from appealdesk.enquiries.models import PeopleFile
from appealdesk.enquiries.queries.people_files import count_known, open_told, reader_of, seal_told
from appealdesk.enquiries.queries.people_rows import CheckedRows, check_rows
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import unwrap_key
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit

__all__ = ["advance_people_file"]

_KEPT: Final = ("status", "done_count", "known_count", "new_count", "problem_count", "finished_at")
_CHECKED: Final = 2_000
_TAKEN: Final = 250


def advance_people_file(*, actor: Actor, now: datetime, file_ref: str, batch: int | None = None) -> None:
    """One turn; nothing where the file waits for a person, or is done."""
    with acting(actor):
        file = access_people_file(actor, file_ref, lock=True)
        told = file.told
        if file.status == PeopleFile.Status.CHECKING:
            _check(actor, now, file, batch or _CHECKED)
        elif file.status == PeopleFile.Status.IMPORTING:
            _take(actor, now, file, batch or _TAKEN)
        else:
            return
        file.save(update_fields=(*_KEPT, *_changed(file, told)))
        if file.status in {PeopleFile.Status.CHECKING, PeopleFile.Status.IMPORTING}:
            emit(PeopleFileAdvanced(file_ref=file.ref), actor=actor, now=now)


def _changed(file: PeopleFile, told: object) -> tuple[str, ...]:
    """The bytes of a file are written only to destroy them."""
    if file.status in {PeopleFile.Status.REFUSED, PeopleFile.Status.IMPORTED}:
        return ("wrapped_key", "sealed", "told")
    return () if file.told is told else ("told",)


def _check(actor: Actor, now: datetime, file: PeopleFile, batch: int) -> None:
    checked = check_rows(reader_of(file, file.received_at.date()), file.done_count, batch)
    if checked.count:
        _keep_problems(file, checked)
    file.known_count += count_known(actor, file, file.done_count, batch)
    file.done_count += checked.rows
    if file.done_count < file.row_count:
        return
    file.done_count = 0
    file.status = PeopleFile.Status.REFUSED if file.problem_count else PeopleFile.Status.WAITING
    if file.status == PeopleFile.Status.REFUSED:
        # What is wrong stays to be read; the rows are of no more use.
        file.sealed, file.finished_at = None, now
        details = {"problems": file.problem_count}
        record_audit(actor=actor, now=now, tag="people_file.refused", subject=file.ref, details=details)


def _keep_problems(file: PeopleFile, checked: CheckedRows) -> None:
    file.problem_count += checked.count
    said = open_told(file)
    if said is not None and file.wrapped_key is not None and len(said.problems) < MOST_PROBLEMS:
        problems = (*said.problems, *checked.problems)[:MOST_PROBLEMS]
        file.told = seal_told(unwrap_key(file.wrapped_key), file.ref, said.with_problems(problems))


def _take(actor: Actor, now: datetime, file: PeopleFile, batch: int) -> None:
    if not any(card.id == file.appeal_id and card.status == "open" for card in appeals_of(file.organisation_id)):
        # Whoever is in stays in; the others wait for the appeal, and for somebody who confirms them again.
        file.status = PeopleFile.Status.WAITING
        details = {"done": file.done_count, "rows": file.row_count}
        record_audit(actor=actor, now=now, tag="people_file.stopped", subject=file.ref, details=details)
        return
    for row, entry in reader_of(file, now.date()).entries(file.done_count, batch):
        if not isinstance(entry, EnquiryInput):
            # It was read without a problem when it came, by the same headings and positions.
            raise ValueError(f"Row {row.number} of {file.ref} cannot be read any more.")
        received = receive_enquiry(actor=actor, now=now, entry=entry)
        file.done_count += 1
        file.new_count += not received.already
    if file.done_count >= file.row_count:
        file.status, file.finished_at = PeopleFile.Status.IMPORTED, now
        file.known_count = file.row_count - file.new_count
        # What it said is in the enquiries now, each with a key of its own.
        file.wrapped_key = file.sealed = file.told = None
        details = {"rows": file.row_count, "new": file.new_count}
        record_audit(actor=actor, now=now, tag="people_file.imported", subject=file.ref, details=details)

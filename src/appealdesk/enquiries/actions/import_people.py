"""Take in a file of people, one a row: the whole file is refused, or every row becomes an enquiry, once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from appealdesk.enquiries.access import may_read
from appealdesk.enquiries.actions.receive import receive_enquiry
from appealdesk.enquiries.inputs import EnquiryInput
from appealdesk.enquiries.queries.people_rows import Progress, RowReader, check_rows, open_list, refused_rows
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.refusals import NotFound
from appealdesk.people.inputs import SpeakerInput

__all__ = ["ImportedPeople", "import_people"]

_TOLD_EVERY: Final = 50


@dataclass(frozen=True, slots=True)
class ImportedPeople:
    """The references in the order of the rows, and how many of them the file had brought before."""

    refs: tuple[str, ...]
    known: int


def import_people(
    *,
    actor: Actor,
    now: datetime,
    appeal_id: int,
    positions: Mapping[str, str],
    data: bytes,
    speaker: SpeakerInput | None = None,
    on_check: Progress | None = None,
    on_progress: Progress | None = None,
) -> ImportedPeople:
    """Import a CSV file; `positions` are references by short name. The same file again brings nobody twice.

    `speaker` is the contact person of the company whose list it is, through whom everybody on it is reached.

    Columns: position, written, reading, latin, birth_date (2022-03-02), email, phone, language, message, and a
    column per fact: yes or no, a number, a day, answers separated by spaces, from/until, or a reason in brackets such
    as (declined_to_say). Interrupted, the import goes on when the file is given again.
    """
    if not may_read(actor):
        raise NotFound("appeal")
    reader = open_list(
        organisation_id=actor.own_organisation,
        appeal_id=appeal_id,
        today=now.date(),
        data=data,
        positions=positions,
        speaker=speaker,
    )
    checked = check_rows(reader, 0, reader.people.count, on_check)
    if checked.count:
        raise refused_rows(checked.problems, checked.count)
    return _receive_all(actor, now, reader, on_progress)


def _receive_all(actor: Actor, now: datetime, reader: RowReader, on_progress: Progress | None) -> ImportedPeople:
    refs: list[str] = []
    known, total = 0, reader.people.count
    for entry in _sound(reader):
        received = receive_enquiry(actor=actor, now=now, entry=entry)
        refs.append(received.ref)
        known += received.already
        if on_progress is not None and (len(refs) % _TOLD_EVERY == 0 or len(refs) == total):
            on_progress(len(refs), total)
    return ImportedPeople(refs=tuple(refs), known=known)


def _sound(reader: RowReader) -> Iterator[EnquiryInput]:
    """Every row's enquiry, read once more, so that a long file is never in memory as a whole list of them."""
    for _row, entry in reader.entries(0, reader.people.count):
        if isinstance(entry, EnquiryInput):
            yield entry

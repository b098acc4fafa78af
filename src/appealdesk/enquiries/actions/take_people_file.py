"""Take a file of people: look through it, read its rows, and keep it sealed until a person confirms it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from appealdesk.audit.actions.record import record_audit
from appealdesk.enquiries.access import access_open_appeal, may_read
from appealdesk.enquiries.events import PeopleFileAdvanced
from appealdesk.enquiries.models import PeopleFile
from appealdesk.enquiries.queries.people_files import FileTold, count_known, file_context, seal_told
from appealdesk.enquiries.queries.people_rows import (
    RowReader,
    check_rows,
    open_list,
    positions_by_name,
    refused_rows,
)
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import new_data_key, seal
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import NotFound
from appealdesk.people.inputs import SpeakerInput

__all__ = ["AT_ONCE", "TakenFile", "take_people_file"]

AT_ONCE: Final = 1_000
"""Rows that are read while the officer waits, half a second; those of a longer file are read by the worker."""


@dataclass(frozen=True, slots=True)
class TakenFile:
    """The file's reference; `already` where the same one is there for this appeal."""

    ref: str
    already: bool


def take_people_file(
    *,
    actor: Actor,
    now: datetime,
    appeal_ref: str,
    data: bytes,
    file_name: str,
    speaker: SpeakerInput | None = None,
    at_once: int = AT_ONCE,
) -> TakenFile:
    """Refuse the file whole, with each problem and its row, or keep it; nobody is taken in before it is confirmed.

    `speaker` is whoever sends it, through whom everybody on it is reached. The worker reads rows beyond `at_once`.
    """
    if not may_read(actor):
        raise NotFound("appeal")
    with acting(actor):
        appeal = access_open_appeal(actor, ref=appeal_ref)
        positions = positions_by_name(actor.own_organisation, appeal.id, actor.language)
        reader = open_list(
            organisation_id=actor.own_organisation,
            appeal_id=appeal.id,
            today=now.date(),
            data=data,
            positions=positions,
            speaker=speaker,
        )
        first = check_rows(reader, 0, at_once)
        if first.count:
            raise refused_rows(first.problems, first.count)
        said = FileTold(file_name=file_name[-200:], speaker=speaker, people=reader.people, positions=positions)
        row = _row(actor, now, reader, data, said, at_once)
        # Two presses of the button at once: the database lets one of them through.
        PeopleFile.objects.bulk_create([row], ignore_conflicts=True)
        kept = PeopleFile.objects.exclude(status__in=("refused", "aside")).get(
            appeal_id=appeal.id, fingerprint=reader.fingerprint
        )
        if kept.ref != row.ref:
            return TakenFile(kept.ref, already=True)
        if kept.status == PeopleFile.Status.CHECKING:
            emit(PeopleFileAdvanced(file_ref=kept.ref), actor=actor, now=now)
        details = {"appeal": appeal.ref, "rows": kept.row_count}
        record_audit(actor=actor, now=now, tag="people_file.received", subject=kept.ref, details=details)
    return TakenFile(kept.ref, already=False)


def _row(actor: Actor, now: datetime, reader: RowReader, data: bytes, said: FileTold, at_once: int) -> PeopleFile:
    ref, key = new_ref("I"), new_data_key()
    whole = reader.people.count <= at_once
    file = PeopleFile(
        ref=ref,
        organisation_id=actor.own_organisation,
        appeal_id=reader.appeal_id,
        fingerprint=reader.fingerprint,
        wrapped_key=key.wrapped,
        sealed=seal(key, context=file_context(ref), plain=data),
        told=seal_told(key, ref, said),
        row_count=reader.people.count,
        done_count=0 if whole else at_once,
        status=PeopleFile.Status.WAITING if whole else PeopleFile.Status.CHECKING,
        received_at=now,
        received_by=actor.ref,
    )
    file.known_count = count_known(actor, file, 0, at_once)
    return file

"""Confirm a file of people, after a person saw what it holds; the worker takes it in then."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.enquiries.access import access_open_appeal, access_people_file
from appealdesk.enquiries.events import PeopleFileAdvanced
from appealdesk.enquiries.models import PeopleFile
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit
from appealdesk.foundation.refusals import Refusal

__all__ = ["confirm_people_file"]


def confirm_people_file(*, actor: Actor, now: datetime, file_ref: str) -> None:
    """Let the worker take the people in; confirming twice changes nothing.

    A file whose appeal stopped taking offers half-way waits again, and goes on from there once it is confirmed anew.
    """
    with acting(actor):
        file = access_people_file(actor, file_ref, lock=True)
        if file.status in {PeopleFile.Status.IMPORTING, PeopleFile.Status.IMPORTED}:
            return
        if file.status != PeopleFile.Status.WAITING:
            raise Refusal("enquiries.people_file_gone", "This file is not there any more: choose it once again.")
        access_open_appeal(actor, appeal_id=file.appeal_id)
        PeopleFile.objects.filter(pk=file.pk).update(
            status=PeopleFile.Status.IMPORTING, confirmed_at=now, confirmed_by=actor.ref
        )
        emit(PeopleFileAdvanced(file_ref=file.ref), actor=actor, now=now)
        details = {"rows": file.row_count, "known": file.known_count}
        record_audit(actor=actor, now=now, tag="people_file.confirmed", subject=file.ref, details=details)

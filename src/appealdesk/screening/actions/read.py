"""Reading the queue and an application: whoever opens identities leaves a line in the audit log."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.people.actions.note import note_reading
from appealdesk.screening.inputs import MoveFilter, QueueFilter
from appealdesk.screening.queries.application import ApplicationPage, application_page
from appealdesk.screening.queries.dry_run import MovedPage, moved_people
from appealdesk.screening.queries.queue import PAGE_SIZE, QueuePage, queue_page

__all__ = ["read_application", "read_dry_run", "read_queue"]


def read_queue(*, actor: Actor, now: datetime, filters: QueueFilter, size: int = PAGE_SIZE) -> QueuePage:
    """One page of applications, with names, and one line in the audit log for the page."""
    with acting(actor):
        page = queue_page(actor=actor, filters=filters, size=size)
        shown = {row.person_ref for row in page.rows if row.person_ref}
        note_reading(actor=actor, now=now, person_refs=shown, page="queue")
    return page


def read_dry_run(
    *, actor: Actor, now: datetime, position_id: int, document: Mapping[str, Any], chosen: MoveFilter
) -> MovedPage:
    """Whom unpublished criteria would move, with names, and one line in the audit log for the page."""
    with acting(actor):
        page = moved_people(actor=actor, now=now, position_id=position_id, document=document, chosen=chosen)
        shown = {row.person_ref for row in page.rows if row.person_ref}
        note_reading(actor=actor, now=now, person_refs=shown, page="dry_run")
    return page


def read_application(*, actor: Actor, now: datetime, ref: str) -> ApplicationPage:
    """One application, opened and noted."""
    with acting(actor):
        page = application_page(actor=actor, now=now, ref=ref)
        details = {"person": page.identity.ref}
        record_audit(actor=actor, now=now, tag="application.read", subject=page.application.ref, details=details)
    return page

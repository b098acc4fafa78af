"""Taking an enquiry in: sealed, audited and queued in one statement; everything else follows in the worker."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import psycopg
from django.db import connection

from appealdesk.enquiries.access import may_receive, not_open
from appealdesk.enquiries.inputs import EnquiryInput
from appealdesk.enquiries.statement import RECEIVE, Prepared, prepare
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting, fetch_value
from appealdesk.foundation.refusals import NotFound, Refusal

__all__ = ["Received", "receive_enquiry"]

_FIRST = "SELECT ref FROM enquiries_enquiry WHERE organisation_id = %s AND submission = %s"


@dataclass(frozen=True, slots=True)
class Received:
    """The reference and the secret of the status link; `already` where the same submission came before."""

    ref: str
    secret: str
    already: bool


def receive_enquiry(*, actor: Actor, now: datetime, entry: EnquiryInput) -> Received:
    """Store one enquiry, durably, before this returns. The same submission again gives the first reference.

    Raises Refusal if the appeal is not open.
    """
    if not may_receive(actor, entry.organisation_id):
        raise NotFound("appeal")
    if entry.identity.birth_date is not None and entry.identity.birth_date > now.date():
        raise Refusal(
            "enquiries.birth_date_future",
            "The birth date lies in the future; please check the year.",
            field="identity.birth_date",
        )
    prepared = prepare(actor=actor, now=now, entry=entry)
    if connection.in_atomic_block:
        # Inside somebody's transaction the statement's setting would outlive it; `acting` puts it back.
        with acting(actor):
            stored, is_open = _execute(prepared)
    else:
        stored, is_open = _execute(prepared)
    if stored is not None:
        return Received(prepared.ref, prepared.secret, already=False)
    return _first_answer(actor, entry, prepared, is_open=is_open)


def _execute(prepared: Prepared) -> tuple[str | None, bool]:
    connection.ensure_connection()
    raw = cast("psycopg.Connection[Any]", connection.connection)
    # Django binds values on the client; here the server keeps the statement's plan from the second call on.
    if raw.prepare_threshold is None:
        raw.prepare_threshold = 1
    with connection.wrap_database_errors, psycopg.Cursor(raw) as cursor:
        row = cursor.execute(RECEIVE, prepared.values).fetchone()
    return cast("tuple[str | None, bool]", row)


def _first_answer(actor: Actor, entry: EnquiryInput, prepared: Prepared, *, is_open: bool) -> Received:
    """Nothing was stored: the submission came before, or the appeal takes none."""
    with acting(actor):
        first = fetch_value(_FIRST, [entry.organisation_id, entry.submission])
    if first is not None:
        return Received(first, prepared.secret, already=True)
    if is_open:
        # The first submission was being stored by another process that then failed; this one may simply be sent again.
        raise Refusal("enquiries.try_again", "We could not store your message just now; please send it once more.")
    raise not_open()

"""Requests to be erased: those that wait, one of them, and what the person's own page says of theirs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from appealdesk.accounts.queries import staff_names
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import open_sealed, unwrap_key
from appealdesk.foundation.refusals import NotFound
from appealdesk.people.access import access_erasure, person_of_source, visible_erasures
from appealdesk.people.models import ErasureRequest

__all__ = ["ErasurePage", "ErasureRow", "OwnErasure", "erasure_page", "erasures", "own_erasure"]

_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureRow:
    """A request without its words; `person_id` is the person who is meant today."""

    ref: str
    person_id: int
    person_ref: str
    asked_at: datetime
    asked_by: str
    due_on: date
    status: str
    reason: str
    answered_at: datetime | None
    answered_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasurePage:
    """A request, opened."""

    row: ErasureRow
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnErasure:
    """What a person reads of their latest request."""

    status: str
    reason: str
    asked_at: datetime
    due_on: date


def erasures(*, actor: Actor) -> tuple[ErasureRow, ...]:
    """The open requests, the most urgent first, then the latest answered. Two queries."""
    visible = visible_erasures(actor).select_related("person__redirects_to")
    waiting = visible.filter(status=ErasureRequest.Status.OPEN).order_by("due_on", "pk")
    answered = visible.exclude(status=ErasureRequest.Status.OPEN).order_by("-answered_at", "-pk")
    rows = [*waiting[:_MOST], *answered[:_MOST]]
    names = staff_names(name for row in rows for name in (row.asked_by, row.answered_by) if name)
    return tuple(_row(row, names) for row in rows)


def erasure_page(*, actor: Actor, ref: str) -> ErasurePage:
    """One request with what the person wrote; the door notes the reading."""
    request = access_erasure(actor, ref)
    words = ""
    if request.wrapped_key is not None and request.sealed is not None:
        key = unwrap_key(request.wrapped_key)
        words = open_sealed(key, context=f"people.erasurerequest:{ref}", sealed=request.sealed).decode()
    names = staff_names(name for name in (request.asked_by, request.answered_by) if name)
    return ErasurePage(row=_row(request, names), words=words)


def own_erasure(*, actor: Actor, enquiry_ref: str) -> OwnErasure | None:
    """The latest request of the person who sent an enquiry; the door has checked the link."""
    try:
        person = person_of_source(actor, source="enquiry", source_ref=enquiry_ref)
    except NotFound:
        # The enquiry is still being read.
        return None
    request = person.erasure_requests.order_by("-asked_at", "-pk").first()
    if request is None:
        return None
    return OwnErasure(status=request.status, reason=request.reason, asked_at=request.asked_at, due_on=request.due_on)


def _row(request: ErasureRequest, names: Mapping[str, str]) -> ErasureRow:
    person = request.person.redirects_to or request.person
    return ErasureRow(
        ref=request.ref,
        person_id=person.pk,
        person_ref=person.ref,
        asked_at=request.asked_at,
        asked_by=names.get(request.asked_by, request.asked_by),
        due_on=request.due_on,
        status=request.status,
        reason=request.reason,
        answered_at=request.answered_at,
        answered_by=names.get(request.answered_by, request.answered_by),
    )

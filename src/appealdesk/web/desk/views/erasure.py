"""Erasure: who asks to be erased, by when it is answered, and the two answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.appeals.queries.appeals import day_of
from appealdesk.core.names.person_name import PersonName
from appealdesk.enquiries.queries.applications import ApplicationRow, applications_of_person
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.people.actions.decline_erasure import decline_erasure
from appealdesk.people.actions.erase import erase_person
from appealdesk.people.actions.note import note_reading
from appealdesk.people.actions.request_erasure import request_erasure
from appealdesk.people.queries.erasures import ErasurePage, ErasureRow, erasure_page, erasures
from appealdesk.people.queries.identities import IdentityPage, identities_of
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.shared.erasure_text import DECLINE_REASONS, decline_text
from appealdesk.web.shared.notices import say
from appealdesk.web.shared.refusals import refusal_sentence, refusal_status

__all__ = ["ErasureListView", "ErasureView", "RequestRow", "answer", "erasure", "erasure_list", "record"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRow:
    """A request in the list; `names` is None once the person is erased, `late` where the day has passed."""

    row: ErasureRow
    names: PersonName | None
    late: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureListView:
    """The requests that wait, and those that were answered."""

    waiting: tuple[RequestRow, ...]
    answered: tuple[RequestRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureView:
    """One request with what would be erased."""

    request: ErasurePage
    identity: IdentityPage | None
    applications: tuple[ApplicationRow, ...]
    late: bool
    reason: str
    reasons: tuple[tuple[str, str], ...]
    problem: str
    problem_field: str


@desk_view("erasure", "GET")
def erasure_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every request, the most urgent first."""
    now = read_clock()
    rows = erasures(actor=actor)
    identities = identities_of(actor=actor, person_ids={row.person_id for row in rows})
    note_reading(actor=actor, now=now, person_refs={row.person_ref for row in rows}, page="erasure")
    today = day_of(actor.own_organisation, now=now)
    lines = [_line(row, identities, today) for row in rows]
    page = ErasureListView(
        waiting=tuple(line for line in lines if line.row.status == "open"),
        answered=tuple(line for line in lines if line.row.status != "open"),
    )
    return render(request, "desk/erasure/list.html", {"page": page})


@desk_view("erasure", "GET")
def erasure(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """One request, opened; the reading is noted."""
    return render(request, "desk/erasure/request.html", {"page": _opened(actor, read_clock(), ref)})


@desk_view("erasure", "POST")
def answer(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Erase, or say why not. What cannot be undone wants a tick first."""
    now = read_clock()
    try:
        if request.POST.get("act") == "erase":
            if request.POST.get("sure") != "yes":
                raise Refusal(
                    "desk.erasure_unsure", "Tick that you made sure of it: it cannot be undone.", field="sure"
                )
            erased = erase_person(actor=actor, now=now, request_ref=ref)
            say(
                request,
                _("Erased: %(ref)s. The keys are destroyed; the rest follows within seconds.")
                % {"ref": erased.person_ref},
            )
        elif request.POST.get("act") == "decline":
            decline_erasure(actor=actor, now=now, request_ref=ref, reason=request.POST.get("reason", ""))
            say(request, _("Declined: %(ref)s. The person reads why on their page.") % {"ref": ref})
        else:
            raise NotFound("answer")
    except Refusal as refusal:
        page = _opened(actor, now, ref, problem=refusal_sentence(refusal), field=refusal.field)
        return render(request, "desk/erasure/request.html", {"page": page}, status=refusal_status(refusal))
    return HttpResponseRedirect(reverse("desk:erasure_list"))


@desk_view("erasure", "POST")
def record(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Record that somebody asked an officer, by telephone or by letter."""
    asked = request_erasure(actor=actor, now=read_clock(), person_ref=ref)
    if not asked.already:
        say(request, _("Recorded: %(ref)s asks to be erased.") % {"ref": ref})
    return HttpResponseRedirect(reverse("desk:erasure", kwargs={"ref": asked.ref}))


def _line(row: ErasureRow, identities: Mapping[int, IdentityPage], today: date) -> RequestRow:
    identity = identities.get(row.person_id)
    return RequestRow(
        row=row,
        names=identity.names if identity and row.status != "done" else None,
        late=row.status == "open" and row.due_on < today,
        reason=decline_text(row.reason),
    )


def _opened(actor: Actor, now: datetime, ref: str, *, problem: str = "", field: str = "") -> ErasureView:
    opened = erasure_page(actor=actor, ref=ref)
    row = opened.row
    note_reading(actor=actor, now=now, person_refs=[row.person_ref], page="erasure", about_ref=ref)
    return ErasureView(
        request=opened,
        identity=identities_of(actor=actor, person_ids=[row.person_id]).get(row.person_id),
        applications=applications_of_person(actor=actor, person_id=row.person_id),
        late=row.status == "open" and row.due_on < day_of(actor.own_organisation, now=now),
        reason=decline_text(row.reason),
        reasons=tuple((code, decline_text(code)) for code in DECLINE_REASONS),
        problem=problem,
        problem_field=field,
    )

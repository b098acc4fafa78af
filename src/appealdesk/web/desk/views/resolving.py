"""The search for persons recorded twice: an officer begins and stops it, and sees how far it is and what it found."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.accounts.queries import staff_names
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import Refusal
from appealdesk.people.actions.start import start_resolution
from appealdesk.people.actions.stop import stop_resolution
from appealdesk.people.queries.resolving import ResolutionPage, new_records, resolutions_of
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.shared.notices import say
from appealdesk.web.shared.refusals import refusal_sentence

__all__ = ["SearchView", "SearchesView", "searches", "start", "stop"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchView:
    """One search; `started_by` and `stopped_by` are empty where that was the product itself, or an operator."""

    search: ResolutionPage
    started_by: str
    stopped_by: str
    seconds_left: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchesView:
    """The newest searches, and how many records none has looked at."""

    rows: tuple[SearchView, ...]
    running: SearchView | None
    fresh: int


@desk_view("people", "GET")
def searches(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The list; a fragment of it while a search is under way."""
    now = read_clock()
    pages = resolutions_of(actor=actor)
    names = staff_names(sorted({ref for page in pages for ref in (page.started_by, page.stopped_by) if ref}))
    rows = tuple(
        SearchView(
            search=page,
            started_by=names.get(page.started_by, ""),
            stopped_by=names.get(page.stopped_by, ""),
            seconds_left=_seconds_left(page, now),
        )
        for page in pages
    )
    running = next((row for row in rows if row.search.status == "running"), None)
    view = SearchesView(rows=rows, running=running, fresh=0 if running else new_records(actor=actor))
    fragment = request.headers.get("HX-Request") == "true"
    response = render(request, f"desk/people/{'_' if fragment else ''}searches.html", {"page": view})
    if fragment and running is None:
        response.headers["HX-Refresh"] = "true"
    return response


@desk_view("people", "POST")
def start(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Begin with what is new, or with everybody; a second press finds the first one's search."""
    try:
        start_resolution(actor=actor, now=read_clock(), everybody=request.POST.get("everybody") == "yes")
    except Refusal as refusal:
        say(request, refusal_sentence(refusal))
    return HttpResponseRedirect(reverse("desk:searches"))


@desk_view("people", "POST")
def stop(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Stop it; what it found stays."""
    if stop_resolution(actor=actor, now=read_clock(), resolution_ref=ref):
        say(request, _("The search is stopped. What it found stays, and the next one goes on from there."))
    else:
        say(request, _("The search had ended already."))
    return HttpResponseRedirect(reverse("desk:searches"))


def _seconds_left(page: ResolutionPage, now: datetime) -> float | None:
    """What the rest takes if it goes on as it went so far; None before the first turn and after the last."""
    if page.status != "running" or not page.records or not page.to_see:
        return None
    return (now - page.started_at).total_seconds() * (page.to_see - page.records) / page.records

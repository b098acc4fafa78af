"""Many decisions at once: chosen in the queue, previewed, done by the worker while the page shows how far, undone."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from pydantic import ValidationError

from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.placements.queries.ways import ways_of_appeal
from appealdesk.screening.actions.choose import choose_bulk
from appealdesk.screening.actions.prepare import prepare_bulk
from appealdesk.screening.actions.revoke import revoke_bulk
from appealdesk.screening.actions.start import start_bulk
from appealdesk.screening.inputs import BulkSelection
from appealdesk.screening.queries.bulk import bulk_decisions, bulk_page
from appealdesk.web.desk.forms.bulk import choice_of, first_choice, same_choice
from appealdesk.web.desk.forms.decision import DecisionForm, read_decision
from appealdesk.web.desk.forms.queue import address_of, read_filter
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.desk.pages.bulk import BulkListView, bulk_view
from appealdesk.web.shared.notices import say
from appealdesk.web.shared.refusals import refusal_sentence, refusal_status

__all__ = ["bulk", "bulks", "choose", "prepare", "start", "undo"]


@desk_view("queue", "GET")
def bulks(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The newest bulk decisions."""
    page = BulkListView(bulk_decisions(actor=actor))
    return render(request, "desk/bulk/list.html", {"page": page})


@desk_view("queue", "POST")
def prepare(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Take what was ticked, or all that the filters of the address show; nothing is decided yet."""
    filters = read_filter(request.GET)
    now = read_clock()
    try:
        entry = BulkSelection.model_validate(
            {
                "outcome": request.POST.get("outcome", ""),
                "application_refs": request.POST.getlist("application"),
                "everybody": filters if "all" in request.POST else None,
            }
        )
    except ValidationError as error:
        raise NotFound("selection") from error
    try:
        prepared = prepare_bulk(actor=actor, now=now, entry=entry)
    except Refusal as refusal:
        say(request, refusal_sentence(refusal), "held")
        return HttpResponseRedirect(f"{reverse('desk:queue')}?{address_of(filters)}")
    ways = ways_of_appeal(prepared.appeal_id)
    first = first_choice(entry.outcome, ways, screening=filters.outcome)
    choose_bulk(actor=actor, now=now, entry=choice_of(prepared.ref, first, ways))
    return _to(prepared.ref, request)


@desk_view("queue", "GET")
def bulk(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """A draft with its preview, or how far it is."""
    return _show(request, actor, ref)


@desk_view("queue", "POST")
def choose(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Keep the choice and show the preview anew."""
    refusal = _keep(request, actor, ref, _chosen(request))
    if refusal is not None or request.headers.get("HX-Request") == "true":
        return _show(request, actor, ref, refusal=refusal)
    return _to(ref, request)


@desk_view("queue", "POST")
def start(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Begin, if the preview showed this very choice; else show what it would do first."""
    chosen = _chosen(request)
    page = bulk_page(actor=actor, now=read_clock(), ref=ref)
    if page.is_draft and not same_choice(page, chosen):
        refusal = _keep(request, actor, ref, chosen)
        if refusal is None:
            say(request, _("You changed the choice: look at the preview once more, then decide."), "held")
        return _show(request, actor, ref, refusal=refusal) if refusal else _to(ref, request)
    try:
        start_bulk(actor=actor, now=read_clock(), bulk_ref=ref)
    except Refusal as refusal:
        return _show(request, actor, ref, refusal=refusal)
    return _to(ref, request)


@desk_view("queue", "POST")
def undo(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Begin to take it back."""
    try:
        revoke_bulk(actor=actor, now=read_clock(), bulk_ref=ref)
    except Refusal as refusal:
        return _show(request, actor, ref, refusal=refusal)
    return _to(ref, request)


def _chosen(request: HttpRequest) -> DecisionForm:
    chosen = read_decision(request.POST)
    if chosen is None or chosen.outcome == "withdrawn":
        raise NotFound("decision")
    return chosen


def _keep(request: HttpRequest, actor: Actor, ref: str, chosen: DecisionForm) -> Refusal | None:
    """Store the choice; a refusal comes back, with nothing stored."""
    now = read_clock()
    ways = ways_of_appeal(bulk_page(actor=actor, now=now, ref=ref).appeal_id)
    try:
        choose_bulk(actor=actor, now=now, entry=choice_of(ref, chosen, ways))
    except Refusal as refusal:
        return refusal
    return None


def _show(request: HttpRequest, actor: Actor, ref: str, *, refusal: Refusal | None = None) -> HttpResponse:
    """The page, or for htmx the part that changes."""
    now = read_clock()
    query = address_of(read_filter(request.GET))
    page = bulk_view(actor=actor, now=now, ref=ref, query=query, refusal=refusal)
    if request.headers.get("HX-Request") == "true":
        template = "desk/bulk/_preview.html" if page.bulk.is_draft else "desk/bulk/_progress.html"
        return render(request, template, {"page": page})
    status = refusal_status(refusal) if refusal else 200
    return render(request, "desk/bulk/bulk.html", {"page": page}, status=status)


def _to(ref: str, request: HttpRequest) -> HttpResponseRedirect:
    query = address_of(read_filter(request.GET))
    return HttpResponseRedirect(f"{reverse('desk:bulk', kwargs={'ref': ref})}?{query}")

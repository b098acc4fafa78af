"""Find a person by whatever is remembered of them: one field, and who may be meant while it is typed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.desk.pages.search import SearchView, search_view

__all__ = ["find"]

_NOTHING = SearchView("", ())


@desk_view("people", "GET", "POST")
def find(request: HttpRequest, actor: Actor) -> HttpResponse:
    """GET: an empty field. POST: who was found. Posted, so that no name stands in an address or in a log of them."""
    page = _NOTHING
    if request.method == "POST":
        page = search_view(actor=actor, now=read_clock(), text=request.POST.get("text", ""))
    template = "_found" if request.headers.get("HX-Request") else "search"
    return render(request, f"desk/people/{template}.html", {"page": page})

"""The fact dictionary: what can be asked, in which words, and where it is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.appeals.actions.define import define_fact
from appealdesk.appeals.actions.describe import describe_fact
from appealdesk.appeals.queries.fact_room import fact_uses, slots_taken
from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.appeals.queries.pages import FactPage, PositionName
from appealdesk.appeals.queries.positions import position_names
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.web.desk.forms.fact import FactForm, fact_form, read_fact
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.shared.notices import say
from appealdesk.web.shared.refusals import refusal_status

__all__ = ["FactView", "FactsPage", "fact", "facts", "new"]


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact, and the positions whose criteria ask it."""

    fact: FactPage
    positions: tuple[PositionName, ...]


@dataclass(frozen=True, slots=True)
class Room:
    """How many places for facts of one type are taken."""

    type: str
    taken: int
    most: int

    @property
    def left(self) -> int:
        """How many are free."""
        return self.most - self.taken


@dataclass(frozen=True, slots=True)
class FactsPage:
    """The dictionary in the order in which it is asked, and the room that is left."""

    rows: tuple[FactRow, ...]
    rooms: tuple[Room, ...]


@dataclass(frozen=True, slots=True)
class FactView:
    """One fact in a form; `fact` is None for a new one."""

    fact: FactPage | None
    form: FactForm
    positions: tuple[PositionName, ...]
    rooms: tuple[Room, ...]


@desk_view("facts", "GET")
def facts(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every fact with its question, its answers and where it is asked."""
    dictionary = fact_dictionary(actor.own_organisation)
    uses = _uses(actor, read_clock())
    page = FactsPage(tuple(FactRow(one, uses.get(key, ())) for key, one in dictionary.items()), _rooms(dictionary))
    return render(request, "desk/facts/facts.html", {"page": page})


@desk_view("facts", "GET", "POST")
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Define a fact."""
    if request.method != "POST":
        return _form(request, actor, None, fact_form(None))
    typed = read_fact(request.POST, None)
    if typed.problems:
        return _form(request, actor, None, typed, status=422)
    try:
        defined = define_fact(actor=actor, now=read_clock(), entry=typed.to_new())
    except Refusal as refusal:
        return _form(request, actor, None, typed.refused(refusal), status=refusal_status(refusal))
    say(
        request,
        _("Defined: %(key)s. It is asked as soon as criteria that use it are published.") % {"key": defined.key},
    )
    return HttpResponseRedirect(reverse("desk:facts"))


@desk_view("facts", "GET", "POST")
def fact(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """Change the words of a fact, or add answers to it."""
    stored = fact_dictionary(actor.own_organisation).get(key)
    if stored is None:
        raise NotFound("fact")
    if request.method != "POST":
        return _form(request, actor, stored, fact_form(stored))
    typed = read_fact(request.POST, stored)
    if typed.problems:
        return _form(request, actor, stored, typed, status=422)
    try:
        describe_fact(actor=actor, now=read_clock(), key=key, entry=typed.to_texts())
    except Refusal as refusal:
        return _form(request, actor, stored, typed.refused(refusal), status=refusal_status(refusal))
    say(request, _("Saved: %(key)s. From now on it is asked in these words.") % {"key": key})
    return HttpResponseRedirect(reverse("desk:facts"))


def _form(
    request: HttpRequest, actor: Actor, stored: FactPage | None, form: FactForm, *, status: int = 200
) -> HttpResponse:
    uses = _uses(actor, read_clock()).get(stored.key, ()) if stored else ()
    page = FactView(stored, form, uses, _rooms(fact_dictionary(actor.own_organisation)))
    return render(request, "desk/facts/fact.html", {"page": page}, status=status)


def _uses(actor: Actor, now: datetime) -> Mapping[str, tuple[PositionName, ...]]:
    names = position_names(actor.own_organisation)
    found = fact_uses(actor.own_organisation, now=now)
    return {key: tuple(names[position] for position in positions) for key, positions in found.items()}


def _rooms(dictionary: Mapping[str, FactPage]) -> tuple[Room, ...]:
    return tuple(Room(kind, taken, most) for kind, (taken, most) in slots_taken(dictionary.values()).items())

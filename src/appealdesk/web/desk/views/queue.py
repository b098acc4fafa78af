"""The queue of applications: filters in the address, counts for each, one page by key."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.languages import pick
from appealdesk.screening.actions.read import read_queue
from appealdesk.screening.inputs import QueueFilter
from appealdesk.screening.queries.queue import QueueCounts, QueuePage
from appealdesk.web.desk.forms.queue import address_of, read_filter
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.desk.words import word_of
from appealdesk.web.shared.places import may_visit, places_of

__all__ = ["Facet", "QueueView", "desk", "queue"]

_OUTCOMES = ("meets", "cannot_tell", "does_not_meet", "none")
_DECISIONS = ("undecided", "accepted", "declined", "deferred", "referred", "withdrawn")
_WAITS = ("second_person", "review")
_CHANGED = ("better", "worse")
_CHANNELS = ("web", "phone", "walk_in", "email", "import", "api")


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetChoice:
    """One value of a filter with its count; `state` makes it a chip, else it is the label."""

    label: str
    state: str
    count: int
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter."""

    title: str
    choices: tuple[FacetChoice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueView:
    """The queue; `query` is the filter as the address writes it, for the links into applications."""

    queue: QueuePage
    facets: tuple[Facet, ...]
    query: str
    previous_url: str
    next_url: str
    unfiltered_url: str

    @property
    def is_first_use(self) -> bool:
        """True while nobody has applied at all."""
        return self.queue.counts.total == 0 and not self.queue.filters.text


def desk(request: HttpRequest) -> HttpResponseBase:
    """The door of the desk: the queue, or the first place of a role that has no queue."""
    actor = getattr(request, "actor", None)
    if isinstance(actor, Actor) and not may_visit(actor.role, "queue"):
        return HttpResponseRedirect(reverse(places_of(actor.role)[0].url_name))
    return queue(request)


@desk_view("queue", "GET")
def queue(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One page of applications."""
    filters = read_filter(request.GET)
    found = read_queue(actor=actor, now=read_clock(), filters=filters)
    query = address_of(filters)
    page = QueueView(
        queue=found,
        facets=tuple(_facets(found.counts, filters, actor.language)),
        query=query,
        previous_url=f"?{query}&before={found.previous}" if found.previous else "",
        next_url=f"?{query}&after={found.next}" if found.next else "",
        unfiltered_url=f"?{address_of(QueueFilter())}",
    )
    return render(request, "desk/queue/queue.html", {"page": page})


def _facets(counts: QueueCounts, filters: QueueFilter, language: str) -> Iterator[Facet]:
    yield _waits(counts, filters)
    yield _facet(_("Decision"), "decision", _DECISIONS, counts.decision, filters)
    yield _facet(_("Screening"), "outcome", _OUTCOMES, counts.outcome, filters)
    yield Facet(
        _("Position"),
        tuple(
            _choice("position_ref", choice.value, pick(choice.texts, language), "", choice.count, filters)
            for choice in counts.positions
        ),
    )
    yield Facet(
        _("Channel"),
        tuple(
            _choice("channel", channel, word_of("channel", channel), "", counts.channel.get(channel, 0), filters)
            for channel in _CHANNELS
            if counts.channel.get(channel) or filters.channel == channel
        ),
    )


def _waits(counts: QueueCounts, filters: QueueFilter) -> Facet:
    """What waits for somebody in particular; choosing it looks among the decided and the undecided."""
    named = [("waits", value, counts.waiting) for value in _WAITS]
    named += [("changed", value, counts.changed) for value in _CHANGED]
    choices = []
    for name, value, counted in named:
        current = getattr(filters, name) == value
        changes = {name: ""} if current else {name: value, "decision": ""}
        url = f"{reverse('desk:queue')}?{address_of(filters, **changes)}"
        choices.append(FacetChoice(label="", state=value, count=counted.get(value, 0), url=url, current=current))
    return Facet(_("Waits for"), tuple(choices))


def _facet(title: str, name: str, values: tuple[str, ...], counted: Mapping[str, int], filters: QueueFilter) -> Facet:
    return Facet(title, tuple(_choice(name, value, "", value, counted.get(value, 0), filters) for value in values))


def _choice(name: str, value: str, label: str, state: str, count: int, filters: QueueFilter) -> FacetChoice:
    """Choosing the chosen value again takes the filter away."""
    current = getattr(filters, name) == value
    url = f"{reverse('desk:queue')}?{address_of(filters, **{name: '' if current else value})}"
    return FacetChoice(label=label, state=state, count=count, url=url, current=current)

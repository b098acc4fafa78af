"""Months: closed by one person, opened again by two."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.accounts.queries import staff_names
from appealdesk.appeals.queries.appeals import day_of
from appealdesk.donations.actions.ask import REASONS, ask_to_reopen
from appealdesk.donations.actions.close import close_month
from appealdesk.donations.actions.reopen import reopen_month
from appealdesk.donations.queries.periods import MonthPage, OpenEnd, months_page, open_ends
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.web.desk.forms.typed import Problems, read_day, sent_values
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.shared.culture import month_text
from appealdesk.web.shared.notices import say
from appealdesk.web.shared.refusals import refusal_sentence, refusal_status

__all__ = ["PeriodsView", "ask", "close", "periods", "reopen"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodsView:
    """The months with entries; `ends` is what is open in the one that may be closed now."""

    rows: tuple[MonthPage, ...]
    ends: tuple[OpenEnd, ...]
    names: Mapping[str, str]
    me: str
    problem: str
    reasons: tuple[str, ...] = REASONS


@desk_view("accounts", "GET")
def periods(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All months, newest first."""
    return _show(request, actor)


@desk_view("accounts", "POST")
def close(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Close a month, with what is left open on purpose."""
    problems: Problems = {}
    month = read_day(sent_values(request.POST), "month", problems, needed=True)
    if month is None:
        raise NotFound("month")
    try:
        close_month(actor=actor, now=read_clock(), month=month, leaves=request.POST.getlist("leave"))
    except Refusal as refusal:
        return _show(request, actor, refusal)
    closed = month_text(month, actor.language)
    say(request, _("Closed: %(month)s. Nothing is booked in it any more.") % {"month": closed})
    return HttpResponseRedirect(reverse("desk:periods"))


@desk_view("accounts", "POST")
def ask(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Ask for a month to be opened again."""
    try:
        ask_to_reopen(actor=actor, now=read_clock(), period_ref=ref, reason=request.POST.get("reason", ""))
    except Refusal as refusal:
        return _show(request, actor, refusal)
    say(request, _("Asked. A second person opens the month."))
    return HttpResponseRedirect(reverse("desk:periods"))


@desk_view("accounts", "POST")
def reopen(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """The second person opens it."""
    try:
        reopen_month(actor=actor, now=read_clock(), period_ref=ref)
    except Refusal as refusal:
        return _show(request, actor, refusal)
    say(request, _("Open again. Close it once what was missing is booked."))
    return HttpResponseRedirect(reverse("desk:periods"))


def _show(request: HttpRequest, actor: Actor, refusal: Refusal | None = None) -> HttpResponse:
    rows = months_page(actor=actor, today=day_of(actor.own_organisation, now=read_clock()))
    following = next((row.month for row in rows if row.next), None)
    page = PeriodsView(
        rows=rows,
        ends=open_ends(organisation_id=actor.own_organisation, month=following) if following else (),
        names=staff_names(who for row in rows for who in (row.closed_by, row.asked_by) if who),
        me=actor.ref,
        problem=refusal_sentence(refusal) if refusal else "",
    )
    status = refusal_status(refusal) if refusal else 200
    return render(request, "desk/accounts/periods.html", {"page": page}, status=status)

"""Gift Aid: the declarations on record, and the schedule for HMRC."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.appeals.queries.appeals import day_of
from appealdesk.donations.actions.cancel import cancel_gift_aid
from appealdesk.donations.actions.note import note_receipts
from appealdesk.donations.queries.gift_aid import (
    DeclarationPage,
    ScheduleYear,
    declarations_page,
    schedule_of,
    schedule_years,
)
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.web.desk.forms.numbers import read_number
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.shared.notices import say

__all__ = ["GiftAidView", "cancel", "gift_aid", "schedule"]

_FIRST_YEAR = 2000


@dataclass(frozen=True, slots=True)
class GiftAidView:
    """The declarations, and the tax years whose schedule may be wanted."""

    declarations: tuple[DeclarationPage, ...]
    years: tuple[ScheduleYear, ...]


@desk_view("receipts", "GET")
def gift_aid(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The newest declarations."""
    now = read_clock()
    rows = declarations_page(actor=actor)
    note_receipts(actor=actor, now=now, refs=[row.ref for row in rows], page="declarations")
    today = day_of(actor.own_organisation, now=now)
    present = today.year if (today.month, today.day) >= (4, 6) else today.year - 1
    page = GiftAidView(rows, schedule_years(actor=actor, present=present))
    return render(request, "desk/receipts/gift_aid.html", {"page": page})


@desk_view("receipts", "GET")
def schedule(request: HttpRequest, actor: Actor, year: int) -> HttpResponse:
    """The schedule of a tax year as CSV, at most 1,000 rows a file."""
    part = max(1, read_number(request.GET, "part", default=1))
    made = schedule_of(actor=actor, year=max(_FIRST_YEAR, year), part=part)
    note_receipts(actor=actor, now=read_clock(), refs=made.receipt_refs, page="schedule")
    # Spreadsheets take a file for UTF-8 only if it begins with the mark.
    response = HttpResponse("\ufeff" + made.content, content_type="text/csv; charset=utf-8")
    name = f"gift-aid-schedule-{year}-{part}" if made.parts > 1 else f"gift-aid-schedule-{year}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response


@desk_view("receipts", "POST")
def cancel(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """The donor cancelled a declaration."""
    cancel_gift_aid(actor=actor, now=read_clock(), declaration_ref=ref)
    say(request, _("The declaration is cancelled from today on. Donations of before stay covered."))
    return HttpResponseRedirect(reverse("desk:gift_aid"))

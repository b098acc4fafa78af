"""The roster: who is available, who is placed where, what holds them, and the two officers who lift a hold."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.accounts.queries import staff_names
from appealdesk.appeals.queries.advisories import advisory_alarms, advisory_by_id
from appealdesk.appeals.queries.pages import AdvisoryAlarm, AdvisoryPage
from appealdesk.foundation.actor import Actor, Role
from appealdesk.foundation.clock import read_clock
from appealdesk.people.actions.note import note_reading
from appealdesk.placements.actions.clear import clear_placement
from appealdesk.placements.actions.lift import lift_hold
from appealdesk.placements.actions.propose import propose_placement
from appealdesk.placements.queries.roster import HoldLine, PlacementLine, RosterPage, RosterRow, roster_page
from appealdesk.web.desk.forms.numbers import read_number
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.shared.notices import say

__all__ = ["HoldRow", "PlacedRow", "PlacementRow", "RosterView", "clear", "lift", "propose", "roster"]

_STATUSES = ("proposed", "held", "cleared", "handed_over")


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldRow:
    """An open hold in words; `advisory` is the reading that caused it, `asked_by` who asked to lift it."""

    hold: HoldLine
    advisory: AdvisoryPage | None
    asked_by: str
    asked_by_me: bool


@dataclass(frozen=True, slots=True)
class PlacementRow:
    """A placement and its holds."""

    placement: PlacementLine
    holds: tuple[HoldRow, ...]


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """Somebody on the roster and the placements."""

    row: RosterRow
    placements: tuple[PlacementRow, ...]


@dataclass(frozen=True, slots=True)
class StatusChoice:
    """One status of placements with its count."""

    status: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterView:
    """One page of the roster; `alarms` tell of advice that may not be the latest."""

    roster: RosterPage
    rows: tuple[PlacedRow, ...]
    statuses: tuple[StatusChoice, ...]
    status: str
    alarms: tuple[AdvisoryAlarm, ...]
    may_lift: bool


@desk_view("roster", "GET")
def roster(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One page, perhaps of those with a placement of one status."""
    status = request.GET.get("status", "")
    status = status if status in _STATUSES else ""
    now = read_clock()
    found = roster_page(actor=actor, status=status, page=read_number(request.GET, "page"))
    note_reading(
        actor=actor,
        now=now,
        person_refs={row.person_ref for row in found.rows if row.person_ref},
        page="roster",
    )
    page = RosterView(
        roster=found,
        rows=_rows(found, actor),
        statuses=tuple(StatusChoice(name, found.statuses[name], name == status) for name in _STATUSES),
        status=status,
        alarms=advisory_alarms(organisation_id=actor.own_organisation, now=now),
        may_lift=actor.has_role(Role.DUTY_OFFICER),
    )
    return render(request, "desk/roster/roster.html", {"page": page})


@desk_view("roster", "POST")
def lift(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Ask to lift a hold, or agree to it as the second duty officer."""
    lifted = lift_hold(actor=actor, now=read_clock(), hold_ref=ref)
    if lifted.lifted:
        say(request, _("The hold %(ref)s is lifted; the placement waits to be cleared.") % {"ref": ref})
    else:
        say(request, _("You asked to lift the hold %(ref)s. Another duty officer has to agree.") % {"ref": ref}, "held")
    return _back(request)


@desk_view("roster", "POST")
def clear(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Clear a proposed placement; the advisories are looked at once more."""
    if clear_placement(actor=actor, now=read_clock(), placement_ref=ref).cleared:
        say(request, _("The placement %(ref)s is cleared.") % {"ref": ref})
    else:
        say(
            request,
            _("The placement %(ref)s is held: something came between. See the reason beside it.") % {"ref": ref},
            "held",
        )
    return _back(request)


@desk_view("roster", "POST")
def propose(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Propose somebody for the position applied for."""
    proposed = propose_placement(actor=actor, now=read_clock(), roster_ref=ref)
    if proposed.held:
        say(request, _("Proposed, and held at once. See the reason beside it."), "held")
    else:
        say(request, _("Proposed: %(ref)s. A duty officer clears it.") % {"ref": proposed.ref})
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    status = request.POST.get("status", "")
    return HttpResponseRedirect(reverse("desk:roster") + (f"?status={status}" if status in _STATUSES else ""))


def _rows(found: RosterPage, actor: Actor) -> tuple[PlacedRow, ...]:
    holds = [hold for row in found.rows for placement in row.placements for hold in placement.holds]
    wanted = {hold.advisory_id for hold in holds if hold.advisory_id is not None}
    advisories = {key: advisory_by_id(key) for key in wanted}
    names = staff_names(hold.asked_by for hold in holds if hold.asked_by)
    return tuple(
        PlacedRow(
            row,
            tuple(
                PlacementRow(placement, tuple(_hold(hold, advisories, names, actor) for hold in placement.holds))
                for placement in row.placements
            ),
        )
        for row in found.rows
    )


def _hold(
    hold: HoldLine, advisories: Mapping[int, AdvisoryPage | None], names: Mapping[str, str], actor: Actor
) -> HoldRow:
    return HoldRow(
        hold=hold,
        advisory=advisories.get(hold.advisory_id) if hold.advisory_id is not None else None,
        asked_by=names.get(hold.asked_by, hold.asked_by),
        asked_by_me=hold.asked_by == actor.ref,
    )

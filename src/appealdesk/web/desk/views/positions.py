"""Positions of an appeal at the desk: what is needed, and what permits it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.accounts.queries import staff_names
from appealdesk.appeals.actions.add import add_position
from appealdesk.appeals.actions.edit import edit_position
from appealdesk.appeals.actions.end import end_legal_basis
from appealdesk.appeals.actions.permit import permit_position
from appealdesk.appeals.queries.appeals import appeal_by_id
from appealdesk.appeals.queries.legal import LegalBasisPage
from appealdesk.appeals.queries.life import PositionLife, appeal_life, position_life, rights_of
from appealdesk.appeals.queries.pages import AppealCard, RevisionSpan
from appealdesk.appeals.queries.states import fixed_of_position
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.web.desk.forms.positions import (
    POSITION_NAMES,
    basis_fields,
    position_fields,
    position_values,
    read_basis,
    read_position,
)
from appealdesk.web.desk.forms.typed import TypedField, problem_of, read_day, sent_values, unfixed
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.shared.notices import say
from appealdesk.web.shared.places import may_visit
from appealdesk.web.shared.refusals import refusal_status

__all__ = ["Basis", "PositionFormView", "PositionView", "edit", "end_basis", "new", "permit", "position"]


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal basis with the name of who recorded it."""

    basis: LegalBasisPage
    by: str
    in_force: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionView:
    """One position with its legal bases and the fields of the next one."""

    life: PositionLife
    appeal: AppealCard
    bases: tuple[Basis, ...]
    fields: tuple[TypedField, ...]
    problems: Mapping[str, str]
    may_edit: bool
    may_end: bool
    may_read_criteria: bool

    @property
    def revisions(self) -> tuple[RevisionSpan, ...]:
        """The newest first."""
        return self.life.revisions[::-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionFormView:
    """The form of a position: new where `ref` is empty."""

    ref: str
    appeal: AppealCard
    fields: Mapping[str, tuple[TypedField, ...]]
    fixed: bool
    problems: Mapping[str, str]


@desk_view("appeals", "GET")
def position(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """One position."""
    life = position_life(actor=actor, ref=ref, now=read_clock())
    return _position(request, actor, life, {"country": life.home}, {})


@desk_view("appeals", "POST")
def permit(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Record a legal basis."""
    now = read_clock()
    life = position_life(actor=actor, ref=ref, now=now)
    problems: dict[str, str] = {}
    entry = read_basis(request.POST, problems)
    if entry is None:
        return _position(request, actor, life, sent_values(request.POST), problems, status=422)
    permit_position(actor=actor, now=now, position_ref=ref, entry=entry)
    say(request, _("The legal basis is recorded. It stays as it is; it can only end."))
    return HttpResponseRedirect(reverse("desk:position", args=[ref]))


@desk_view("appeals", "POST")
def end_basis(request: HttpRequest, actor: Actor, ref: str, basis: str) -> HttpResponse:
    """End a legal basis: from that day on it permits nothing."""
    now = read_clock()
    life = position_life(actor=actor, ref=ref, now=now)
    if basis not in {one.ref for one in life.bases}:
        raise NotFound("legal basis")
    on = read_day(request.POST, "on", {}) or life.today
    because = request.POST.get("because", "")[:400]
    end_legal_basis(actor=actor, now=now, ref=basis, on=on, because=because)
    say(request, _("The legal basis ends. Placements under it are held from that day on."), "held")
    return HttpResponseRedirect(reverse("desk:position", args=[ref]))


@desk_view("appeals", "GET", "POST")
def new(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """The form of another position of an appeal, and adding it."""
    if not rights_of(actor).edit:
        raise NotFound("page")
    now = read_clock()
    life = appeal_life(actor=actor, ref=ref, now=now)
    problems: dict[str, str] = {}
    if request.method != "POST":
        return _form(request, life.appeal, "", position_values(None, life.home), problems)
    entry = read_position(request.POST, problems)
    if entry is None:
        return _form(request, life.appeal, "", sent_values(request.POST), problems, status=422)
    try:
        added = add_position(actor=actor, now=now, appeal_ref=ref, entry=entry)
    except Refusal as refusal:
        problems = problem_of(refusal, POSITION_NAMES)
        return _form(request, life.appeal, "", sent_values(request.POST), problems, status=refusal_status(refusal))
    say(request, _("The position is added. Its criteria come next, or everybody is welcome."))
    return HttpResponseRedirect(reverse("desk:position", args=[added.ref]))


@desk_view("appeals", "GET", "POST")
def edit(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """The form of a position, and changing it."""
    if not rights_of(actor).edit:
        raise NotFound("page")
    now = read_clock()
    life = position_life(actor=actor, ref=ref, now=now)
    appeal = appeal_by_id(life.position.appeal_id, now=now)
    fixed = fixed_of_position(appeal.status, has_criteria=bool(life.revisions))
    shown = position_values(life.position, life.home)
    problems: dict[str, str] = {}
    if request.method != "POST":
        return _form(request, appeal, ref, shown, problems, fixed=fixed)
    sent = unfixed(request.POST, shown, fixed)
    entry = read_position(sent, problems)
    if entry is None:
        return _form(request, appeal, ref, sent_values(sent), problems, fixed=fixed, status=422)
    try:
        changed = edit_position(actor=actor, now=now, ref=ref, entry=entry)
    except Refusal as refusal:
        problems, status = problem_of(refusal, POSITION_NAMES), refusal_status(refusal)
        return _form(request, appeal, ref, sent_values(sent), problems, fixed=fixed, status=status)
    say(request, _("Saved.") if changed else _("Nothing was different, so nothing was changed."))
    return HttpResponseRedirect(reverse("desk:position", args=[ref]))


def _position(
    request: HttpRequest,
    actor: Actor,
    life: PositionLife,
    data: Mapping[str, str],
    problems: Mapping[str, str],
    *,
    status: int = 200,
) -> HttpResponse:
    names = staff_names(basis.recorded_by for basis in life.bases)
    page = PositionView(
        life=life,
        appeal=appeal_by_id(life.position.appeal_id, now=read_clock()),
        bases=tuple(
            Basis(basis, names.get(basis.recorded_by, basis.recorded_by), basis.in_force(life.today))
            for basis in life.bases
        ),
        fields=basis_fields(data, problems) if rights_of(actor).edit else (),
        problems=problems,
        may_edit=rights_of(actor).edit,
        may_end=rights_of(actor).pause,
        may_read_criteria=may_visit(actor.role, "criteria"),
    )
    return render(request, "desk/appeals/position.html", {"page": page}, status=status)


def _form(
    request: HttpRequest,
    appeal: AppealCard,
    ref: str,
    data: Mapping[str, str],
    problems: Mapping[str, str],
    *,
    fixed: frozenset[str] = frozenset(),
    status: int = 200,
) -> HttpResponse:
    page = PositionFormView(
        ref=ref, appeal=appeal, fields=position_fields(data, problems, fixed), fixed=bool(fixed), problems=problems
    )
    return render(request, "desk/appeals/position_form.html", {"page": page}, status=status)

"""Appeals at the desk: the list, one appeal with what was public when, and its form."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from appealdesk.accounts.queries import staff_names
from appealdesk.appeals.actions.draft import draft_appeal
from appealdesk.appeals.actions.edit import edit_appeal
from appealdesk.appeals.queries.appeals import appeals_of
from appealdesk.appeals.queries.life import AppealLife, ObjectionPage, Rights, StepPage, appeal_life, rights_of
from appealdesk.appeals.queries.pages import AppealCard
from appealdesk.appeals.queries.states import fixed_of_appeal
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.web.desk.forms.appeals import APPEAL_NAMES, appeal_fields, appeal_values, read_appeal
from appealdesk.web.desk.forms.typed import TypedField, problem_of, sent_values, unfixed
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.desk.pages.timeline import Timeline, timeline_of
from appealdesk.web.desk.views.supersession import CarryView, carry_view
from appealdesk.web.shared.notices import say
from appealdesk.web.shared.refusals import refusal_status

__all__ = ["AppealFormView", "AppealView", "AppealsView", "appeal", "appeals", "edit", "new"]

# What each state is left by, in the order of the buttons: those that need a public reason open a form first.
_ACTS: Mapping[tuple[str, str], str] = {
    ("draft", "open"): "open",
    ("paused", "open"): "resume",
    ("closed", "open"): "resume",
}
_NAMED = {
    "paused": "pause",
    "closed": "close",
    "withdrawn": "withdraw",
    "superseded": "supersede",
    "archived": "archive",
}


@dataclass(frozen=True, slots=True)
class AppealsView:
    """Every appeal of the organisation."""

    appeals: tuple[AppealCard, ...]
    may_edit: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the life with the name of who took it."""

    step: StepPage
    by: str


@dataclass(frozen=True, slots=True)
class Objection:
    """An objection with the names of those who recorded and settled it."""

    objection: ObjectionPage
    recorded_by: str
    asked_by: str
    asked_by_me: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealView:
    """One appeal with the buttons that the role has."""

    life: AppealLife
    timeline: Timeline
    carry: CarryView
    steps: tuple[Step, ...]
    objections: tuple[Objection, ...]
    acts: tuple[str, ...]
    rights: Rights
    language: str

    @property
    def is_public(self) -> bool:
        """True once the public can read it."""
        return self.life.appeal.status != "draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealFormView:
    """The form of an appeal: new where there is none yet."""

    ref: str
    titles: Mapping[str, str]
    fields: Mapping[str, tuple[TypedField, ...]]
    fixed: bool
    problems: Mapping[str, str]


@desk_view("appeals", "GET")
def appeals(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The list, drafts too."""
    page = AppealsView(appeals_of(actor.own_organisation), rights_of(actor).edit)
    return render(request, "desk/appeals/list.html", {"page": page})


@desk_view("appeals", "GET")
def appeal(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """One appeal."""
    now = read_clock()
    life = appeal_life(actor=actor, ref=ref, now=now)
    names = staff_names(
        [step.by for step in life.steps]
        + [by for one in life.objections for by in (one.recorded_by, one.resolve_asked_by, one.resolved_by)]
    )
    page = AppealView(
        life=life,
        timeline=timeline_of(life, now),
        carry=carry_view(actor, life),
        steps=tuple(Step(step, names.get(step.by, "")) for step in reversed(life.steps)),
        objections=tuple(
            Objection(
                one,
                names.get(one.recorded_by, ""),
                names.get(one.resolve_asked_by, ""),
                one.resolve_asked_by == actor.ref,
            )
            for one in life.objections
        ),
        acts=_acts(actor, life),
        rights=rights_of(actor),
        language=get_language() or "en",
    )
    return render(request, "desk/appeals/appeal.html", {"page": page})


def _acts(actor: Actor, life: AppealLife) -> tuple[str, ...]:
    """The acts that the state and the role allow; what cannot succeed now is not offered."""
    status = life.appeal.status
    acts = [_ACTS.get((status, to)) or _NAMED[to] for to in life.leads_to]
    if life.standing:
        acts = [act for act in acts if act not in {"open", "resume"}]
    if not rights_of(actor).edit:
        acts = [act for act in acts if act == "pause" and rights_of(actor).pause]
    return tuple(acts)


@desk_view("appeals", "GET", "POST")
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The form of a new appeal, and drafting it."""
    if not rights_of(actor).edit:
        raise NotFound("page")
    problems: dict[str, str] = {}
    if request.method != "POST":
        return _form(request, None, appeal_values(None), problems)
    entry = read_appeal(request.POST, None, problems)
    if entry is None:
        return _form(request, None, sent_values(request.POST), problems, status=422)
    try:
        drafted = draft_appeal(actor=actor, now=read_clock(), entry=entry)
    except Refusal as refusal:
        problems = problem_of(refusal, APPEAL_NAMES)
        return _form(request, None, sent_values(request.POST), problems, status=refusal_status(refusal))
    say(request, _("The appeal is drafted. Say next what is needed: add a position."))
    return HttpResponseRedirect(reverse("desk:appeal", args=[drafted.ref]))


@desk_view("appeals", "GET", "POST")
def edit(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """The form of an appeal, and changing it."""
    if not rights_of(actor).edit:
        raise NotFound("page")
    now = read_clock()
    life = appeal_life(actor=actor, ref=ref, now=now)
    problems: dict[str, str] = {}
    shown = appeal_values(life.appeal)
    if request.method != "POST":
        return _form(request, life, shown, problems)
    sent = unfixed(request.POST, shown, fixed_of_appeal(life.appeal.status))
    entry = read_appeal(sent, life.appeal, problems)
    if entry is None:
        return _form(request, life, sent_values(sent), problems, status=422)
    try:
        changed = edit_appeal(actor=actor, now=now, ref=ref, entry=entry)
    except Refusal as refusal:
        problems = problem_of(refusal, APPEAL_NAMES)
        return _form(request, life, sent_values(sent), problems, status=refusal_status(refusal))
    say(request, _("Saved.") if changed else _("Nothing was different, so nothing was changed."))
    return HttpResponseRedirect(reverse("desk:appeal", args=[ref]))


def _form(
    request: HttpRequest,
    life: AppealLife | None,
    data: Mapping[str, str],
    problems: Mapping[str, str],
    *,
    status: int = 200,
) -> HttpResponse:
    fixed = fixed_of_appeal(life.appeal.status) if life else frozenset()
    page = AppealFormView(
        ref=life.appeal.ref if life else "",
        titles=life.appeal.titles if life else {},
        fields=appeal_fields(data, problems, fixed),
        fixed=bool(fixed),
        problems=problems,
    )
    return render(request, "desk/appeals/form.html", {"page": page}, status=status)

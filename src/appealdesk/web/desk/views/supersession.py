"""One appeal continued by another: which one, position by position, and how far its enquirers are carried over."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.appeals.actions.supersede import supersede_appeal
from appealdesk.appeals.queries.appeals import appeals_of
from appealdesk.appeals.queries.life import AppealLife, appeal_life, rights_of
from appealdesk.appeals.queries.pages import AppealCard, PositionPage
from appealdesk.enquiries.queries.carry import CarryOverPage, carry_over_of
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.web.desk.forms.appeals import reason_fields, reason_values
from appealdesk.web.desk.forms.typed import TypedField, problem_of, read_texts, sent_values
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.shared.notices import say
from appealdesk.web.shared.refusals import refusal_status

__all__ = ["CarryView", "MapRow", "SupersedeView", "carry_over", "carry_view", "supersede"]

_NO_POSITION = "none"


@dataclass(frozen=True, slots=True)
class CarryView:
    """How far the carrying over is; `seconds_left` follows from what was done so far."""

    ref: str
    run: CarryOverPage | None
    seconds_left: float | None


@dataclass(frozen=True, slots=True)
class MapRow:
    """A position and what was chosen for it: a reference, `none`, or nothing yet."""

    position: PositionPage
    chosen: str
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupersedeView:
    """The form: first the successor, then the map of positions and what the public reads."""

    life: AppealLife
    candidates: tuple[AppealCard, ...]
    successor: AppealLife | None
    rows: tuple[MapRow, ...]
    reason: tuple[TypedField, ...]
    problems: Mapping[str, str]


@desk_view("appeals", "GET", "POST")
def supersede(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """The form, and letting another appeal continue this one."""
    if not rights_of(actor).edit:
        raise NotFound("page")
    now = read_clock()
    life = appeal_life(actor=actor, ref=ref, now=now)
    candidates = tuple(
        card for card in appeals_of(actor.own_organisation) if card.status == "open" and card.ref != life.appeal.ref
    )
    wanted = request.POST.get("successor") or request.GET.get("successor", "")
    successor = appeal_life(actor=actor, ref=wanted, now=now) if wanted in {card.ref for card in candidates} else None
    if request.method != "POST" or successor is None:
        return _form(request, life, candidates, successor, reason_values("supersede"), {})
    problems: dict[str, str] = {}
    reason = read_texts(request.POST, "reason", problems)
    chosen = {one.position.ref: request.POST.get(f"position-{one.position.ref}", "") for one in life.positions}
    for key, value in chosen.items():
        if not value:
            problems[f"position-{key}"] = _("Say as which position it continues, or that it does not.")
    if problems:
        return _form(request, life, candidates, successor, sent_values(request.POST), problems, status=422)
    positions = {key: "" if value == _NO_POSITION else value for key, value in chosen.items()}
    try:
        supersede_appeal(
            actor=actor,
            now=now,
            ref=ref,
            successor_ref=successor.appeal.ref,
            positions=positions,
            reason={str(language): text for language, text in reason.items()},
        )
    except Refusal as refusal:
        problems = problem_of(refusal, [f"position-{key}" for key in chosen])
        sent = sent_values(request.POST)
        return _form(request, life, candidates, successor, sent, problems, status=refusal_status(refusal))
    say(
        request,
        _("Another appeal continues this one. Its enquirers are carried over; their letters wait for you."),
    )
    return HttpResponseRedirect(reverse("desk:appeal", args=[ref]))


@desk_view("appeals", "GET")
def carry_over(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """How far it is; once it is done the whole page is loaded again."""
    life = appeal_life(actor=actor, ref=ref, now=read_clock())
    page = carry_view(actor, life)
    response = render(request, "desk/appeals/_carry.html", {"page": page})
    if page.run is not None and not page.run.runs:
        response.headers["HX-Refresh"] = "true"
    return response


def carry_view(actor: Actor, life: AppealLife) -> CarryView:
    """The progress of an appeal's carrying over, for its page and for the fragment."""
    run = carry_over_of(actor=actor, appeal_id=life.appeal.id) if life.appeal.successor else None
    left = None
    if run is not None and run.runs and 0 < run.done < run.total:
        passed = (read_clock() - run.started_at).total_seconds()
        left = passed * (run.total - run.done) / run.done
    return CarryView(life.appeal.ref, run, left)


def _form(
    request: HttpRequest,
    life: AppealLife,
    candidates: tuple[AppealCard, ...],
    successor: AppealLife | None,
    data: Mapping[str, str],
    problems: Mapping[str, str],
    *,
    status: int = 200,
) -> HttpResponse:
    page = SupersedeView(
        life=life,
        candidates=candidates,
        successor=successor,
        rows=tuple(
            MapRow(
                one.position,
                data.get(f"position-{one.position.ref}") or _same_name(one.position, successor),
                problems.get(f"position-{one.position.ref}", ""),
            )
            for one in life.positions
        ),
        reason=reason_fields(data, problems),
        problems=problems,
    )
    return render(request, "desk/appeals/supersede.html", {"page": page}, status=status)


def _same_name(position: PositionPage, successor: AppealLife | None) -> str:
    """A position of the same short name is proposed; anything else somebody has to say."""
    others = successor.positions if successor else ()
    return next((one.position.ref for one in others if one.position.slug == position.slug), "")

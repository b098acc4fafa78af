"""The steps of an appeal's life: a stop tells the public why; an objection pauses it, and two people settle it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.appeals.actions.archive import archive_appeal
from appealdesk.appeals.actions.close import close_appeal
from appealdesk.appeals.actions.object import object_to_appeal
from appealdesk.appeals.actions.open import open_appeal
from appealdesk.appeals.actions.pause import pause_appeal
from appealdesk.appeals.actions.resolve import resolve_objection
from appealdesk.appeals.actions.resume import resume_appeal
from appealdesk.appeals.actions.withdraw import withdraw_appeal
from appealdesk.appeals.queries.life import AppealLife, appeal_life, rights_of
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.web.desk.forms.appeals import objection_fields, read_objection, reason_fields, reason_values
from appealdesk.web.desk.forms.typed import TypedField, problem_of, read_texts, sent_values
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.shared.notices import say
from appealdesk.web.shared.refusals import refusal_status

__all__ = ["StopView", "objection", "resolve", "step", "stop"]

_WITHOUT_REASON: Mapping[str, Callable[..., None]] = {
    "open": open_appeal,
    "resume": resume_appeal,
    "archive": archive_appeal,
}
_WITH_REASON: Mapping[str, Callable[..., None]] = {
    "pause": pause_appeal,
    "close": close_appeal,
    "withdraw": withdraw_appeal,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StopView:
    """The form before a stop: what the public reads, and of an objection who objects."""

    life: AppealLife
    act: str
    fields: tuple[TypedField, ...]
    reason: tuple[TypedField, ...]
    problems: Mapping[str, str]


@desk_view("appeals", "POST")
def step(request: HttpRequest, actor: Actor, ref: str, act: str) -> HttpResponse:
    """Open, resume or archive: nothing has to be written."""
    _WITHOUT_REASON[act](actor=actor, now=read_clock(), ref=ref)
    done = {
        "open": _("The appeal is open: its page is public and takes offers."),
        "resume": _("The appeal takes offers again."),
        "archive": _("The appeal is archived: it left the public list, and its page still answers."),
    }
    say(request, done[act])
    return _to(ref)


@desk_view("appeals", "GET", "POST")
def stop(request: HttpRequest, actor: Actor, ref: str, act: str) -> HttpResponse:
    """Pause, close or withdraw, with the reason that the public reads."""
    if not (rights_of(actor).edit or (act == "pause" and rights_of(actor).pause)):
        raise NotFound("page")
    life = appeal_life(actor=actor, ref=ref, now=read_clock())
    if request.method != "POST":
        return _stop(request, life, act, reason_values(act), {})
    problems: dict[str, str] = {}
    reason = read_texts(request.POST, "reason", problems)
    if problems:
        return _stop(request, life, act, sent_values(request.POST), problems, status=422)
    _WITH_REASON[act](actor=actor, now=read_clock(), ref=ref, reason=reason)
    done = {
        "pause": _("The appeal is paused. Its page says why and takes no offers."),
        "close": _("The appeal is closed. Open it again if that was a mistake."),
        "withdraw": _("The appeal is withdrawn. Its page says so and why."),
    }
    say(request, done[act], "held")
    return _to(ref)


@desk_view("appeals", "GET", "POST")
def objection(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """The form of an objection, and recording it: an open appeal pauses at once."""
    if not rights_of(actor).pause:
        raise NotFound("page")
    now = read_clock()
    life = appeal_life(actor=actor, ref=ref, now=now)
    if request.method != "POST":
        return _stop(request, life, "objection", reason_values("objection"), {})
    problems: dict[str, str] = {}
    # Only an open appeal pauses, and only then the public is told something.
    unsaid: dict[str, str] = {}
    reason = read_texts(request.POST, "reason", problems if life.appeal.status == "open" else unsaid)
    entry = read_objection(request.POST, problems)
    if entry is None:
        return _stop(request, life, "objection", sent_values(request.POST), problems, status=422)
    try:
        object_to_appeal(
            actor=actor, now=now, ref=ref, entry=entry, reason={str(one): text for one, text in reason.items()}
        )
    except Refusal as refusal:
        problems = problem_of(refusal, ("reason",))
        status = refusal_status(refusal)
        return _stop(request, life, "objection", sent_values(request.POST), problems, status=status)
    say(request, _("The objection is recorded. The appeal takes no offers, and its placements are held."), "held")
    return _to(ref)


@desk_view("appeals", "POST")
def resolve(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Say how an objection was settled, or agree to it as the second person."""
    settlement = request.POST.get("settlement", "")[:400]
    resolved = resolve_objection(actor=actor, now=read_clock(), ref=ref, settlement=settlement)
    if resolved.resolved:
        say(request, _("Two people find the objection settled. The appeal stays paused until it is resumed."))
    else:
        say(request, _("You said how it was settled. A second person has to agree."), "held")
    return _to(resolved.appeal_ref)


def _to(ref: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("desk:appeal", args=[ref]))


def _stop(
    request: HttpRequest,
    life: AppealLife,
    act: str,
    data: Mapping[str, str],
    problems: Mapping[str, str],
    *,
    status: int = 200,
) -> HttpResponse:
    page = StopView(
        life=life,
        act=act,
        fields=objection_fields(data, problems) if act == "objection" else (),
        reason=reason_fields(data, problems),
        problems=problems,
    )
    return render(request, "desk/appeals/stop.html", {"page": page}, status=status)

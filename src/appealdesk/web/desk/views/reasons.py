"""The organisation's own reasons for decisions, beside those of the library: an administrator adds and retires them."""

from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from pydantic import ValidationError

from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.languages import LANGUAGES
from appealdesk.screening.actions.add import add_reason
from appealdesk.screening.actions.retire import retire_reason
from appealdesk.screening.inputs import ReasonInput
from appealdesk.screening.queries.library import OwnReasonLine, own_reasons
from appealdesk.screening.reasons import REASONS, Reason
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.shared.notices import say

__all__ = ["ReasonsView", "add", "reasons", "retire"]

_OUTCOMES = ("accepted", "declined", "deferred", "referred", "withdrawn")
_ADDS = ("", "does_not_meet", "cannot_tell")


@dataclass(frozen=True, slots=True)
class SentenceField:
    """The sentence in one language, and what is wrong with it."""

    language: str
    value: str
    problem: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A decision, or what a reason adds, that can be chosen."""

    value: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonsView:
    """The organisation's own reasons, those of the library, and the form."""

    own: tuple[OwnReasonLine, ...]
    library: tuple[Reason, ...]
    fields: tuple[SentenceField, ...]
    outcomes: tuple[Tick, ...]
    adds: tuple[Tick, ...]
    problems: tuple[str, ...] = field(default=())
    outcome_problem: str = ""


@desk_view("reasons", "GET")
def reasons(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The list, and the form below it."""
    return _show(request, actor, {})


@desk_view("reasons", "POST")
def add(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Add one, or show the form again with what is wrong."""
    sent = {language: request.POST.get(f"text-{language}", "") for language in LANGUAGES}
    wanted = {"outcomes": request.POST.getlist("outcome"), "adds": request.POST.get("adds", "")}
    try:
        entry = ReasonInput.model_validate(sent | wanted)
    except ValidationError as error:
        wrong = {str(finding["loc"][0]): str(finding["type"]) for finding in error.errors()}
        return _show(request, actor, wrong, status=422)
    add_reason(actor=actor, now=read_clock(), entry=entry)
    say(request, _("The reason is added; officers choose it from now on."))
    return HttpResponseRedirect(reverse("desk:reasons"))


@desk_view("reasons", "POST")
def retire(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Offer it no more; letters and decisions that quote it stay as they are."""
    retire_reason(actor=actor, now=read_clock(), code=code)
    say(request, _("The reason is retired. Decisions that gave it keep it."))
    return HttpResponseRedirect(reverse("desk:reasons"))


def _show(request: HttpRequest, actor: Actor, wrong: dict[str, str], *, status: int = 200) -> HttpResponse:
    chosen = set(request.POST.getlist("outcome")) if request.method == "POST" else {"declined", "referred"}
    adds = request.POST.get("adds", "")
    fields = tuple(
        SentenceField(language, request.POST.get(f"text-{language}", ""), _problem(wrong.get(language, "")))
        for language in LANGUAGES
    )
    outcome_problem = _("Choose at least one decision for which it may be given.") if "outcomes" in wrong else ""
    page = ReasonsView(
        own=own_reasons(actor=actor),
        library=tuple(REASONS.values()),
        fields=fields,
        outcomes=tuple(Tick(outcome, outcome in chosen) for outcome in _OUTCOMES),
        adds=tuple(Tick(value, value == adds) for value in _ADDS),
        problems=tuple(dict.fromkeys(text for text in (*(one.problem for one in fields), outcome_problem) if text)),
        outcome_problem=outcome_problem,
    )
    return render(request, "desk/reasons/reasons.html", {"page": page}, status=status)


def _problem(kind: str) -> str:
    match kind:
        case "":
            return ""
        case "string_too_short":
            return _("Write the sentence in this language too: every letter is in the applicant's own.")
        case "string_too_long":
            return _("This sentence is longer than 400 characters. Shorten it.")
        case _:
            return _("Write it in one line.")

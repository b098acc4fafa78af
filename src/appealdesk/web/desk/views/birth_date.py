"""A date of birth that was told to an officer: noted with how they know, beside what was said before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.core.names.person_name import PersonName
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.people.actions.correct import correct_birth_date
from appealdesk.people.actions.read import read_person
from appealdesk.people.inputs import BirthDateInput
from appealdesk.web.desk.forms.typed import (
    Problems,
    TypedField,
    build_input,
    plain_field,
    problem_of,
    read_day,
    sent_values,
)
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.shared.notices import say
from appealdesk.web.shared.refusals import refusal_status

__all__ = ["BirthDateView", "birth_date"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BirthDateView:
    """Whose date it is, and the date as it is known."""

    ref: str
    names: PersonName
    known: date | None
    fields: tuple[TypedField, ...]
    problems: Mapping[str, str]


@desk_view("people", "GET", "POST")
def birth_date(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """GET: the form. POST: the date is noted, and the offers are screened again."""
    if request.method != "POST":
        return _form(request, actor, ref, {}, {})
    problems: Problems = {}
    day = read_day(request.POST, "birth", problems, needed=True)
    if not request.POST.get("note", "").strip():
        problems["note"] = _("Write how you know it, for example: told by telephone, passport seen.")
    values = {"person_ref": ref, "birth_date": day, "note": request.POST.get("note", "").replace("\r\n", "\n")}
    entry = build_input(BirthDateInput, values, problems)
    if "birth_date" in problems:
        problems["birth"] = _("This year of birth is too long ago. Ask again.")
    if entry is None:
        return _form(request, actor, ref, sent_values(request.POST), problems, status=422)
    try:
        correct_birth_date(actor=actor, now=read_clock(), entry=entry)
    except Refusal as refusal:
        wrong = problem_of(refusal, ("birth",))
        return _form(request, actor, ref, sent_values(request.POST), wrong, status=refusal_status(refusal))
    say(request, _("The date of birth is noted. What they offered is looked at again within seconds."))
    return HttpResponseRedirect(reverse("desk:person", kwargs={"ref": ref}))


def _form(
    request: HttpRequest,
    actor: Actor,
    ref: str,
    data: Mapping[str, str],
    problems: Mapping[str, str],
    *,
    status: int = 200,
) -> HttpResponse:
    found = read_person(actor=actor, now=read_clock(), ref=ref)
    if found.erased_at is not None:
        raise NotFound("person")
    page = BirthDateView(
        ref=found.ref,
        names=found.identity.names,
        known=found.identity.birth_date,
        fields=(
            plain_field("birth", _("Date of birth"), data, problems, kind="date", needed=True),
            plain_field(
                "note",
                _("How you know it"),
                data,
                problems,
                hint=_("For example: told by telephone, passport seen."),
                longest=500,
                needed=True,
            ),
        ),
        problems=problems,
    )
    return render(request, "desk/people/birth_date.html", {"page": page}, status=status)

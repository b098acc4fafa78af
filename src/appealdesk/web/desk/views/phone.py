"""The phone screen: one page on which a call or a visit is written down while the person speaks."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from appealdesk.appeals.queries.appeals import appeals_of
from appealdesk.enquiries.actions.receive import receive_enquiry
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.ids import is_ref
from appealdesk.foundation.refusals import Refusal
from appealdesk.people.actions.read import read_person
from appealdesk.people.queries.persons import PersonPage
from appealdesk.web.desk.forms.phone import Caller, PhoneForm, empty_form, read_call, read_caller
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.desk.pages.phone import CandidatesView, candidates_view, destination, facts_view, phone_view
from appealdesk.web.shared.refusals import refusal_sentence, refusal_status

__all__ = ["facts", "known", "phone", "who"]

_NOBODY = CandidatesView((), asked=False)


@desk_view("phone", "GET", "POST")
def phone(request: HttpRequest, actor: Actor) -> HttpResponse:
    """GET: an empty screen, under the reference of the last call. POST: write the call down."""
    now = read_clock()
    if request.method == "POST":
        return _take(request, actor)
    taken = request.GET.get("taken", "")
    form = empty_form(language="ja", about=_first_destination(actor))
    page = phone_view(actor=actor, now=now, form=form, known=_NOBODY, taken=taken if is_ref(taken, "E") else "")
    return render(request, "desk/phone/phone.html", {"page": page})


@desk_view("phone", "POST")
def who(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who the caller may be, from what is typed so far. Posted, so that no name stands in an address."""
    page = candidates_view(actor=actor, now=read_clock(), caller=read_caller(request.POST))
    return render(request, "desk/phone/_candidates.html", {"page": page})


@desk_view("phone", "GET")
def facts(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The questions of the chosen position."""
    about = request.GET.get("about", "")
    form = PhoneForm(caller=Caller(), about=about, data=request.GET)
    page = facts_view(actor=actor, now=read_clock(), form=form)
    return render(request, "desk/phone/_facts.html", {"page": page})


@desk_view("phone", "GET")
def known(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """The caller's fields with what is known of a person, who is then found again by the ordinary process."""
    person = read_person(actor=actor, now=read_clock(), ref=ref)
    page = PhoneForm(caller=_caller(person))
    return render(request, "desk/phone/_caller.html", {"page": page})


def _take(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = read_clock()
    appeal, position = destination(actor=actor, now=now, about=request.POST.get("about", ""))
    entry, form = read_call(request.POST, appeal=appeal, position=position)
    if entry is not None:
        try:
            received = receive_enquiry(actor=actor, now=now, entry=entry)
            return HttpResponseRedirect(f"{reverse('desk:phone')}?taken={received.ref}")
        except Refusal as refusal:
            form = replace(form, problems={**form.problems, "about": refusal_sentence(refusal)})
            status = refusal_status(refusal)
    else:
        status = 422
    page = phone_view(actor=actor, now=now, form=form, known=_NOBODY)
    return render(request, "desk/phone/phone.html", {"page": page}, status=status)


def _first_destination(actor: Actor) -> str:
    return next((card.ref for card in appeals_of(actor.own_organisation) if card.status == "open"), "")


def _caller(person: PersonPage) -> Caller:
    identity = person.identity
    return Caller(
        written=identity.names.written,
        reading=identity.names.reading,
        latin=identity.names.latin,
        phone=identity.phones[0] if identity.phones else "",
        email=identity.emails[0] if identity.emails else "",
        birth=identity.birth_date.isoformat() if identity.birth_date else "",
        language=identity.language,
    )

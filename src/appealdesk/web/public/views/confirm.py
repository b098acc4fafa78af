"""Confirming an address: by the link in a letter, or by asking for one and typing a code on one's own page.

The link opens a page with one button, because mail programs open links before anybody reads them.
"""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from appealdesk.appeals.queries.pages import AppealPage
from appealdesk.enquiries.queries.enquiries import StatusPage
from appealdesk.foundation.actor import public_actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.letters.actions.confirm import confirm_address
from appealdesk.people.actions.confirm_contact import confirm_contact
from appealdesk.people.queries.contacts import OwnContact, check_organisation, own_contacts
from appealdesk.web.public.own import Own, guard_link, open_own, own_response, to_status
from appealdesk.web.shared.refusals import refusal_sentence, refusal_status

__all__ = ["ConfirmView", "OwnContactsView", "confirm", "contacts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmView:
    """`state` is ask, done or over."""

    language: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnContactsView:
    """How the caller's own address and number stand; `done` says what was just done, `problem` what went wrong."""

    language: str
    secret: str
    status: StatusPage
    appeal: AppealPage
    contacts: tuple[OwnContact, ...]
    done: str
    problem: str


# Without a cookie there is nothing that another site could act with; the secret of the address is the proof.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, language: str, ref: str, secret: str) -> HttpResponse:
    """GET: one button. POST: the address is confirmed."""
    state, status = "ask", 200
    if request.method == "POST":
        organisation = check_organisation(ref)
        try:
            if organisation is None:
                raise NotFound("check")
            actor = public_actor(organisation, language=language)
            found = confirm_contact(actor=actor, now=read_clock(), check_ref=ref, secret=secret)
            if found.wrong:
                raise NotFound("check")
            state = "done"
        except Refusal as refusal:
            state, status = "over", refusal_status(refusal)
    page = ConfirmView(language=language, state=state)
    return guard_link(render(request, "public/confirm.html", {"page": page}, status=status))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def contacts(request: HttpRequest, language: str, ref: str, secret: str) -> HttpResponse:
    """GET: how the caller's address and number stand. POST: send a link there, or try the code that was read out."""
    own = open_own(ref=ref, secret=secret, language=language, now=read_clock())
    if own.status.erased:
        return to_status(own)
    if request.method == "POST":
        try:
            return _done(own, _act(request, own))
        except Refusal as refusal:
            return _contacts(request, own, problem=refusal_sentence(refusal), status=refusal_status(refusal))
    return _contacts(request, own)


def _act(request: HttpRequest, own: Own) -> str:
    now = read_clock()
    if request.POST.get("act") == "send":
        confirm_address(actor=own.visitor, now=now, address=settings.PUBLIC_ADDRESS, enquiry_ref=own.status.ref)
        return "sent"
    check = next((row.open_check for row in _own(own) if row.kind == "phone" and row.open_check), "")
    if request.POST.get("act") != "code" or not check:
        raise NotFound("check")
    code = "".join(letter for letter in request.POST.get("code", "") if letter.isdecimal())[:12]
    found = confirm_contact(actor=own.visitor, now=now, check_ref=check, secret=code)
    return "wrong" if found.wrong else "confirmed"


def _own(own: Own) -> tuple[OwnContact, ...]:
    with acting(own.reader):
        return own_contacts(actor=own.reader, enquiry_ref=own.status.ref, now=read_clock())


def _done(own: Own, done: str) -> HttpResponse:
    address = reverse("public:contacts", args=(own.language, own.status.ref, own.secret))
    return guard_link(HttpResponseRedirect(f"{address}?done={done}", status=303))


def _contacts(request: HttpRequest, own: Own, *, problem: str = "", status: int = 200) -> HttpResponse:
    done = request.GET.get("done", "")
    page = OwnContactsView(
        language=own.language,
        secret=own.secret,
        status=own.status,
        appeal=own.appeal,
        contacts=_own(own),
        done=done if done in {"sent", "confirmed", "wrong"} else "",
        problem=problem,
    )
    return own_response(request, "public/status/contacts.html", page, status=status)

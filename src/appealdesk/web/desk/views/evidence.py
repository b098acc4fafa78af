"""Evidence: the documents that wait for a person, one of them page by page, and what the person says of it."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.enquiries.actions.check_evidence import check_evidence
from appealdesk.enquiries.actions.read import read_page
from appealdesk.enquiries.queries.evidence import evidence_detail
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.web.desk.forms.evidence import read_check
from appealdesk.web.desk.forms.numbers import read_number
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.desk.pages.evidence import document_view, evidence_list
from appealdesk.web.desk.pictures import picture_response
from appealdesk.web.shared.notices import say
from appealdesk.web.shared.refusals import refusal_status

__all__ = ["check", "document", "evidence", "page"]


@desk_view("evidence", "GET")
def evidence(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The documents in one state; those that wait, unless told otherwise."""
    view = evidence_list(
        actor=actor, now=read_clock(), state=request.GET.get("state", ""), page=read_number(request.GET, "page")
    )
    return render(request, "desk/evidence/list.html", {"page": view})


@desk_view("evidence", "GET")
def document(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """One document with the facts that it is meant to show."""
    view = document_view(actor=actor, now=read_clock(), ref=ref)
    return render(request, "desk/evidence/document.html", {"page": view})


@desk_view("evidence", "GET")
def page(request: HttpRequest, actor: Actor, ref: str, number: int) -> HttpResponse:
    """One page of a document, as a picture."""
    picture = read_page(actor=actor, now=read_clock(), ref=ref, number=number)
    return picture_response(picture, f"{ref}-{number}")


@desk_view("evidence", "POST")
def check(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Verify or refuse; then on to the document that waits next."""
    chosen = read_check(request.POST)
    if chosen is None:
        raise NotFound("check")
    now = read_clock()
    try:
        checked = check_evidence(actor=actor, now=now, entry=chosen.to_input(ref))
    except Refusal as refusal:
        view = document_view(actor=actor, now=now, ref=ref, form=chosen.refused(refusal))
        return render(request, "desk/evidence/document.html", {"page": view}, status=refusal_status(refusal))
    values = {"ref": ref, "application": checked.application_ref}
    if chosen.verdict == "verified":
        say(request, _("Verified: %(ref)s. The application %(application)s is screened again.") % values)
    else:
        say(request, _("Refused: %(ref)s. The applicant reads why on the status page.") % values)
    following = evidence_detail(actor=actor, ref=ref).next_ref
    target = reverse("desk:document", kwargs={"ref": following}) if following else reverse("desk:evidence")
    return HttpResponseRedirect(target)

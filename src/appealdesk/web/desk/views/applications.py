"""One application: who, what the criteria say and why, and the decision."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.enquiries.queries.applications import application_by_ref
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.placements.queries.ways import ways_of_appeal
from appealdesk.screening.actions.decide import Decided, decide_application
from appealdesk.screening.queries.application import application_page
from appealdesk.screening.queries.decisions import DecisionLine, decisions_of
from appealdesk.screening.queries.proposals import ProposalLine, proposals_of
from appealdesk.screening.queries.reviews import ReviewLine, reviews_of
from appealdesk.web.desk.forms.decision import OUTCOMES, DecisionForm, first_form, read_decision
from appealdesk.web.desk.forms.queue import address_of, read_filter
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.desk.pages.application import application_view, decision_view
from appealdesk.web.desk.pages.preview import PreviewPage, preview_letter
from appealdesk.web.shared.notices import say
from appealdesk.web.shared.refusals import refusal_sentence, refusal_status

__all__ = ["ChangePage", "application", "changes", "decide", "form", "preview", "show_refused"]


@dataclass(frozen=True, slots=True)
class ChangePage:
    """What came while the page was open: a colleague's decision or proposal, or the applicant's review request."""

    ref: str
    query: str
    decision: DecisionLine | None
    proposal: ProposalLine | None
    review: ReviewLine | None


@desk_view("queue", "GET")
def application(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """The page; `?decide=declined` opens the form, for whoever has no JavaScript."""
    filters = read_filter(request.GET)
    query = address_of(filters)
    opened = None
    if request.GET.get("decide") in OUTCOMES:
        detail = application_page(actor=actor, now=read_clock(), ref=ref)
        opened = first_form(request.GET["decide"], detail, ways_of_appeal(detail.application.appeal_id))
    page = application_view(actor=actor, now=read_clock(), ref=ref, filters=filters, query=query, form=opened)
    return render(request, "desk/applications/application.html", {"page": page})


@desk_view("queue", "GET")
def form(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """The form of one decision, put into the open page."""
    outcome = request.GET.get("decide", "")
    if outcome not in OUTCOMES:
        raise NotFound("decision")
    detail = application_page(actor=actor, now=read_clock(), ref=ref)
    ways = ways_of_appeal(detail.application.appeal_id)
    opened = first_form(outcome, detail, ways)
    query = address_of(read_filter(request.GET))
    page = decision_view(detail, ways, opened, language=actor.language, query=query)
    return render(request, "desk/applications/_decide.html", {"page": page})


@desk_view("queue", "POST")
def preview(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """The letter as it would be drafted from the form."""
    chosen = read_decision(request.POST)
    if chosen is None:
        raise NotFound("decision")
    page = _previewed(actor, ref, chosen)
    return render(request, "desk/applications/_letter_preview.html", {"page": page})


@desk_view("queue", "POST")
def decide(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Decide; then back to the application, where the letter waits and the next one is a key away."""
    chosen = read_decision(request.POST)
    if chosen is None:
        raise NotFound("decision")
    now = read_clock()
    filters = read_filter(request.GET)
    row = application_by_ref(actor=actor, ref=ref)
    try:
        entry = chosen.to_input(ref, ways_of_appeal(row.appeal_id))
        decided = decide_application(actor=actor, now=now, entry=entry, address=settings.PUBLIC_ADDRESS)
    except Refusal as refusal:
        overtaken = refusal_status(refusal) == 409
        form = None if overtaken else chosen.refused(refusal)
        return show_refused(request, actor, ref, refusal, form=form)
    say(request, _said(chosen, ref, decided))
    return HttpResponseRedirect(f"{reverse('desk:application', kwargs={'ref': ref})}?{address_of(filters)}")


def show_refused(
    request: HttpRequest,
    actor: Actor,
    ref: str,
    refusal: Refusal,
    *,
    form: DecisionForm | None = None,
    typed: str = "",
) -> HttpResponse:
    """The page as it is now, with the sentence why nothing was done, and what was typed."""
    filters = read_filter(request.GET)
    status = refusal_status(refusal)
    page = application_view(
        actor=actor,
        now=read_clock(),
        ref=ref,
        filters=filters,
        query=address_of(filters),
        form=form,
        conflict=status == 409,
        problem="" if form else refusal_sentence(refusal),
        typed=typed,
    )
    return render(request, "desk/applications/application.html", {"page": page}, status=status)


@desk_view("queue", "GET")
def changes(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Nothing while all is as the page shows it; else who did what, and when."""
    row = application_by_ref(actor=actor, ref=ref)
    lines = decisions_of(actor=actor, application_ids=[row.id], language=actor.language)
    decision = next((line for line in lines if line.present), None)
    proposals = proposals_of(actor=actor, application_id=row.id, language=actor.language)
    proposal = next((line for line in proposals if line.is_open), None)
    review = next((line for line in reviews_of(actor=actor, application_id=row.id) if line.is_open), None)
    page = ChangePage(
        ref=ref,
        query=address_of(read_filter(request.GET)),
        decision=decision if decision is not None and decision.ref != request.GET.get("seen", "") else None,
        proposal=proposal if proposal is not None and proposal.ref != request.GET.get("proposal", "") else None,
        review=review if review is not None and review.ref != request.GET.get("review", "") else None,
    )
    if not (page.decision or page.proposal or page.review):
        return HttpResponse(status=204)
    return render(request, "desk/applications/_change.html", {"page": page})


def _previewed(actor: Actor, ref: str, chosen: DecisionForm) -> PreviewPage:
    row = application_by_ref(actor=actor, ref=ref)
    try:
        entry = chosen.to_input(ref, ways_of_appeal(row.appeal_id))
        return preview_letter(
            actor=actor, now=read_clock(), application=row, entry=entry, address=settings.PUBLIC_ADDRESS
        )
    except Refusal as refusal:
        return PreviewPage(language=row.language, subject="", body="", problem=refusal_sentence(refusal))


def _said(chosen: DecisionForm, ref: str, decided: Decided) -> str:
    if decided.proposed:
        return _("Proposed: %(ref)s. A second person has to confirm; until then nobody outside hears of it.") % {
            "ref": ref
        }
    outcome = {
        "accepted": _("Accepted: %(ref)s. The person enters the roster."),
        "declined": _("Declined: %(ref)s."),
        "deferred": _("Deferred: %(ref)s."),
        "referred": _("Referred: %(ref)s."),
        "withdrawn": _("Recorded as withdrawn: %(ref)s."),
    }[chosen.outcome] % {"ref": ref}
    if not decided.letter_ref:
        return outcome
    waits = _("The letter %(letter)s waits in the outbox for approval.") % {"letter": decided.letter_ref}
    return f"{outcome} {waits}"

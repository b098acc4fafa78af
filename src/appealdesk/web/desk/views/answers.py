"""What is done about one application besides deciding: taking back, contradicting a colleague, upholding a decision."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from pydantic import ValidationError

from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.screening.actions.answer import answer_review
from appealdesk.screening.actions.contradict import contradict_acceptance
from appealdesk.screening.actions.undo import undo_decision
from appealdesk.screening.inputs import ContradictionInput, ReviewAnswerInput, UndoInput
from appealdesk.web.desk.forms.queue import address_of, read_filter
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.desk.views.applications import show_refused
from appealdesk.web.shared.notices import say

__all__ = ["contradict", "undo", "uphold"]


@desk_view("queue", "POST")
def undo(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Take back the decision, or one's own proposal, that the page showed."""

    def act() -> str:
        entry = UndoInput(application_ref=ref, seen_ref=request.POST.get("seen", ""))
        undone = undo_decision(actor=actor, now=read_clock(), entry=entry)
        if undone.outcome == "undecided":
            return _("Taken back: %(ref)s. It waits for a decision again.") % {"ref": ref}
        return _("Taken back: %(ref)s. The decision before it stands again.") % {"ref": ref}

    return _done(request, actor, ref, act)


@desk_view("queue", "POST")
def contradict(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Do not confirm a colleague's acceptance; they read why."""
    note = _words(request, "note")

    def act() -> str:
        entry = ContradictionInput(application_ref=ref, proposal_ref=request.POST.get("proposal", ""), note=note)
        contradict_acceptance(actor=actor, now=read_clock(), entry=entry)
        return _("Not confirmed: %(ref)s. It waits for a decision again, with your reason.") % {"ref": ref}

    return _done(request, actor, ref, act, typed=note)


@desk_view("queue", "POST")
def uphold(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Answer a review request: the decision stays, for the reason that was written."""
    answer = _words(request, "answer")

    def act() -> str:
        entry = ReviewAnswerInput(application_ref=ref, review_ref=request.POST.get("review", ""), answer=answer)
        answered = answer_review(actor=actor, now=read_clock(), entry=entry, address=settings.PUBLIC_ADDRESS)
        waits = _("The letter %(letter)s waits in the outbox for approval.") % {"letter": answered.letter_ref}
        return _("Upheld: %(ref)s. The applicant reads your answer on their page.") % {"ref": ref} + " " + waits

    return _done(request, actor, ref, act, typed=answer)


def _done(request: HttpRequest, actor: Actor, ref: str, act: Callable[[], str], *, typed: str = "") -> HttpResponse:
    """Do it and go back to the application, or show the application with the reason why not."""
    try:
        said = act()
    except ValidationError as error:
        if any(finding["type"] == "string_too_long" for finding in error.errors()):
            long = Refusal("desk.note_too_long", _("The note is longer than 4,000 characters. Shorten it."))
            return show_refused(request, actor, ref, long, typed=typed)
        raise NotFound("form") from error
    except Refusal as refusal:
        return show_refused(request, actor, ref, refusal, typed=typed)
    say(request, said)
    query = address_of(read_filter(request.GET))
    return HttpResponseRedirect(f"{reverse('desk:application', kwargs={'ref': ref})}?{query}")


def _words(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\r\n", "\n").strip()

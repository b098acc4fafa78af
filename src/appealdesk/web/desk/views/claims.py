"""Claims of donors who gave without a code, each beside the lines that may be their gift."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.donations.actions.read import read_claims
from appealdesk.donations.actions.reopen import reopen_claim
from appealdesk.donations.actions.settle import settle_claim
from appealdesk.donations.queries.claims import ClaimPage, DismissedClaim, last_dismissed
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import Refusal
from appealdesk.web.desk.forms.lines import read_line
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.shared.notices import say
from appealdesk.web.shared.refusals import refusal_sentence, refusal_status

__all__ = ["ClaimsView", "claims", "settle", "undo"]


@dataclass(frozen=True, slots=True)
class ClaimsView:
    """The oldest claims that wait, what was dismissed last, and why the last key did nothing."""

    claims: tuple[ClaimPage, ...]
    dismissed: DismissedClaim | None
    problem: str = ""


@desk_view("reconcile", "GET")
def claims(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The claims, with what each claimant wrote; reading them is noted."""
    return _show(request, actor)


@desk_view("reconcile", "POST")
def settle(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Confirm one of the lines, or dismiss the claim."""
    statement_ref, number = read_line(request.POST.get("at", ""))
    try:
        confirmed = settle_claim(
            actor=actor, now=read_clock(), claim_ref=ref, statement_ref=statement_ref, number=number
        )
    except Refusal as refusal:
        return _show(request, actor, refusal)
    if confirmed:
        say(request, _("The gift is theirs now; thanks are drafted. The decision can be taken back under Reconcile."))
    else:
        say(request, _("The claim is dismissed."))
    return HttpResponseRedirect(reverse("desk:claims"))


@desk_view("reconcile", "POST")
def undo(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """A dismissed claim waits again."""
    try:
        reopen_claim(actor=actor, now=read_clock(), claim_ref=ref)
    except Refusal as refusal:
        return _show(request, actor, refusal)
    say(request, _("The claim waits again."))
    return HttpResponseRedirect(reverse("desk:claims"))


def _show(request: HttpRequest, actor: Actor, refusal: Refusal | None = None) -> HttpResponse:
    page = ClaimsView(
        read_claims(actor=actor, now=read_clock()),
        last_dismissed(actor=actor),
        refusal_sentence(refusal) if refusal else "",
    )
    status = refusal_status(refusal) if refusal else 200
    return render(request, "desk/reconcile/claims.html", {"page": page}, status=status)

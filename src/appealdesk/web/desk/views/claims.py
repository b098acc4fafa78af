"""Claims of donors who gave without a code, each beside the lines that may be their gift."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.donations.actions.read import read_claims
from appealdesk.donations.actions.settle import settle_claim
from appealdesk.donations.queries.claims import ClaimPage
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.web.desk.forms.lines import read_line
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.shared.notices import say

__all__ = ["ClaimsView", "claims", "settle"]


@dataclass(frozen=True, slots=True)
class ClaimsView:
    """The oldest claims that wait."""

    claims: tuple[ClaimPage, ...]


@desk_view("reconcile", "GET")
def claims(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The claims, with what each claimant wrote; reading them is noted."""
    page = ClaimsView(read_claims(actor=actor, now=read_clock()))
    return render(request, "desk/reconcile/claims.html", {"page": page})


@desk_view("reconcile", "POST")
def settle(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Confirm one of the lines, or dismiss the claim."""
    statement_ref, number = read_line(request.POST.get("at", ""))
    confirmed = settle_claim(actor=actor, now=read_clock(), claim_ref=ref, statement_ref=statement_ref, number=number)
    if confirmed:
        say(request, _("The gift is theirs now; thanks are drafted. The decision can be taken back under Reconcile."))
    else:
        say(request, _("The claim is dismissed."))
    return HttpResponseRedirect(reverse("desk:claims"))

"""Receipts to look at, because their donor was joined with somebody or parted from somebody since."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.donations.actions.note import note_receipts
from appealdesk.donations.actions.settle import settle_doubt
from appealdesk.donations.queries.receipt_checks import CheckRow, receipt_checks
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.shared.notices import say

__all__ = ["ReceiptChecksView", "checked", "checks"]


@dataclass(frozen=True, slots=True)
class ReceiptChecksView:
    """Those that wait, the oldest question first."""

    rows: tuple[CheckRow, ...]


@desk_view("receipts", "GET")
def checks(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The receipts that wait, with the name on each paper and the donor's name now."""
    rows = receipt_checks(actor=actor)
    note_receipts(actor=actor, now=read_clock(), refs=[row.receipt_ref for row in rows], page="checks")
    return render(request, "desk/receipts/checks.html", {"page": ReceiptChecksView(rows)})


@desk_view("receipts", "POST")
def checked(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """The officer has looked at it."""
    if settle_doubt(actor=actor, now=read_clock(), receipt_ref=ref):
        say(request, _("Noted: you looked at this receipt."))
    else:
        say(request, _("A colleague has looked at this receipt already."))
    return HttpResponseRedirect(reverse("desk:receipt_checks"))

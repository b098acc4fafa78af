"""Receipts: found by number, opened as paper, voided, handed out again; and the summary of a donor's year."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.accounts.queries import staff_names
from appealdesk.donations.actions.hand_over import hand_over_receipt
from appealdesk.donations.actions.note import note_receipts
from appealdesk.donations.actions.reissue import reissue_receipt
from appealdesk.donations.actions.void import void_receipt
from appealdesk.donations.queries.receipt_checks import waiting_checks
from appealdesk.donations.queries.receipts import ReceiptList, ReceiptPage, receipt_page, receipt_pdf, receipts_page
from appealdesk.donations.queries.year_summaries import year_pdf
from appealdesk.foundation.actor import Actor, Role
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.web.desk.forms.numbers import read_number
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.shared.notices import say
from appealdesk.web.shared.refusals import refusal_sentence

__all__ = [
    "ReceiptView",
    "ReceiptsView",
    "paper",
    "pdf_response",
    "receipt",
    "receipts",
    "reissue",
    "void",
    "write",
    "year",
]

_STATES: Final = ("valid", "void")
VOID_REASONS: Final = ("wrong_details", "wrong_donor", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptsView:
    """A page of the list with its filters."""

    receipts: ReceiptList
    number: str
    state: str
    may_set_up: bool
    to_check: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptView:
    """One receipt; names of staff instead of their references."""

    receipt: ReceiptPage
    issued_by: str
    voided_by: str
    reasons: tuple[str, ...] = VOID_REASONS


@desk_view("receipts", "GET")
def receipts(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The newest receipts, or the one with a number."""
    number, state = request.GET.get("number", "").strip()[:40], request.GET.get("state", "")
    found = receipts_page(
        actor=actor,
        number=number,
        state=state if state in _STATES else "",
        before=read_number(request.GET, "before", default=0) or None,
    )
    note_receipts(actor=actor, now=read_clock(), refs=[row.ref for row in found.rows], page="list")
    if number and len(found.rows) == 1:
        return HttpResponseRedirect(reverse("desk:receipt", kwargs={"ref": found.rows[0].ref}))
    page = ReceiptsView(
        receipts=found,
        number=number,
        state=state if state in _STATES else "",
        may_set_up=actor.has_role(Role.ADMINISTRATOR),
        to_check=waiting_checks(actor=actor),
    )
    return render(request, "desk/receipts/receipts.html", {"page": page})


@desk_view("receipts", "GET")
def receipt(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """One receipt and what can be done with it."""
    found = receipt_page(actor=actor, ref=ref)
    note_receipts(actor=actor, now=read_clock(), refs=[found.ref], page="receipt")
    names = staff_names({found.issued_by, found.voided_by})
    page = ReceiptView(
        receipt=found,
        issued_by=names.get(found.issued_by, found.issued_by),
        voided_by=names.get(found.voided_by, found.voided_by),
    )
    return render(request, "desk/receipts/receipt.html", {"page": page})


@desk_view("receipts", "GET")
def paper(request: HttpRequest, actor: Actor, ref: str, copy: int = 0) -> HttpResponse:
    """The PDF, in the browser."""
    data = receipt_pdf(actor=actor, ref=ref, copy=copy)
    note_receipts(actor=actor, now=read_clock(), refs=[ref], page="paper")
    return pdf_response(data, ref)


@desk_view("receipts", "GET")
def year(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """What the donor of this receipt gave in its year."""
    now = read_clock()
    data = year_pdf(actor=actor, now=now, receipt_ref=ref)
    note_receipts(actor=actor, now=now, refs=[ref], page="year")
    return pdf_response(data, f"{ref}-year")


@desk_view("receipts", "POST")
def void(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Void it, with a reason."""
    reason = request.POST.get("reason", "")
    match reason:
        case "wrong_details" | "wrong_donor" | "other":
            label = void_receipt(actor=actor, now=read_clock(), receipt_ref=ref, reason=reason)
        case _:
            raise NotFound("reason")
    say(request, _("Receipt %(number)s is void. Its donation can get another.") % {"number": label})
    return HttpResponseRedirect(reverse("desk:receipt", kwargs={"ref": ref}))


@desk_view("receipts", "POST")
def write(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Write to the donor; the letter waits in the outbox."""
    try:
        made = hand_over_receipt(actor=actor, now=read_clock(), receipt_ref=ref, address=settings.PUBLIC_ADDRESS)
    except Refusal as refusal:
        say(request, refusal_sentence(refusal), "held")
    else:
        say(
            request,
            _("There is a letter about this receipt already: %(letter)s.") % {"letter": made.ref}
            if made.already
            else _("The letter %(letter)s waits in the outbox for approval.") % {"letter": made.ref},
        )
    return HttpResponseRedirect(reverse("desk:receipt", kwargs={"ref": ref}))


@desk_view("receipts", "POST")
def reissue(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Hand it out once more."""
    made = reissue_receipt(actor=actor, now=read_clock(), receipt_ref=ref)
    say(
        request,
        _("Duplicate %(copy)s of receipt %(number)s can be printed.") % {"copy": made.copy, "number": made.label},
    )
    return HttpResponseRedirect(reverse("desk:receipt", kwargs={"ref": ref}))


def pdf_response(data: bytes, name: str) -> HttpResponse:
    """A PDF that the browser shows and nobody keeps."""
    response = HttpResponse(data, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response

"""One receipt: what stands against each layout, how the paper would look, and issuing it; Gift Aid declarations too."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from pydantic import ValidationError

from appealdesk.donations.actions.declare import declare_gift_aid
from appealdesk.donations.actions.issue import issue_receipt
from appealdesk.donations.inputs import GiftAidInput, ReceiptInput
from appealdesk.donations.queries.receipt_drafts import ReceiptDraft, draft_pdf, receipt_draft
from appealdesk.donations.queries.receipts import ReceiptPage, receipts_of_donation
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.languages import LANGUAGES
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.people.actions.note import note_reading
from appealdesk.web.desk.forms.receipts import DECLARATION_NAMES, declaration_fields, goods_minor, read_declaration
from appealdesk.web.desk.forms.typed import TypedField, problem_of, sent_values
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.desk.views.receipts import pdf_response
from appealdesk.web.shared.notices import say
from appealdesk.web.shared.refusals import refusal_sentence, refusal_status

__all__ = ["IssueView", "declare", "issue", "preview"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueView:
    """The donation, its earlier receipts, the choice, and the form of a declaration."""

    draft: ReceiptDraft
    receipts: tuple[ReceiptPage, ...]
    layout: str
    language: str
    goods: str
    goods_value: str
    problem: str
    fields: tuple[TypedField, ...]
    problems: Mapping[str, str]
    may_declare: bool
    languages: tuple[str, ...] = LANGUAGES


@desk_view("receipts", "GET", "POST")
def issue(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """GET: the choice. POST: issue."""
    if request.method != "POST":
        return _show(request, actor, ref, {})
    try:
        made = issue_receipt(actor=actor, now=read_clock(), entry=_entry(actor, ref, request.POST))
    except Refusal as refusal:
        return _show(request, actor, ref, sent_values(request.POST), refusal=refusal)
    say(request, _("Receipt %(number)s is issued. Open the paper, print it or send it.") % {"number": made.label})
    return HttpResponseRedirect(reverse("desk:receipt", kwargs={"ref": made.ref}))


@desk_view("receipts", "GET", "POST")
def preview(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """How the paper would look; what the form of the page sends is no part of an address."""
    asked = request.POST if request.method == "POST" else request.GET
    data = draft_pdf(actor=actor, now=read_clock(), entry=_entry(actor, ref, asked))
    draft = receipt_draft(actor=actor, donation_ref=ref)
    note_reading(actor=actor, now=read_clock(), person_refs=[draft.donor_ref], page="receipt", about_ref=ref)
    return pdf_response(data, f"{ref}-preview")


@desk_view("receipts", "POST")
def declare(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Record the donor's Gift Aid declaration."""
    values, problems = sent_values(request.POST), dict[str, str]()
    entry: GiftAidInput | None = read_declaration(values, ref, problems)
    if entry is None:
        return _show(request, actor, ref, values, problems=problems)
    try:
        declare_gift_aid(actor=actor, now=read_clock(), entry=entry)
    except Refusal as refusal:
        return _show(request, actor, ref, values, problems=problem_of(refusal, DECLARATION_NAMES))
    say(request, _("The declaration is recorded. The donation can get a Gift Aid receipt now."))
    return HttpResponseRedirect(reverse("desk:receipt_issue", kwargs={"ref": ref}))


def _entry(actor: Actor, ref: str, data: QueryDict) -> ReceiptInput:
    draft = receipt_draft(actor=actor, donation_ref=ref)
    try:
        return ReceiptInput.model_validate(
            {
                "donation_ref": ref,
                "layout": data.get("layout", ""),
                "language": data.get("language", ""),
                "goods": data.get("goods", ""),
                "goods_minor": goods_minor(data.get("goods_value", ""), draft.amount.currency),
            }
        )
    except ValidationError as error:
        raise NotFound("layout") from error


def _show(
    request: HttpRequest,
    actor: Actor,
    ref: str,
    values: Mapping[str, str],
    *,
    refusal: Refusal | None = None,
    problems: Mapping[str, str] | None = None,
) -> HttpResponse:
    draft = receipt_draft(actor=actor, donation_ref=ref)
    if draft.donor_ref:
        note_reading(actor=actor, now=read_clock(), person_refs=[draft.donor_ref], page="receipt", about_ref=ref)
    first = next((choice for choice in draft.layouts if choice.ready), draft.layouts[0])
    page = IssueView(
        draft=draft,
        receipts=receipts_of_donation(actor=actor, donation_ref=ref),
        layout=values.get("layout") or first.key,
        language=values.get("language") or draft.language,
        goods=values.get("goods", ""),
        goods_value=values.get("goods_value", ""),
        problem=refusal_sentence(refusal) if refusal else "",
        fields=declaration_fields({"scope": "all", "address": draft.address, **values}, problems or {}),
        problems=problems or {},
        may_declare=draft.donor is not None and any(choice.obstacle == "undeclared" for choice in draft.layouts),
    )
    status = refusal_status(refusal) if refusal else 422 if problems else 200
    return render(request, "desk/receipts/issue.html", {"page": page}, status=status)

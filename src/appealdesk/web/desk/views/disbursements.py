"""Disbursements: planned, approved by two people, paid with a proof; held ones wait until a person releases them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.accounts.queries import staff_names
from appealdesk.appeals.queries.appeals import day_of
from appealdesk.donations.actions.approve import approve_disbursement
from appealdesk.donations.actions.pay import pay_disbursement
from appealdesk.donations.actions.plan import plan_disbursement
from appealdesk.donations.actions.read import read_proof
from appealdesk.donations.actions.release import release_disbursement
from appealdesk.donations.actions.reverse import reverse_disbursement
from appealdesk.donations.actions.stop import stop_disbursement
from appealdesk.donations.queries.accounts import FundRow, chart_page, expense_codes
from appealdesk.donations.queries.spending import (
    DisbursementDetail,
    DisbursementRow,
    disbursement_detail,
    disbursements_page,
)
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.languages import pick
from appealdesk.foundation.refusals import Refusal
from appealdesk.web.desk.forms.money import first_day, payment_fields, plan_fields, read_payment, read_plan
from appealdesk.web.desk.forms.typed import Problems, TypedField, problem_of, sent_values
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.desk.pictures import picture_response
from appealdesk.web.desk.words import word_of
from appealdesk.web.shared.notices import say
from appealdesk.web.shared.refusals import refusal_sentence, refusal_status

__all__ = ["DisbursementView", "DisbursementsView", "act", "disbursement", "disbursements", "pay", "plan", "proof"]

_SHOWN = ("open", "paid", "ended")


@dataclass(frozen=True, slots=True, kw_only=True)
class DisbursementsView:
    """A list in one state, the funds that can bear one, and the form for a new one."""

    rows: tuple[DisbursementRow, ...]
    shown: str
    funds: tuple[FundRow, ...]
    fields: tuple[TypedField, ...]
    problems: Mapping[str, str]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisbursementView:
    """One disbursement, who did what, and what the reader may do now."""

    detail: DisbursementDetail
    names: Mapping[str, str]
    own: bool
    fields: tuple[TypedField, ...]
    problems: Mapping[str, str]

    @property
    def pages(self) -> tuple[int, ...]:
        """The numbers of the proof's pages."""
        return tuple(range(1, self.detail.proof_pages + 1))


@desk_view("disbursements", "GET")
def disbursements(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Those that wait for somebody, unless told otherwise."""
    return _list(request, actor, {}, {})


@desk_view("disbursements", "POST")
def plan(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Plan one, or show the form again with what is wrong."""
    problems: Problems = {}
    entry = read_plan(request.POST, problems)
    if entry is None:
        return _list(request, actor, sent_values(request.POST), problems, status=422)
    try:
        planned = plan_disbursement(actor=actor, now=read_clock(), entry=entry)
    except Refusal as refusal:
        wrong = problem_of(refusal, ("amount",))
        return _list(request, actor, sent_values(request.POST), wrong, status=refusal_status(refusal))
    say(request, _("Planned: %(ref)s. Two people approve it before it is paid.") % {"ref": planned.ref})
    return _to(planned.ref)


@desk_view("disbursements", "GET")
def disbursement(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """One of them."""
    return _one(request, actor, ref, first_day(day_of(actor.own_organisation, now=read_clock())), {})


@desk_view("disbursements", "POST")
def act(
    request: HttpRequest,
    actor: Actor,
    ref: str,
    act: Literal["approve", "reject", "cancel", "release", "reverse"],
) -> HttpResponse:
    """One step; a refusal comes back to the page with its sentence."""
    now, words = read_clock(), request.POST.get("words", "")
    try:
        match act:
            case "approve":
                status = approve_disbursement(actor=actor, now=now, disbursement_ref=ref)
                done = (
                    _("Approved. It can be paid now.")
                    if status == "approved"
                    else _("Approved once. A second person approves next.")
                )
            case "release":
                release_disbursement(actor=actor, now=now, disbursement_ref=ref)
                done = _("Released. It goes on from where it was.")
            case "reverse":
                reverse_disbursement(actor=actor, now=now, disbursement_ref=ref, words=words)
                done = _("Reversed. Its fund has the money again from today on.")
            case _:
                outcome: Literal["rejected", "cancelled"] = "rejected" if act == "reject" else "cancelled"
                stop_disbursement(actor=actor, now=now, disbursement_ref=ref, outcome=outcome, words=words)
                done = _("It will not be paid. The amount is free again in its fund.")
    except Refusal as refusal:
        return _one(request, actor, ref, {}, {"form": refusal_sentence(refusal)}, status=refusal_status(refusal))
    say(request, done)
    return _to(ref)


@desk_view("disbursements", "POST")
def pay(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Record the payment with its proof."""
    problems: Problems = {}
    sent = request.FILES.get("proof")
    if sent is None:
        problems["file"] = _("Choose the document that shows the payment.")
    data = b"" if sent is None else sent.read(settings.EVIDENCE_MAX_BYTES + 1)
    entry = read_payment(request.POST, ref, data, problems)
    if entry is None:
        return _one(request, actor, ref, sent_values(request.POST), problems, status=422)
    try:
        pay_disbursement(actor=actor, now=read_clock(), entry=entry, most_bytes=settings.EVIDENCE_MAX_BYTES)
    except Refusal as refusal:
        wrong = problem_of(refusal, ("file", "paid_on"))
        return _one(request, actor, ref, sent_values(request.POST), wrong, status=refusal_status(refusal))
    say(request, _("Paid and posted. Settle it with the bank's line when the statement comes."))
    return _to(ref)


@desk_view("disbursements", "GET")
def proof(request: HttpRequest, actor: Actor, ref: str, number: int) -> HttpResponse:
    """One page of a document, as a picture."""
    picture = read_proof(actor=actor, now=read_clock(), ref=ref, number=number)
    return picture_response(picture, f"{ref}-{number}")


def _to(ref: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("desk:disbursement", kwargs={"ref": ref}))


def _list(
    request: HttpRequest, actor: Actor, data: Mapping[str, str], problems: Mapping[str, str], *, status: int = 200
) -> HttpResponse:
    shown = request.GET.get("show", "open")
    shown = shown if shown in _SHOWN else "open"
    rows = disbursements_page(actor=actor, shown=shown)
    chart = chart_page(actor=actor)
    funds = {row.ref: pick(row.names, actor.language) for row in chart.funds}
    expenses = tuple(
        (code, pick(names, actor.language) if names else word_of("ledger", code))
        for code, names in expense_codes(organisation_id=actor.own_organisation)
    )
    currency = next((row.holds.currency for row in chart.funds if row.holds is not None), "")
    page = DisbursementsView(
        rows=rows,
        shown=shown,
        funds=chart.funds,
        fields=plan_fields(data or {"currency": currency, "expense": "programme"}, problems, funds.items(), expenses),
        problems=problems,
        names=staff_names(row.planned_by for row in rows),
    )
    return render(request, "desk/disbursements/list.html", {"page": page}, status=status)


def _one(
    request: HttpRequest,
    actor: Actor,
    ref: str,
    data: Mapping[str, str],
    problems: Mapping[str, str],
    *,
    status: int = 200,
) -> HttpResponse:
    detail = disbursement_detail(actor=actor, ref=ref)
    row = detail.row
    page = DisbursementView(
        detail=detail,
        names=staff_names((row.planned_by, row.first_by, row.second_by, row.paid_by, row.ended_by)),
        own=actor.ref == row.planned_by or (actor.ref == row.first_by and row.status == "once"),
        fields=payment_fields(data or first_day(day_of(actor.own_organisation, now=read_clock())), problems),
        problems=problems,
    )
    return render(request, "desk/disbursements/disbursement.html", {"page": page}, status=status)

"""Outgoing lines of statements: which payment each was, the bank's fees, and the rules by which they are posted."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.donations.actions.end import end_fee_rule
from appealdesk.donations.actions.make import make_fee_rule
from appealdesk.donations.actions.settle_line import settle_line, settle_line_as_fee
from appealdesk.donations.actions.unsettle import unsettle_line
from appealdesk.donations.queries.money import accounts_page, funds_of
from appealdesk.donations.queries.outgoing import OutgoingPage, outgoing_page
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.languages import pick
from appealdesk.foundation.refusals import Refusal
from appealdesk.web.desk.forms.lines import read_line
from appealdesk.web.desk.forms.money import read_rule, rule_fields
from appealdesk.web.desk.forms.typed import Problems, TypedField, problem_of, sent_values
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.shared.notices import say
from appealdesk.web.shared.refusals import refusal_sentence, refusal_status

__all__ = ["OutgoingView", "end", "make", "outgoing", "settle", "undo"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingView:
    """The lines that wait, what was settled last, and the rules with a form for a new one."""

    found: OutgoingPage
    funds: Mapping[str, str]
    fields: tuple[TypedField, ...]
    problems: Mapping[str, str]
    wrong: bool


@desk_view("reconcile", "GET")
def outgoing(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What waits, oldest first."""
    return _show(request, actor, {}, {})


@desk_view("reconcile", "POST")
def settle(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A line shows this payment, or is a fee that this fund bears."""
    statement_ref, number = read_line(request.POST.get("at", ""))
    paid, now = request.POST.get("paid", ""), read_clock()
    try:
        if paid == "fee":
            settle_line_as_fee(
                actor=actor,
                now=now,
                statement_ref=statement_ref,
                number=number,
                fund_ref=request.POST.get("fund", ""),
            )
        else:
            settle_line(actor=actor, now=now, statement_ref=statement_ref, number=number, subject_ref=paid)
    except Refusal as refusal:
        return _show(request, actor, {}, {"form": refusal_sentence(refusal)}, status=refusal_status(refusal))
    say(request, _("Settled and posted. It can be taken back below."))
    return HttpResponseRedirect(reverse("desk:outgoing"))


@desk_view("reconcile", "POST")
def undo(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Take back what was said about a line."""
    try:
        unsettle_line(actor=actor, now=read_clock(), settlement_ref=ref)
    except Refusal as refusal:
        return _show(request, actor, {}, {"form": refusal_sentence(refusal)}, status=refusal_status(refusal))
    say(request, _("Taken back. The line waits again."))
    return HttpResponseRedirect(reverse("desk:outgoing"))


@desk_view("reconcile", "POST")
def make(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Make a rule for fees, or show the form again with what is wrong."""
    problems: Problems = {}
    currencies = {account.ref: account.currency for account in accounts_page(actor=actor)}
    entry = read_rule(request.POST, currencies, problems)
    if entry is None:
        if "at_most_minor" in problems:
            problems["amount"] = problems.pop("at_most_minor")
        return _show(request, actor, sent_values(request.POST), problems, wrong=True, status=422)
    try:
        make_fee_rule(actor=actor, now=read_clock(), entry=entry)
    except Refusal as refusal:
        wrong = problem_of(refusal, ("words",))
        return _show(request, actor, sent_values(request.POST), wrong, wrong=True, status=refusal_status(refusal))
    say(request, _("The rule is made: it posts fees of statements that come from now on."))
    return HttpResponseRedirect(reverse("desk:outgoing"))


@desk_view("reconcile", "POST")
def end(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """End a rule; what it posted stays."""
    end_fee_rule(actor=actor, now=read_clock(), rule_ref=ref)
    say(request, _("The rule is ended. What it posted stays."))
    return HttpResponseRedirect(reverse("desk:outgoing"))


def _show(
    request: HttpRequest,
    actor: Actor,
    data: Mapping[str, str],
    problems: Mapping[str, str],
    *,
    wrong: bool = False,
    status: int = 200,
) -> HttpResponse:
    funds = {ref: pick(names, actor.language) for ref, names in funds_of(organisation_id=actor.own_organisation)}
    accounts = tuple((account.ref, account.label) for account in accounts_page(actor=actor))
    page = OutgoingView(
        found=outgoing_page(actor=actor),
        funds=funds,
        fields=rule_fields(data, problems, accounts, funds.items()) if accounts else (),
        problems=problems,
        wrong=wrong,
    )
    return render(request, "desk/reconcile/outgoing.html", {"page": page}, status=status)

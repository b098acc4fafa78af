"""Opening a fund, and registering the bank account whose files bring its money."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.appeals.queries.appeals import appeals_of
from appealdesk.donations.actions.create import create_bank_account, create_fund
from appealdesk.donations.queries.money import AccountPage, accounts_page, funds_of
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.languages import LANGUAGES, Localised, pick
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.web.desk.forms.funds import bank_account_fields, fund_fields, read_bank_account, read_fund
from appealdesk.web.desk.forms.typed import Problems, TypedField, problem_of, sent_values
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.shared.notices import say
from appealdesk.web.shared.refusals import refusal_status

__all__ = ["funds", "open_fund", "register"]

_BEARING = ("draft", "open", "paused")


@dataclass(frozen=True, slots=True)
class Form:
    """One of the two forms, with what is wrong with it."""

    fields: tuple[TypedField, ...]
    problems: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FundsView:
    """The funds and accounts that are there, and the forms for another of each."""

    funds: tuple[tuple[str, Localised], ...]
    accounts: tuple[AccountPage, ...]
    fund: Form
    account: Form


@desk_view("accounts", "GET")
def funds(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What is there, and the two forms."""
    return _show(request, actor)


@desk_view("accounts", "POST")
def open_fund(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Open a fund with its ledger account, or show the form again with what is wrong."""
    problems: Problems = {}
    appeals = {card.ref: card.id for card in appeals_of(actor.own_organisation)}
    if request.POST.get("appeal", "") not in {"", *appeals}:
        raise NotFound("appeal")
    entry = read_fund(request.POST, appeals, problems)
    if entry is None:
        return _show(request, actor, fund=(sent_values(request.POST), problems), status=422)
    try:
        create_fund(actor=actor, now=read_clock(), entry=entry)
    except Refusal as refusal:
        wrong = problem_of(refusal, [f"names-{language}" for language in LANGUAGES])
        return _show(request, actor, fund=(sent_values(request.POST), wrong), status=refusal_status(refusal))
    name = pick({str(code): text for code, text in entry.names.items()}, actor.language)
    say(request, _("Opened: %(name)s. Register the bank account that receives its money.") % {"name": name})
    return HttpResponseRedirect(reverse("desk:funds"))


@desk_view("accounts", "POST")
def register(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Register a bank account, or show the form again with what is wrong."""
    problems: Problems = {}
    entry, sent = read_bank_account(request.POST, problems), sent_values(request.POST)
    if entry is None:
        return _show(request, actor, account=(sent, problems), status=422)
    try:
        create_bank_account(actor=actor, now=read_clock(), entry=entry)
    except Refusal as refusal:
        wrong = problem_of(refusal, ("account_key",))
        return _show(request, actor, account=(sent, wrong), status=refusal_status(refusal))
    say(request, _("Registered: %(label)s. Its files can be uploaded from now on.") % {"label": entry.label})
    return HttpResponseRedirect(reverse("desk:statements"))


_Typed = tuple[Mapping[str, str], Mapping[str, str]]
_NOTHING: _Typed = ({}, {})


def _show(
    request: HttpRequest, actor: Actor, *, fund: _Typed = _NOTHING, account: _Typed = _NOTHING, status: int = 200
) -> HttpResponse:
    known = funds_of(organisation_id=actor.own_organisation)
    appeals = [card for card in appeals_of(actor.own_organisation) if card.status in _BEARING]
    page = FundsView(
        funds=known,
        accounts=accounts_page(actor=actor),
        fund=Form(fund_fields(*fund, [(card.ref, pick(card.titles, actor.language)) for card in appeals]), fund[1]),
        account=Form(
            bank_account_fields(*account, [(ref, pick(names, actor.language)) for ref, names in known]),
            account[1],
        ),
    )
    return render(request, "desk/accounts/funds.html", {"page": page}, status=status)

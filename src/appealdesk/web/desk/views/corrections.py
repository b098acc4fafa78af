"""Refunds, transfers between funds and write-offs: asked for with a reason, made by one person or two."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from pydantic import BaseModel

from appealdesk.accounts.queries import staff_names
from appealdesk.appeals.queries.appeals import day_of
from appealdesk.donations.actions.agree import agree_to_correction
from appealdesk.donations.actions.drop import drop_correction
from appealdesk.donations.actions.refund import refund_donation
from appealdesk.donations.actions.reverse import reverse_correction
from appealdesk.donations.actions.transfer import transfer_between_funds
from appealdesk.donations.actions.write_off import write_off as write_off_account
from appealdesk.donations.queries.accounts import AccountRow, FundRow, chart_page
from appealdesk.donations.queries.corrections import CorrectionRow, corrections_page
from appealdesk.donations.queries.held import held_gifts_among
from appealdesk.donations.queries.money import DonationPage, donation_page
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.languages import pick
from appealdesk.foundation.refusals import Refusal
from appealdesk.web.desk.forms.money import (
    first_day,
    read_refund,
    read_transfer,
    read_write_off,
    refund_fields,
    transfer_fields,
    write_off_fields,
)
from appealdesk.web.desk.forms.typed import Problems, TypedField, problem_of, sent_values
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.desk.words import word_of
from appealdesk.web.shared.notices import say
from appealdesk.web.shared.refusals import refusal_sentence, refusal_status

__all__ = ["CorrectionsView", "MoveView", "RefundView", "act", "corrections", "refund", "transfer", "write_off"]

_Entry = TypeVar("_Entry", bound=BaseModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionsView:
    """All three kinds, those first that wait for a second person."""

    rows: tuple[CorrectionRow, ...]
    names: Mapping[str, str]
    me: str
    problems: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundView:
    """A donation, and the form for giving part or all of it back."""

    donation: DonationPage
    held: bool
    fields: tuple[TypedField, ...]
    problems: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveView:
    """The form for a transfer or a write-off, above what the funds hold; without fields there is nothing to do."""

    title: str
    lead: str
    button: str
    nothing: str
    fields: tuple[TypedField, ...]
    problems: Mapping[str, str]
    funds: tuple[FundRow, ...]


@desk_view("accounts", "GET")
def corrections(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The newest of all three."""
    return _list(request, actor, {})


@desk_view("accounts", "POST")
def act(request: HttpRequest, actor: Actor, ref: str, act: Literal["agree", "drop", "reverse"]) -> HttpResponse:
    """What is done with one of them; a refusal comes back to the list with its sentence."""
    done: dict[str, tuple[Callable[..., None], str]] = {
        "agree": (agree_to_correction, _("Agreed: %(ref)s is made and posted.")),
        "drop": (drop_correction, _("Dropped: %(ref)s moves nothing.")),
        "reverse": (reverse_correction, _("Reversed: %(ref)s is taken back by an entry of today.")),
    }
    action, sentence = done[act]
    try:
        action(actor=actor, now=read_clock(), ref=ref)
    except Refusal as refusal:
        return _list(request, actor, {"form": refusal_sentence(refusal)}, status=refusal_status(refusal))
    say(request, sentence % {"ref": ref})
    return HttpResponseRedirect(reverse("desk:corrections"))


@desk_view("accounts", "GET", "POST")
def refund(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Give part or all of a donation back."""
    donation = donation_page(actor=actor, ref=ref)

    def show(data: Mapping[str, str], problems: Mapping[str, str], status: int = 200) -> HttpResponse:
        held = bool(held_gifts_among(actor=actor, donations=[donation]))
        fields = refund_fields(data, problems)
        page = RefundView(donation=donation, held=held, fields=fields, problems=problems)
        return render(request, "desk/accounts/refund.html", {"page": page}, status=status)

    left = donation.amount.decimal - donation.returned.decimal
    return _form(
        request,
        actor,
        show,
        first={"amount": str(left), "reason": "donor_asked"},
        read=lambda problems: read_refund(request.POST, ref, donation.amount.currency, problems),
        make=lambda entry: refund_donation(actor=actor, now=read_clock(), entry=entry),
    )


@desk_view("accounts", "GET", "POST")
def transfer(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Move money from one fund to another."""
    chart = chart_page(actor=actor)
    funds = _names(actor, chart.funds)

    def show(data: Mapping[str, str], problems: Mapping[str, str], status: int = 200) -> HttpResponse:
        page = MoveView(
            title=_("Move money between funds"),
            lead=_(
                "A restricted fund gives only what its donor or the authority has consented to, and a second person "
                "agrees."
            ),
            button=_("Move it"),
            nothing=_("It takes two funds, and there are not so many yet."),
            fields=transfer_fields(data, problems, funds.items()) if len(funds) > 1 else (),
            problems=problems,
            funds=chart.funds,
        )
        return render(request, "desk/accounts/move.html", {"page": page}, status=status)

    return _form(
        request,
        actor,
        show,
        first={"currency": _currency(chart.funds), "target_ref": next(iter(list(funds)[1:]), "")},
        read=lambda problems: read_transfer(request.POST, problems),
        make=lambda entry: transfer_between_funds(actor=actor, now=read_clock(), entry=entry),
    )


@desk_view("accounts", "GET", "POST")
def write_off(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Take out of an account what nobody will explain, or what will never come."""
    chart = chart_page(actor=actor)
    accounts = tuple((row.code, _account(actor, row)) for row in chart.accounts if _writable(row))

    def show(data: Mapping[str, str], problems: Mapping[str, str], status: int = 200) -> HttpResponse:
        page = MoveView(
            title=_("Write off"),
            lead=_(
                "What nobody will explain goes to a fund; what will never come is borne by one. Bank accounts are "
                "never written off: their statements prove what they hold."
            ),
            button=_("Write it off"),
            nothing=_("No account has anything that could be written off."),
            fields=write_off_fields(data, problems, accounts, _names(actor, chart.funds).items()) if accounts else (),
            problems=problems,
            funds=chart.funds,
        )
        return render(request, "desk/accounts/move.html", {"page": page}, status=status)

    return _form(
        request,
        actor,
        show,
        first={"currency": _currency(chart.funds)},
        read=lambda problems: read_write_off(request.POST, problems),
        make=lambda entry: write_off_account(actor=actor, now=read_clock(), entry=entry),
    )


def _form(
    request: HttpRequest,
    actor: Actor,
    show: Callable[..., HttpResponse],
    *,
    first: Mapping[str, str],
    read: Callable[[Problems], _Entry | None],
    make: Callable[[_Entry], str],
) -> HttpResponse:
    """The form; sent, the list with what was made; or the form again with everything that was typed."""
    if request.method != "POST":
        return show({**first_day(day_of(actor.own_organisation, now=read_clock())), **first}, {})
    problems: Problems = {}
    entry = read(problems)
    if entry is None:
        return show(sent_values(request.POST), problems, 422)
    try:
        ref = make(entry)
    except Refusal as refusal:
        names = {"target": "target_ref", "day": "happened_on"}
        wrong = problem_of(refusal, ("amount", "consent", "account"))
        if "form" in wrong and refusal.field in names:
            wrong = {names[refusal.field]: wrong["form"]}
        return show(sent_values(request.POST), wrong, refusal_status(refusal))
    say(request, _("Recorded: %(ref)s. Where it takes two people, it waits for the second.") % {"ref": ref})
    return HttpResponseRedirect(reverse("desk:corrections"))


def _list(request: HttpRequest, actor: Actor, problems: Mapping[str, str], *, status: int = 200) -> HttpResponse:
    rows = corrections_page(actor=actor)
    names = staff_names(who for row in rows for who in (row.asked_by, row.decided_by) if who)
    page = CorrectionsView(rows=rows, names=names, me=actor.ref, problems=problems)
    return render(request, "desk/accounts/corrections.html", {"page": page}, status=status)


def _names(actor: Actor, funds: Iterable[FundRow]) -> dict[str, str]:
    return {row.ref: pick(row.names, actor.language) for row in funds}


def _currency(funds: Iterable[FundRow]) -> str:
    return next((row.holds.currency for row in funds if row.holds is not None), "")


def _account(actor: Actor, row: AccountRow) -> str:
    return pick(row.names, actor.language) if row.names else word_of("ledger", row.code)


def _writable(row: AccountRow) -> bool:
    return row.kind in ("asset", "liability") and not row.label and any(one.amount_minor for one in row.balances)

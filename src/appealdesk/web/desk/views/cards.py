"""Gifts by card: the list, one payment with everything that happened to it, refunds, and payouts to the bank."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.accounts.queries import staff_names
from appealdesk.core.money import MoneyError
from appealdesk.core.typed_money import parse_typed
from appealdesk.donations.actions.approve_card_refund import approve_card_refund
from appealdesk.donations.actions.propose_card_refund import propose_card_refund
from appealdesk.donations.actions.settle_payout import settle_payout
from appealdesk.donations.actions.unsettle_payout import unsettle_payout
from appealdesk.donations.actions.withdraw_card_refund import withdraw_card_refund
from appealdesk.donations.queries.card_payments import (
    STATES,
    CardAccountPage,
    CardList,
    CardPaymentDetail,
    PayoutLine,
    card_accounts,
    card_payment_detail,
    card_payments,
    payouts_page,
)
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import Refusal
from appealdesk.web.desk.forms.lines import read_line
from appealdesk.web.desk.forms.numbers import read_number
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.shared.notices import say
from appealdesk.web.shared.refusals import refusal_sentence, refusal_status

__all__ = [
    "CardPaymentView",
    "CardsView",
    "PayoutsView",
    "approve",
    "cards",
    "payment",
    "payouts",
    "refund",
    "settle",
    "unsettle",
    "withdraw",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class CardsView:
    """One page of payments in a state, and the accounts that take them."""

    payments: CardList
    accounts: tuple[CardAccountPage, ...]
    state: str
    states: tuple[str, ...] = STATES


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPaymentView:
    """One payment; `me` may not agree to what they proposed themselves."""

    detail: CardPaymentDetail
    me: str
    names: Mapping[str, str]
    amount: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class PayoutsView:
    """The newest payouts."""

    payouts: tuple[PayoutLine, ...]


@desk_view("cards", "GET")
def cards(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The payments, newest first."""
    state = request.GET.get("state", "")
    wanted = state if state in STATES else ""
    before = read_number(request.GET, "before", default=0) or None
    page = CardsView(
        payments=card_payments(actor=actor, state=wanted, before=before),
        accounts=card_accounts(actor=actor),
        state=wanted,
    )
    return render(request, "desk/cards/cards.html", {"page": page})


@desk_view("cards", "GET")
def payment(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """One payment."""
    return _payment(request, actor, ref)


@desk_view("cards", "POST")
def refund(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Give back what was typed, or propose it to a second person."""
    detail = card_payment_detail(actor=actor, ref=ref)
    typed = request.POST.get("amount", "")
    try:
        amount = parse_typed(typed, detail.left.currency)
        propose_card_refund(actor=actor, now=read_clock(), payment_ref=ref, amount_minor=amount)
    except MoneyError:
        return _payment(
            request, actor, ref, amount=typed, problem=_("Write the amount in digits, for example 10000."), status=422
        )
    except Refusal as refusal:
        status = refusal_status(refusal)
        return _payment(request, actor, ref, amount=typed, problem=refusal_sentence(refusal), status=status)
    if detail.two_from is not None and amount >= detail.two_from.amount_minor:
        say(request, _("The refund is proposed. A second person has to agree before it is sent."))
    else:
        say(request, _("The refund goes to the card provider now. It stands here as soon as it is done."))
    return HttpResponseRedirect(reverse("desk:card_payment", kwargs={"ref": ref}))


@desk_view("cards", "POST")
def approve(request: HttpRequest, actor: Actor, ref: str, refund_ref: str) -> HttpResponse:
    """Agree to what a colleague proposed."""
    card_payment_detail(actor=actor, ref=ref)
    approve_card_refund(actor=actor, now=read_clock(), refund_ref=refund_ref)
    say(request, _("You agreed. The refund goes to the card provider now."))
    return HttpResponseRedirect(reverse("desk:card_payment", kwargs={"ref": ref}))


@desk_view("cards", "POST")
def withdraw(request: HttpRequest, actor: Actor, ref: str, refund_ref: str) -> HttpResponse:
    """Take a proposal back."""
    card_payment_detail(actor=actor, ref=ref)
    withdraw_card_refund(actor=actor, now=read_clock(), refund_ref=refund_ref)
    say(request, _("The proposal is taken back; nothing was refunded."))
    return HttpResponseRedirect(reverse("desk:card_payment", kwargs={"ref": ref}))


@desk_view("cards", "GET")
def payouts(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The payouts, and for each that waits the bank's lines of its amount."""
    return render(request, "desk/cards/payouts.html", {"page": PayoutsView(payouts_page(actor=actor))})


@desk_view("cards", "POST")
def settle(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Say which line a payout is."""
    statement_ref, number = read_line(request.POST.get("at", ""))
    settle_payout(actor=actor, now=read_clock(), payout_ref=ref, statement_ref=statement_ref, number=number)
    say(request, _("The line is the payout, and no donation of its own."))
    return HttpResponseRedirect(reverse("desk:card_payouts"))


@desk_view("cards", "POST")
def unsettle(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Take that back."""
    unsettle_payout(actor=actor, now=read_clock(), payout_ref=ref)
    say(request, _("Taken back. The payout is on its way again, and its line waits for a decision."))
    return HttpResponseRedirect(reverse("desk:card_payouts"))


def _payment(
    request: HttpRequest, actor: Actor, ref: str, *, amount: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    detail = card_payment_detail(actor=actor, ref=ref)
    page = CardPaymentView(
        detail=detail,
        me=actor.ref,
        names=staff_names(who for one in detail.refunds for who in (one.proposed_by, one.approved_by) if who),
        amount=amount or str(detail.left.decimal),
        problem=problem,
    )
    return render(request, "desk/cards/payment.html", {"page": page}, status=status)

"""Lines that wait for a person: whose money is it? One decision per key, each of which can be taken back."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.core.money import Money
from appealdesk.donations.actions.deposit import deposit_cash
from appealdesk.donations.actions.match_line import match_line
from appealdesk.donations.actions.unmatch import unmatch_line
from appealdesk.donations.actions.unsettle import unsettle_line
from appealdesk.donations.queries.waiting import WaitingPage, waiting_lines, waiting_page
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.people.actions.note import note_reading
from appealdesk.web.desk.forms.lines import read_line
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.shared.notices import say
from appealdesk.web.shared.refusals import refusal_sentence, refusal_status

__all__ = ["GiftWithFee", "ReconcileView", "changes", "match", "reconcile", "settle", "undo"]

_CODED = "code"
_SETTLEMENT = "N-"
# A bank that keeps more than a fifth keeps it of something else.
_FEE_AT_MOST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class GiftWithFee:
    """What a donor gave of which a bank kept something; `query` fills the form in which it is decided."""

    fee: Money
    amount: Money
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconcileView:
    """The line, its suggestions, and the lines after it; `only` and `typed` are the filter and the search."""

    waiting: WaitingPage
    only: str
    typed: str
    # A colleague has decided about the line that is shown.
    gone: bool = False
    # Why the last key did nothing.
    problem: str = ""

    @property
    def with_fee(self) -> "GiftWithFee | None":
        """The first pledge of which just so much is missing that a bank may have kept it."""
        line = self.waiting.line
        for found in self.waiting.suggestions if line else ():
            if line is None or found.amount is None or not found.code or found.amount.currency != line.amount.currency:
                continue
            fee = found.amount - line.amount
            if 0 < fee.amount_minor * _FEE_AT_MOST <= line.amount.amount_minor:
                asked = {"at": line.at, "parts": f"{found.amount.decimal} {found.code}", "fee": str(fee.decimal)}
                return GiftWithFee(fee=fee, amount=found.amount, query=urlencode(asked))
        return None

    @property
    def following(self) -> str:
        """The line after this one, which the next page begins with; empty for the last."""
        return self.waiting.lines[1].at if len(self.waiting.lines) > 1 else ""


@desk_view("reconcile", "GET")
def reconcile(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The line that is asked for, or the next that waits; the reading of donors' names is noted."""
    return _show(request, actor, request.GET)


@desk_view("reconcile", "GET")
def changes(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What colleagues have decided since the page was shown: the lines that still wait, and whether this one does."""
    at, only = request.GET.get("at", ""), request.GET.get("only", "")
    statement_ref, number = read_line(at)
    found = waiting_lines(actor=actor, statement_ref=statement_ref, number=number, only_coded=only == _CODED)
    gone = bool(statement_ref) and (found.line is None or found.line.at != at)
    page = ReconcileView(waiting=found, only=only if only == _CODED else "", typed="", gone=gone)
    return render(request, "desk/reconcile/_changes.html", {"page": page})


@desk_view("reconcile", "POST")
def match(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The line is of this pledge or donor; where that cannot be, the page says why and shows what waits now."""
    statement_ref, number = _asked(request)
    codes = request.POST.get("reasons", "").split()
    try:
        match_line(
            actor=actor,
            now=read_clock(),
            statement_ref=statement_ref,
            number=number,
            target_ref=request.POST.get("target", ""),
            reasons=[code for code in codes if code.isidentifier() and len(code) <= 20],
        )
    except Refusal as refusal:
        return _show(request, actor, request.POST, refusal)
    return _next(request)


@desk_view("reconcile", "POST")
def settle(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Nobody is known, the line is no donation, or it is cash that was brought to the bank."""
    statement_ref, number = _asked(request)
    meant = request.POST.get("as", "")
    try:
        if meant == "cash":
            deposit_cash(actor=actor, now=read_clock(), statement_ref=statement_ref, number=number)
            say(request, _("Noted: this is cash that was counted before. It is no second donation."))
        else:
            outcome = "other" if meant == "other" else "unknown"
            match_line(actor=actor, now=read_clock(), statement_ref=statement_ref, number=number, outcome=outcome)
    except Refusal as refusal:
        return _show(request, actor, request.POST, refusal)
    return _next(request)


@desk_view("reconcile", "POST")
def undo(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Take back one decision; the line waits again, and is shown."""
    ref = request.POST.get("match", "")
    try:
        if ref.startswith(_SETTLEMENT):
            at = unsettle_line(actor=actor, now=read_clock(), settlement_ref=ref)
        else:
            at = unmatch_line(actor=actor, now=read_clock(), match_ref=ref)
    except Refusal as refusal:
        return _show(request, actor, request.POST, refusal)
    say(request, _("The decision is taken back; the line waits again."))
    return HttpResponseRedirect(_address(request, at))


def _show(request: HttpRequest, actor: Actor, asked: QueryDict, refusal: Refusal | None = None) -> HttpResponse:
    """The line that is asked for, or the next that waits; the reading of donors' names is noted."""
    statement_ref, number = read_line(asked.get("at", ""))
    only, typed = asked.get("only", ""), asked.get("q", "").strip()[:200]
    found = waiting_page(
        actor=actor, statement_ref=statement_ref, number=number, only_coded=only == _CODED, typed=typed
    )
    note_reading(
        actor=actor,
        now=read_clock(),
        person_refs={suggestion.person_ref for suggestion in found.suggestions if suggestion.person_ref},
        page="reconcile",
    )
    page = ReconcileView(
        waiting=found,
        only=only if only == _CODED else "",
        typed=typed,
        problem=_problem(refusal) if refusal else "",
    )
    status = refusal_status(refusal) if refusal else 200
    return render(request, "desk/reconcile/reconcile.html", {"page": page}, status=status)


def _problem(refusal: Refusal) -> str:
    """Why the key did nothing; where a colleague was faster, that the page has gone on."""
    if refusal.code == "donations.decided_meanwhile":
        return _("A colleague decided about this line meanwhile. The next one is shown.")
    return refusal_sentence(refusal)


def _next(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(_address(request, request.POST.get("next", "")))


def _address(request: HttpRequest, at: str) -> str:
    only = request.POST.get("only", "")
    asked = {"at": at if any(read_line(at)) else "", "only": only if only == _CODED else ""}
    query = urlencode({name: value for name, value in asked.items() if value})
    return reverse("desk:reconcile") + (f"?{query}" if query else "")


def _asked(request: HttpRequest) -> tuple[str, int]:
    statement_ref, number = read_line(request.POST.get("at", ""))
    if not statement_ref:
        raise NotFound("line")
    return statement_ref, number

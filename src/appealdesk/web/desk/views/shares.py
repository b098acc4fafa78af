"""Shares of lines: one line among many donations, many lines as one, and what a bank kept on the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.core.money import Money
from appealdesk.donations.actions.join_lines import join_lines
from appealdesk.donations.actions.split_line import split_line
from appealdesk.donations.queries.shares import lines_like
from appealdesk.donations.queries.suggestions import SuggestionPage
from appealdesk.donations.queries.waiting import WaitingLine, waiting_page
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.people.actions.note import note_reading
from appealdesk.web.desk.forms.lines import read_line
from appealdesk.web.desk.forms.shares import MOST_TYPED, TypedPart, read_amount, read_parts
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.shared.notices import say
from appealdesk.web.shared.refusals import refusal_sentence, refusal_status

__all__ = ["JoinView", "ShareRow", "SplitView", "join", "split"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRow:
    """One line of the list as it was understood."""

    part: TypedPart
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitView:
    """The line, the list as it was typed and understood, and the sums; `missing` is what is left over."""

    line: WaitingLine
    typed: str
    fee: str
    rows: tuple[ShareRow, ...]
    given: Money
    kept: Money
    missing: Money
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinView:
    """The lines that may be one donation, which are chosen, whose it may be, and the sum."""

    lines: tuple[WaitingLine, ...]
    chosen: frozenset[str]
    suggestions: tuple[SuggestionPage, ...]
    target: str
    fee: str
    total: Money
    at: str
    problem: str = ""


@desk_view("reconcile", "GET", "POST")
def split(request: HttpRequest, actor: Actor) -> HttpResponse:
    """GET: the line and a place for the list. POST: what the list means, or with act=share the decision."""
    data = request.POST if request.method == "POST" else request.GET
    line, _suggestions = _waiting(request, actor, data.get("at", ""))
    typed, fee = data.get("parts", "")[:MOST_TYPED], data.get("fee", "").strip()
    rows = read_parts(actor, typed, line.amount.currency, actor.language)
    kept = _fee(fee, line.amount.currency)
    if request.POST.get("act") == "share":
        parts = [row.part for row in rows if row.part is not None]
        if len(parts) < len(rows) or kept is None:
            unread = _("Write the fee in digits, or nothing.") if kept is None else ""
            problem = unread or _("Not done yet: look at what is marked.")
            return _split_page(request, line, typed, fee, rows, problem=problem)
        try:
            split_line(
                actor=actor,
                now=read_clock(),
                statement_ref=line.statement_ref,
                number=line.number,
                parts=parts,
                fee_minor=kept,
            )
        except NotFound:
            problem = _("A pledge or a donor of the list is not there. Check the references.")
            return _split_page(request, line, typed, fee, rows, problem=problem)
        except Refusal as refusal:
            status = refusal_status(refusal)
            return _split_page(request, line, typed, fee, rows, problem=refusal_sentence(refusal), status=status)
        say(request, _("The line is shared; the decision can be taken back as a whole."))
        return _onward(line)
    return _split_page(request, line, typed, fee, rows)


@desk_view("reconcile", "GET", "POST")
def join(request: HttpRequest, actor: Actor) -> HttpResponse:
    """GET: the lines of the same payer. POST: the chosen lines become one donation."""
    data = request.POST if request.method == "POST" else request.GET
    line, suggestions = _waiting(request, actor, data.get("at", ""))
    lines = lines_like(actor=actor, statement_ref=line.statement_ref, number=line.number)
    known = {row.at: row for row in lines}
    chosen = [at for at in data.getlist("line") if at in known] or ([] if data is request.POST else [line.at])
    fee, kept = data.get("fee", "").strip(), _fee(data.get("fee", "").strip(), line.amount.currency)
    problem, status = "", 200
    if request.POST.get("act") == "join" and kept is None:
        problem, status = _("Write the fee in digits, or nothing."), 422
    elif request.POST.get("act") == "join":
        try:
            join_lines(
                actor=actor,
                now=read_clock(),
                lines=[(known[at].statement_ref, known[at].number) for at in chosen],
                target_ref=data.get("target", ""),
                fee_minor=kept or 0,
            )
        except Refusal as refusal:
            problem, status = refusal_sentence(refusal), refusal_status(refusal)
        else:
            say(request, _("The lines are one donation; the decision can be taken back as a whole."))
            return _onward(line)
    page = JoinView(
        lines=lines,
        chosen=frozenset(chosen),
        suggestions=suggestions,
        target=data.get("target", ""),
        fee=fee,
        total=_sum([known[at].amount for at in chosen], line.amount.currency) + Money(kept or 0, line.amount.currency),
        at=line.at,
        problem=problem,
    )
    return render(request, "desk/reconcile/join.html", {"page": page}, status=status)


def _onward(line: WaitingLine) -> HttpResponse:
    """To the next line that waits from here on."""
    return HttpResponseRedirect(f"{reverse('desk:reconcile')}?{urlencode({'at': line.at})}")


def _waiting(request: HttpRequest, actor: Actor, at: str) -> tuple[WaitingLine, tuple[SuggestionPage, ...]]:
    statement_ref, number = read_line(at)
    found = waiting_page(actor=actor, statement_ref=statement_ref, number=number) if statement_ref else None
    if found is None or found.line is None or found.line.at != at:
        raise NotFound("line")
    note_reading(
        actor=actor,
        now=read_clock(),
        person_refs={suggestion.person_ref for suggestion in found.suggestions if suggestion.person_ref},
        page="reconcile",
    )
    return found.line, found.suggestions


def _split_page(
    request: HttpRequest,
    line: WaitingLine,
    typed: str,
    fee: str,
    rows: Sequence[TypedPart],
    *,
    problem: str = "",
    status: int = 422,
) -> HttpResponse:
    currency = line.amount.currency
    kept = _fee(fee, currency)
    shown = tuple(ShareRow(part=row, amount=Money(row.amount_minor, currency)) for row in rows)
    given = _sum([row.amount for row in shown], currency)
    page = SplitView(
        line=line,
        typed=typed,
        fee=fee,
        rows=shown,
        given=given,
        kept=Money(kept or 0, currency),
        missing=line.amount + Money(kept or 0, currency) - given,
        problem=problem or ("" if kept is not None else _("Write the fee in digits, or nothing.")),
    )
    return render(request, "desk/reconcile/split.html", {"page": page}, status=status if problem else 200)


def _fee(text: str, currency: str) -> int | None:
    """The fee, nothing for what is no amount; a blank field is no fee."""
    return read_amount(text, currency) if text and text.strip("0") else 0


def _sum(amounts: Sequence[Money], currency: str) -> Money:
    return Money(sum(amount.amount_minor for amount in amounts), currency)

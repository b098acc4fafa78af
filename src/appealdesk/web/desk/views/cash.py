"""Cash, counted by two: the list, the first count, the second one that is blind, and the slip for the giver."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.accounts.queries import staff_names
from appealdesk.core.cash import DENOMINATIONS
from appealdesk.donations.actions.count import count_again, count_first
from appealdesk.donations.actions.give_back import give_back_cash
from appealdesk.donations.inputs import CashBegunInput
from appealdesk.donations.queries.cash import CashPage, CashRow, SlipPage, cash_page, cash_rows, slip_page
from appealdesk.donations.queries.money import funds_of
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.ids import new_submission_id
from appealdesk.foundation.languages import LANGUAGES, Localised
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.web.desk.forms.cash import CashForm, currency_of, in_currency, read_cash, read_pieces
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.shared.notices import say
from appealdesk.web.shared.refusals import refusal_sentence

__all__ = ["again", "begin", "cash", "count", "give_back", "slip", "total"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CashView:
    """The newest counts, and the form of the next one."""

    rows: tuple[CashRow, ...]
    names: Mapping[str, str]
    form: CashForm
    currencies: tuple[str, ...]
    funds: tuple[tuple[str, Localised], ...]
    submission: str
    languages: tuple[str, ...] = LANGUAGES


@dataclass(frozen=True, slots=True, kw_only=True)
class CountView:
    """One count; the form is there for whoever may count it now."""

    count: CashPage
    form: CashForm
    names: Mapping[str, str]

    @property
    def waits_for_colleague(self) -> bool:
        """True while nothing is left to do here but to see what a colleague counts."""
        return self.count.status in ("counting", "differs") and not self.count.counts_now


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipView:
    """The slip, with the names of those who counted."""

    slip: SlipPage
    counters: tuple[str, ...]


@desk_view("cash", "GET")
def cash(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The counts of the day and the form."""
    return _cash(request, actor, read_cash(request.GET), "")


@desk_view("cash", "POST")
def begin(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Save the first count; with `to` only show the form with the pieces of that currency."""
    form, submission = read_cash(request.POST), request.POST.get("submission", "")
    try:
        token = bytes.fromhex(submission)
    except ValueError:
        token = b""
    if len(token) != 16:
        raise NotFound("form")
    if "to" in request.POST:
        return _cash(request, actor, in_currency(form, currency_of(request.POST["to"])), submission)
    if form.problems:
        return _cash(request, actor, form, submission)
    try:
        made = count_first(
            actor=actor,
            now=read_clock(),
            entry=CashBegunInput(
                fund_ref=form.fund,
                currency=form.currency,
                pieces=form.pieces,
                person_ref=form.person,
                identity=form.identity,
                language=form.language,
                submission=token,
            ),
        )
    except NotFound:
        if not form.person:
            raise
        return _cash(request, actor, _with_problem(form, "person", _("There is no such person.")), submission)
    except Refusal as refusal:
        return _cash(request, actor, _with_problem(form, "pieces", refusal_sentence(refusal)), submission)
    say(request, _("Saved. Now a colleague counts it too, without seeing your count: %(ref)s.") % {"ref": made.ref})
    return HttpResponseRedirect(reverse("desk:cash_count", kwargs={"ref": made.ref}))


@desk_view("cash", "GET")
def count(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """One count."""
    return _count(request, actor, ref, None)


@desk_view("cash", "POST")
def again(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Count it too."""
    found = cash_page(actor=actor, ref=ref)
    form = CashForm(currency=found.currency, fields=read_pieces(request.POST, found.currency))
    if any(item.wrong for item in form.fields):
        problem = _("Write whole numbers of notes and coins, in digits.")
        return _count(request, actor, ref, _with_problem(form, "pieces", problem))
    try:
        made = count_again(actor=actor, now=read_clock(), ref=ref, pieces=form.pieces)
    except Refusal as refusal:
        if refusal.code != "donations.cash_pieces":
            raise
        return _count(request, actor, ref, _with_problem(form, "pieces", refusal_sentence(refusal)))
    if made.status == "booked":
        say(request, _("Both counts agree: it is booked. Print the slip for the giver."))
    return HttpResponseRedirect(reverse("desk:cash_count", kwargs={"ref": ref}))


@desk_view("cash", "POST")
def give_back(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Give it back uncounted."""
    give_back_cash(actor=actor, now=read_clock(), ref=ref)
    say(request, _("Noted: the cash is given back, and nothing is booked."))
    return HttpResponseRedirect(reverse("desk:cash"))


@desk_view("cash", "GET")
def total(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The sum of what is typed, while it is typed."""
    currency = currency_of(request.GET.get("currency", ""))
    form = CashForm(currency=currency, fields=read_pieces(request.GET, currency))
    return render(request, "desk/cash/_total.html", {"page": form})


@desk_view("cash", "GET")
def slip(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """The slip for the printer: in the giver's language, on a page in the officer's."""
    found = slip_page(actor=actor, ref=ref)
    names = staff_names(found.counted_by)
    page = SlipView(slip=found, counters=tuple(names.get(by, by) for by in found.counted_by))
    return render(request, "desk/cash/slip.html", {"page": page})


def _cash(request: HttpRequest, actor: Actor, form: CashForm, submission: str) -> HttpResponse:
    rows = cash_rows(actor=actor)
    page = CashView(
        rows=rows,
        names=staff_names(row.begun_by for row in rows),
        form=form,
        currencies=tuple(DENOMINATIONS),
        funds=tuple(funds_of(organisation_id=actor.own_organisation)),
        submission=submission or new_submission_id().hex(),
    )
    return render(request, "desk/cash/cash.html", {"page": page}, status=422 if form.problems else 200)


def _count(request: HttpRequest, actor: Actor, ref: str, form: CashForm | None) -> HttpResponse:
    found = cash_page(actor=actor, ref=ref)
    page = CountView(
        count=found,
        form=form or CashForm(currency=found.currency, fields=read_pieces(request.GET, found.currency)),
        names=staff_names([found.begun_by, *(tally.by for tally in found.tallies)]),
    )
    return render(request, "desk/cash/count.html", {"page": page}, status=422 if form else 200)


def _with_problem(form: CashForm, where: str, problem: str) -> CashForm:
    return replace(form, problems={**form.problems, where: problem})

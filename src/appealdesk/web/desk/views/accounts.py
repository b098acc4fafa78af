"""Funds and accounts: what they hold, in one currency too; accounts to open; and the ledger for accountants."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.appeals.queries.appeals import day_of
from appealdesk.core.exchange import BOJ, ECB, NBU
from appealdesk.core.money import CURRENCIES, Money
from appealdesk.donations.actions.export import Format, export_ledger
from appealdesk.donations.actions.open import open_ledger_account
from appealdesk.donations.actions.set import set_threshold
from appealdesk.donations.queries.accounts import ChartPage, chart_page
from appealdesk.donations.queries.restated import Basis, Restated, restate, totals_of
from appealdesk.foundation.actor import Actor, Role
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import Refusal
from appealdesk.web.desk.forms.money import account_fields, read_account, read_amount
from appealdesk.web.desk.forms.typed import Problems, TypedField, problem_of, read_day, sent_values
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.shared.notices import say
from appealdesk.web.shared.refusals import refusal_sentence, refusal_status

__all__ = ["AccountsView", "accounts", "export", "open_account", "threshold"]

_SOURCES: Final = (ECB, BOJ, NBU)
_FORMATS: Final[dict[str, tuple[Format, str]]] = {
    "beancount": ("beancount", "text/plain; charset=utf-8"),
    "csv": ("csv", "text/csv; charset=utf-8"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A converted total with its rates in the reader's language."""

    restated: Restated
    lines: tuple[str, ...]

    @property
    def basis(self) -> Basis:
        """Whose rates, and of which day."""
        return self.restated.basis

    @property
    def total(self) -> Money:
        """The sum."""
        return self.restated.total

    @property
    def parts(self) -> int:
        """How many currencies it is the sum of."""
        return len(self.restated.parts)

    @property
    def missing(self) -> tuple[str, ...]:
        """Currencies without a rate."""
        return self.restated.missing


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountsView:
    """The chart at the end of a day or now, its funds in one currency, and the form for an account."""

    chart: ChartPage
    on: date | None
    totals: tuple[Money, ...]
    currency: str
    basis: Basis
    beside: Basis | None
    restated: tuple[Shown, ...]
    problem: str
    day_problem: str
    export_problem: str
    export: Mapping[str, str]
    fields: tuple[TypedField, ...]
    problems: Mapping[str, str]
    threshold_problem: str
    threshold: Mapping[str, str]
    may_set: bool
    sources: tuple[str, ...] = _SOURCES

    @property
    def now(self) -> bool:
        """True where nothing but the present is asked for; what is bound is only known then."""
        return self.on is None

    @property
    def difference(self) -> Money | None:
        """How much more the second total is, where both are of the same currencies."""
        if len(self.restated) < 2 or self.restated[0].missing != self.restated[1].missing:
            return None
        first, second = (one.total.amount_minor for one in self.restated)
        return Money(second - first, self.currency)


@desk_view("accounts", "GET")
def accounts(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Everything, now or at the end of a day."""
    return _show(request, actor, {}, {})


@desk_view("accounts", "POST")
def open_account(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Open an account in the chart, or show the form again with what is wrong."""
    problems: Problems = {}
    entry = read_account(request.POST, problems)
    if entry is None:
        return _show(request, actor, sent_values(request.POST), problems, status=422)
    try:
        code = open_ledger_account(actor=actor, now=read_clock(), entry=entry)
    except Refusal as refusal:
        wrong = problem_of(refusal, ("code",))
        return _show(request, actor, sent_values(request.POST), wrong, status=refusal_status(refusal))
    say(request, _("Opened: %(code)s. It can be posted to from now on.") % {"code": code})
    return HttpResponseRedirect(reverse("desk:accounts"))


@desk_view("accounts", "POST")
def threshold(request: HttpRequest, actor: Actor) -> HttpResponse:
    """From which amount on two people are wanted; zero wants them always."""
    problems: Problems = {}
    sent = sent_values(request.POST)
    currency = sent.get("currency", "").strip().upper()
    amount = 0 if sent.get("amount", "").strip() == "0" else read_amount(sent, problems, currency)
    if currency not in CURRENCIES:
        problems["amount"] = _("Write the currency as three letters, such as JPY.")
    if problems or amount is None:
        return _show(request, actor, {}, {}, threshold=sent, threshold_problem=problems["amount"], status=422)
    set_threshold(actor=actor, now=read_clock(), amount=Money(amount, currency))
    say(request, _("Set. From this amount on two people are wanted."))
    return HttpResponseRedirect(reverse("desk:accounts"))


@desk_view("accounts", "GET")
def export(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The ledger as a file; it is written whole before anything is sent, so that a file is never half a ledger."""
    problems: Problems = {}
    sent = sent_values(request.GET)
    first, last = read_day(sent, "from", problems), read_day(sent, "to", problems)
    format, content_type = _FORMATS.get(sent.get("format", ""), _FORMATS["beancount"])
    if problems:
        return _show(request, actor, {}, {}, export=sent, export_problem=next(iter(problems.values())), status=422)
    # Closed by the response once it is sent.
    file = tempfile.TemporaryFile()  # noqa: SIM115
    try:
        done = export_ledger(
            actor=actor,
            now=read_clock(),
            format=format,
            write=lambda piece: file.write(piece.encode()),
            title="Appeal Desk",
            first=first,
            last=last,
        )
    except Refusal as refusal:
        said = refusal_sentence(refusal)
        return _show(request, actor, {}, {}, export=sent, export_problem=said, status=refusal_status(refusal))
    file.seek(0)
    name = f"ledger-{done.first}-{done.last}.{format}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=content_type)


def _show(
    request: HttpRequest,
    actor: Actor,
    data: Mapping[str, str],
    problems: Mapping[str, str],
    *,
    threshold: Mapping[str, str] | None = None,
    threshold_problem: str = "",
    export: Mapping[str, str] | None = None,
    export_problem: str = "",
    status: int = 200,
) -> HttpResponse:
    asked, wrong = sent_values(request.GET), dict[str, str]()
    today = day_of(actor.own_organisation, now=read_clock())
    on = read_day(asked, "on", wrong)
    day_problem = wrong.pop("on", "")
    chart = chart_page(actor=actor, upto=on)
    totals = totals_of(chart.funds)
    currency = asked.get("in", "").strip().upper()
    if currency and currency not in CURRENCIES:
        wrong["in"] = _("Write the currency as three letters, such as JPY.")
    basis = _basis(asked, "source", "rates", on or today, wrong) or Basis(ECB, on or today)
    beside = _basis(asked, "source2", "rates2", basis.on, wrong)
    first = next((row.holds.currency for row in chart.funds if row.holds is not None), "")
    bases = (basis, beside) if currency and not wrong and totals else ()
    page = AccountsView(
        chart=chart,
        on=on,
        totals=totals,
        currency=currency,
        basis=basis,
        beside=beside,
        restated=tuple(_shown(totals, currency, one, actor.language) for one in bases if one is not None),
        problem=next(iter(wrong.values()), ""),
        day_problem=day_problem,
        export=export or {},
        export_problem=export_problem,
        fields=account_fields(data, problems),
        problems=problems,
        threshold_problem=threshold_problem,
        threshold=threshold or {"currency": first},
        may_set=actor.has_role(Role.ADMINISTRATOR),
    )
    return render(request, "desk/accounts/accounts.html", {"page": page}, status=status)


def _basis(asked: Mapping[str, str], source: str, day: str, otherwise: date, wrong: Problems) -> Basis | None:
    code = asked.get(source, "")
    on = read_day(asked, day, wrong) or otherwise
    return Basis(code, on) if code in _SOURCES else None


def _shown(totals: tuple[Money, ...], currency: str, basis: Basis, language: str) -> Shown:
    restated = restate(totals=totals, currency=currency, basis=basis)
    return Shown(restated, restated.sentences(language))

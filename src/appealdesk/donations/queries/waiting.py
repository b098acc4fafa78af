"""The lines that wait for a person to say whose they are, and the one that is looked at."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Sum

from appealdesk.core.money import Money
from appealdesk.donations.access import may_handle_money
from appealdesk.donations.models import Match, Settlement, Statement, StatementLine
from appealdesk.donations.queries.payers import PayerText, words_of
from appealdesk.donations.queries.suggestions import SuggestionPage, suggestions_of
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import fetch_all
from appealdesk.foundation.refusals import NotFound

__all__ = ["DecidedPage", "WaitingLine", "WaitingPage", "as_waiting", "waiting_lines", "waiting_page"]

_LISTED = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingLine:
    """A line with the bank's words; `at` names it in addresses."""

    statement_ref: str
    number: int
    booked_on: date
    amount: Money
    payer: str
    reference: str
    code: str
    is_donation: bool

    @property
    def at(self) -> str:
        """Statement and number, such as T-7K3M9Q2XC:12."""
        return f"{self.statement_ref}:{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedPage:
    """The last decision of the one who looks, which u takes back.

    Its outcome is `cash` where the line is a deposit, and `joined` where several lines with this sum are one donation.
    """

    ref: str
    outcome: str
    amount: Money
    payer: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingPage:
    """Some lines from the one that is looked at on; `line` is None where none waits."""

    line: WaitingLine | None
    suggestions: tuple[SuggestionPage, ...]
    lines: tuple[WaitingLine, ...]
    waiting: int
    total: int
    last: DecidedPage | None

    @property
    def decided(self) -> int:
        """Lines about which a rule or a person has decided."""
        return max(0, self.total - self.waiting)


def waiting_page(
    *, actor: Actor, statement_ref: str = "", number: int = 0, only_coded: bool = False, typed: str = ""
) -> WaitingPage:
    """The first line that waits from the named one on, or else from the beginning, with whose it may be."""
    found = _found(actor, statement_ref, number, only_coded=only_coded)
    listed = tuple((line, words_of(line)) for line in found)
    waiting, total = _counts(actor)
    first = listed[0] if listed else None
    return WaitingPage(
        line=_page(*first) if first else None,
        suggestions=suggestions_of(actor=actor, line=first[0], words=first[1], typed=typed) if first else (),
        lines=tuple(_page(line, words) for line, words in listed),
        waiting=waiting,
        total=total,
        last=_last(actor),
    )


def waiting_lines(*, actor: Actor, statement_ref: str = "", number: int = 0, only_coded: bool = False) -> WaitingPage:
    """The same lines and counts without anybody's suggestions, for a page that looks now and then what has changed."""
    found = _found(actor, statement_ref, number, only_coded=only_coded)
    lines = tuple(map(as_waiting, found))
    waiting, total = _counts(actor)
    return WaitingPage(
        line=lines[0] if lines else None, suggestions=(), lines=lines, waiting=waiting, total=total, last=None
    )


def _found(actor: Actor, statement_ref: str, number: int, *, only_coded: bool) -> list[StatementLine]:
    """Some lines that wait, from the named one on, or from the beginning where none follows it."""
    if not may_handle_money(actor):
        raise NotFound("page")
    rows = StatementLine.objects.filter(organisation_id=actor.own_organisation, waits=True)
    if only_coded:
        rows = rows.exclude(pledge_code="")
    start = (
        StatementLine.objects.filter(
            organisation_id=actor.own_organisation, statement__ref=statement_ref, number=number
        )
        .values_list("pk", flat=True)
        .first()
        if statement_ref
        else None
    )
    ordered = rows.select_related("statement", "account").order_by("pk")
    return list(ordered.filter(pk__gte=start or 0)[:_LISTED]) or list(ordered[:_LISTED])


def as_waiting(line: StatementLine) -> WaitingLine:
    """The line with the bank's words."""
    return _page(line, words_of(line))


def _page(line: StatementLine, words: PayerText | None) -> WaitingLine:
    return WaitingLine(
        statement_ref=line.statement.ref,
        number=line.number,
        booked_on=line.booked_on,
        amount=Money(line.amount_minor, line.currency),
        payer=words.payer if words else "",
        reference=(words.reference or words.text) if words else "",
        code=line.pledge_code,
        is_donation=line.account.every_credit_is_donation,
    )


def _counts(actor: Actor) -> tuple[int, int]:
    """How many lines wait, and how many the reconciled statements brought; the first from an index of its own."""
    ((waiting, total),) = fetch_all(
        """
        SELECT (SELECT count(*) FROM donations_statementline WHERE organisation_id = %(organisation)s AND waits),
               (SELECT coalesce(sum(new_count), 0) FROM donations_statement
                WHERE organisation_id = %(organisation)s AND status = %(status)s)
        """,
        {"organisation": actor.organisation_id, "status": Statement.Status.RECONCILED.value},
    )
    return int(waiting), int(total)


def _last(actor: Actor) -> DecidedPage | None:
    own = {"organisation_id": actor.own_organisation, "undone_at__isnull": True}
    match = (
        Match.objects.select_related("line", "line__account")
        .filter(**own, decided_by=actor.ref)
        .order_by("-decided_at", "-pk")
        .first()
    )
    cash = (
        Settlement.objects.select_related("line", "line__account")
        .filter(**own, made_by=actor.ref, kind=Settlement.Kind.DEPOSIT)
        .order_by("-pk")
        .first()
    )
    if cash is not None and (match is None or cash.made_at > match.decided_at):
        return _decided(cash.ref, "cash", cash.line, cash.made_at)
    if match is None:
        return None
    if not match.together:
        return _decided(match.ref, match.outcome, match.line, match.decided_at)
    joined = Match.objects.filter(**own, together=match.together).aggregate(whole=Sum("line__amount_minor"))
    return _decided(match.ref, "joined", match.line, match.decided_at, joined["whole"])


def _decided(ref: str, outcome: str, line: StatementLine, at: datetime, amount_minor: int | None = None) -> DecidedPage:
    words = words_of(line)
    return DecidedPage(
        ref=ref,
        outcome=outcome,
        amount=Money(amount_minor or line.amount_minor, line.currency),
        payer=words.payer if words else "",
        at=at,
    )

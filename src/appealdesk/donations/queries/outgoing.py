"""Outgoing lines that nobody has settled, each beside the payments of the very amount, and the rules for fees."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from appealdesk.core.money import Money
from appealdesk.donations.access import may_handle_money
from appealdesk.donations.models import Disbursement, FeeRule, Refund, Settlement, StatementLine
from appealdesk.donations.queries.payers import words_of
from appealdesk.donations.queries.words import open_payee
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.languages import Localised
from appealdesk.foundation.refusals import NotFound

__all__ = ["OutgoingLine", "OutgoingPage", "PaymentChoice", "RuleRow", "SettledRow", "outgoing_page"]

_MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class PaymentChoice:
    """A payment that is not seen at the bank yet: whom it went to, or which donation it gave back."""

    ref: str
    words: str
    paid_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingLine:
    """A debit of the bank with its words, and the payments that it may be."""

    statement_ref: str
    number: int
    account_label: str
    booked_on: date
    amount: Money
    words: str
    choices: tuple[PaymentChoice, ...]

    @property
    def at(self) -> str:
        """Statement and number, such as T-7K3M9Q2XC:12."""
        return f"{self.statement_ref}:{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledRow:
    """What was said about a line, and can be taken back."""

    ref: str
    at: str
    kind: str
    subject_ref: str
    amount: Money
    by_rule: bool
    made_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """A rule for fees that is in force."""

    ref: str
    account_label: str
    words: str
    at_most: Money
    fund_names: Localised


@dataclass(frozen=True, slots=True)
class OutgoingPage:
    """The lines that wait, oldest first; the newest settlements; the rules."""

    lines: tuple[OutgoingLine, ...]
    settled: tuple[SettledRow, ...]
    rules: tuple[RuleRow, ...]


def outgoing_page(*, actor: Actor) -> OutgoingPage:
    """Six queries at most, however many lines there are."""
    if not may_handle_money(actor):
        raise NotFound("page")
    own = {"organisation_id": actor.own_organisation}
    lines = list(
        StatementLine.objects.filter(**own, amount_minor__lt=0, state="open", statement__status="reconciled")
        .exclude(pk__in=Settlement.objects.filter(**own, undone_at__isnull=True).values("line_id"))
        .select_related("statement", "account")
        .order_by("booked_on", "pk")[:_MOST_SHOWN]
    )
    choices = _choices(own) if lines else {}
    settled = (
        Settlement.objects.filter(**own, undone_at__isnull=True).select_related("line__statement").order_by("-pk")[:20]
    )
    rules = FeeRule.objects.filter(**own, ended_at__isnull=True).select_related("account", "fund").order_by("pk")
    return OutgoingPage(
        tuple(_line(line, choices) for line in lines), tuple(map(_settled, settled)), tuple(map(_rule, rules))
    )


def _choices(own: dict[str, int]) -> dict[Money, list[PaymentChoice]]:
    taken = Settlement.objects.filter(**own, undone_at__isnull=True).exclude(subject_ref="").values("subject_ref")
    found: defaultdict[Money, list[PaymentChoice]] = defaultdict(list)
    paid = Disbursement.objects.filter(**own, status="paid", means="bank").exclude(ref__in=taken).order_by("-pk")
    for row in paid[:200]:
        payee = open_payee(row)
        if row.paid_on is not None:
            choice = PaymentChoice(row.ref, payee.name if payee else "", row.paid_on)
            found[Money(-row.amount_minor, row.currency)].append(choice)
    made = Refund.objects.filter(**own, status="made", donation__channel="bank").exclude(ref__in=taken)
    for refund in made.select_related("donation").order_by("-pk")[:200]:
        choice = PaymentChoice(refund.ref, refund.donation.ref, refund.happened_on)
        found[Money(-refund.amount_minor, refund.currency)].append(choice)
    return found


def _line(line: StatementLine, choices: dict[Money, list[PaymentChoice]]) -> OutgoingLine:
    words = words_of(line)
    amount = Money(line.amount_minor, line.currency)
    return OutgoingLine(
        statement_ref=line.statement.ref,
        number=line.number,
        account_label=line.account.label,
        booked_on=line.booked_on,
        amount=amount,
        words=" ".join(text for text in (words.payer, words.reference, words.text) if text) if words else "",
        choices=tuple(choices.get(amount, ())),
    )


def _settled(row: Settlement) -> SettledRow:
    return SettledRow(
        ref=row.ref,
        at=f"{row.line.statement.ref}:{row.line.number}",
        kind=row.kind,
        subject_ref=row.subject_ref,
        amount=Money(row.line.amount_minor, row.line.currency),
        by_rule=row.rule_id is not None,
        made_by=row.made_by,
    )


def _rule(row: FeeRule) -> RuleRow:
    return RuleRow(
        ref=row.ref,
        account_label=row.account.label,
        words=row.words,
        at_most=Money(row.at_most_minor, row.account.currency),
        fund_names=row.fund.names,
    )

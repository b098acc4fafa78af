"""Post the bank's fees of a statement by the rules of its account."""

from datetime import datetime

from appealdesk.core.text.normalise import fold
from appealdesk.donations.ledger.settling import settle_fee
from appealdesk.donations.models import FeeRule, Statement, StatementLine
from appealdesk.donations.queries.payers import words_of
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal

__all__ = ["post_fees"]


def post_fees(*, actor: Actor, now: datetime, statement_ref: str) -> int:
    """Post the debits of a reconciled statement that a rule says are fees; returns how many.

    A fee that its fund cannot bear is left for a person, who chooses another fund.
    """
    with acting(actor):
        statement = Statement.objects.filter(ref=statement_ref, organisation_id=actor.own_organisation).first()
        if statement is None or statement.status != Statement.Status.RECONCILED:
            return 0
        rules = tuple(
            FeeRule.objects.filter(account_id=statement.account_id, ended_at__isnull=True)
            .select_related("fund", "account")
            .order_by("pk")
        )
        if not rules:
            return 0
        lines = list(
            StatementLine.objects.filter(statement=statement, amount_minor__lt=0, state=StatementLine.State.OPEN)
            .exclude(settlements__undone_at__isnull=True, settlements__isnull=False)
            .select_related("statement")
            .select_for_update(of=("self",))
            .order_by("number")
        )
        return sum(_by_rule(actor, now, line, rules) for line in lines)


def _by_rule(actor: Actor, now: datetime, line: StatementLine, rules: tuple[FeeRule, ...]) -> bool:
    words = words_of(line)
    text = fold(f"{words.payer} {words.reference} {words.text}") if words else ""
    found = next((rule for rule in rules if rule.words in text and -line.amount_minor <= rule.at_most_minor), None)
    if found is None:
        return False
    try:
        with acting(actor):
            settle_fee(actor=actor, now=now, line=line, fund=found.fund, expense_id=found.expense_id, rule=found)
    except Refusal:
        return False
    return True

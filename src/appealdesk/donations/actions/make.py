"""Make a rule for the fees of a bank."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.core.text.normalise import fold
from appealdesk.donations.access import access_account, access_expense, access_fund
from appealdesk.donations.inputs import FeeRuleInput
from appealdesk.donations.ledger.posting import lock_names
from appealdesk.donations.ledger.spend import BANK_FEES, chart_account
from appealdesk.donations.models import FeeRule
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import Refusal

__all__ = ["make_fee_rule"]


def make_fee_rule(*, actor: Actor, now: datetime, entry: FeeRuleInput) -> str:
    """From now on debits of the account with these words are posted as fees. Returns the rule's reference."""
    with acting(actor):
        account, fund = access_account(actor, entry.account_ref), access_fund(actor, entry.fund_ref)
        words = fold(entry.words)
        if not words:
            raise Refusal("donations.words_empty", "Write words that stand in the bank's text.", field="words")
        lock_names(actor.own_organisation)
        if FeeRule.objects.filter(account=account, words=words, ended_at__isnull=True).exists():
            raise Refusal("donations.fee_rule_exists", "There is a rule with these words already.", field="words")
        expense = (
            chart_account(actor.own_organisation, BANK_FEES)
            if entry.expense == BANK_FEES
            else access_expense(actor, entry.expense)
        )
        row = FeeRule.objects.create(
            ref=new_ref("Y"),
            organisation_id=actor.own_organisation,
            account=account,
            words=words,
            at_most_minor=entry.at_most_minor,
            fund=fund,
            expense=expense,
            made_at=now,
            made_by=actor.ref,
        )
        details = {"account": account.ref, "fund": fund.ref}
        record_audit(actor=actor, now=now, tag="fee_rule.made", subject=row.ref, details=details)
    return row.ref

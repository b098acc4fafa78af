"""Write off what nobody will ever explain or pay."""

from datetime import datetime

from appealdesk.core.money import Money
from appealdesk.donations.access import access_fund, access_ledger_account
from appealdesk.donations.inputs import WriteOffInput
from appealdesk.donations.ledger.corrections import ask, check_day
from appealdesk.donations.ledger.posting import balance_of
from appealdesk.donations.models import BankAccount, LedgerAccount, WriteOff
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import Refusal

__all__ = ["write_off"]

_WRITABLE = (LedgerAccount.Kind.ASSET, LedgerAccount.Kind.LIABILITY)


def write_off(*, actor: Actor, now: datetime, entry: WriteOffInput) -> str:
    """Take it out of its account: the fund gains what was owed to nobody, and bears what will never come.

    A bank account is never written off, because its statements prove what it holds.
    """
    with acting(actor):
        account, fund = access_ledger_account(actor, entry.account), access_fund(actor, entry.fund_ref)
        if account.kind not in _WRITABLE or BankAccount.objects.filter(ledger_account=account).exists():
            raise Refusal(
                "donations.not_writable",
                "Only receivables and liabilities are written off: a bank account holds what its statements prove.",
                field="account",
            )
        check_day(actor, now, entry.happened_on)
        stands = balance_of(organisation_id=actor.own_organisation, account_id=account.pk, currency=entry.currency)
        money = Money(entry.amount_minor, entry.currency)
        row = WriteOff(
            ref=new_ref("W"),
            account=account,
            fund=fund,
            gain=stands < 0,
            amount_minor=money.amount_minor,
            currency=money.currency,
            happened_on=entry.happened_on,
        )
        details = {"account": account.code, "fund": fund.ref}
        return ask(actor=actor, now=now, row=row, words=entry.words, details=details)

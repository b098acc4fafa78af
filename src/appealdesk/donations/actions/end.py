"""End a rule for the fees of a bank, or what was said about how its files name an account."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import access_account, access_fee_rule
from appealdesk.donations.models import AccountName
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting

__all__ = ["end_account_name", "end_fee_rule"]


def end_fee_rule(*, actor: Actor, now: datetime, rule_ref: str) -> None:
    """What it posted stays; it posts nothing more."""
    with acting(actor):
        row = access_fee_rule(actor, rule_ref)
        row.ended_at, row.ended_by = now, actor.ref
        row.save(update_fields=["ended_at", "ended_by"])
        record_audit(actor=actor, now=now, tag="fee_rule.ended", subject=row.ref, details={})


def end_account_name(*, actor: Actor, now: datetime, account_ref: str, name: str) -> None:
    """Files of this name are no longer the account's; what came from them stays. Ending it twice changes nothing."""
    with acting(actor):
        account = access_account(actor, account_ref, lock=True)
        held = AccountName.objects.filter(account=account, name=name, ended_at__isnull=True)
        if held.update(ended_at=now, ended_by=actor.ref):
            record_audit(actor=actor, now=now, tag="account_name.ended", subject=account.ref, details={"name": name})

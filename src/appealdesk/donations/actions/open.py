"""Open an account in the chart of accounts."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import may_handle_money
from appealdesk.donations.inputs import LedgerAccountInput
from appealdesk.donations.ledger.posting import lock_names
from appealdesk.donations.ledger.spend import CHART
from appealdesk.donations.models import LedgerAccount
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound, Refusal

__all__ = ["open_ledger_account"]


def open_ledger_account(*, actor: Actor, now: datetime, entry: LedgerAccountInput) -> str:
    """Open it under a code of its own; funds and bank accounts open theirs by themselves. Returns the code."""
    with acting(actor):
        if not may_handle_money(actor):
            raise NotFound("page")
        lock_names(actor.own_organisation)
        taken = LedgerAccount.objects.filter(organisation_id=actor.own_organisation, code=entry.code).exists()
        if taken or entry.code in CHART:
            raise Refusal("donations.code_taken", "There is an account with this code: choose another.", field="code")
        LedgerAccount.objects.create(
            organisation_id=actor.own_organisation, code=entry.code, kind=entry.kind, names=entry.names
        )
        details = {"kind": entry.kind}
        record_audit(actor=actor, now=now, tag="ledger_account.opened", subject=entry.code, details=details)
    return entry.code

"""Say that a bank's files also name an account otherwise, so that all of them are one account's."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import access_account
from appealdesk.donations.ledger.posting import lock_names
from appealdesk.donations.models import AccountName
from appealdesk.donations.queries.account_names import account_called
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal

__all__ = ["name_account"]

_LONGEST = 80


def name_account(*, actor: Actor, now: datetime, account_ref: str, name: str) -> None:
    """From now on files of this name are the account's; saying it twice changes nothing.

    Refuses a name that is another account's, which would turn its files over to this one.
    """
    wanted = " ".join(name.split())
    if not 1 <= len(wanted) <= _LONGEST or not wanted.isprintable():
        raise Refusal(
            "donations.account_name_empty",
            f"Write the account as its files name it, in at most {_LONGEST} characters.",
            field="name",
        )
    with acting(actor):
        account = access_account(actor, account_ref, lock=True)
        lock_names(account.organisation_id)
        known = account_called(account.organisation_id, wanted)
        if known is not None and known.pk != account.pk:
            raise Refusal(
                "donations.account_name_taken",
                f"Files of this name are those of the account {known.label}: take the name from it first.",
                field="name",
                values={"account": known.label},
            )
        if known is not None:
            return
        AccountName.objects.create(
            organisation_id=account.organisation_id,
            account=account,
            name=wanted,
            said_at=now,
            said_by=actor.ref,
        )
        record_audit(actor=actor, now=now, tag="account_name.said", subject=account.ref, details={"name": wanted})

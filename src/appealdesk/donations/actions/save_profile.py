"""Save how an account's CSV files are written; from then on they are read so."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from appealdesk.audit.actions.record import record_audit
from appealdesk.core.banking.profile_document import ProfileRefused, profile_of
from appealdesk.donations.access import access_account
from appealdesk.donations.models import BankAccount, StatementProfile
from appealdesk.donations.queries.profiles import current_profile
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal

__all__ = ["save_profile"]


def save_profile(
    *, actor: Actor, now: datetime, account_ref: str, document: Mapping[str, Any], seen_version: int
) -> int:
    """Store it as the next version and return its number; what is as it was before is no new version.

    `seen_version` is the one that the officer began with, so that a colleague's is never covered unseen.
    """
    with acting(actor):
        account = access_account(actor, account_ref)
        BankAccount.objects.select_for_update().get(pk=account.pk)
        try:
            profile_of(document, name=account.label, currency=account.currency)
        except ProfileRefused as refused:
            raise Refusal(
                "donations.profile_malformed",
                f"The profile is not whole yet. {refused}",
                values={"problems": refused.problems},
            ) from refused
        current = current_profile(account)
        version = current.version if current else 0
        if version != seen_version:
            raise Refusal(
                "donations.profile_meanwhile",
                "A colleague changed this profile meanwhile: look at theirs, then save yours.",
            )
        if current is not None and current.document == dict(document):
            return version
        made = StatementProfile.objects.create(
            organisation_id=account.organisation_id,
            account=account,
            version=version + 1,
            document=dict(document),
            made_at=now,
            made_by=actor.ref,
        )
        details = {"version": made.version}
        record_audit(actor=actor, now=now, tag="statement_profile.saved", subject=account.ref, details=details)
    return made.version

"""The profiles of accounts: the one that holds now, and any that a stored file was read by."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from appealdesk.core.banking.delimited_profiles import Profile
from appealdesk.core.banking.profile_document import profile_of
from appealdesk.donations.access import access_account
from appealdesk.donations.models import BankAccount, StatementProfile
from appealdesk.foundation.actor import Actor

__all__ = ["SAVED", "ProfilePage", "current_profile", "profile_page", "saved_profile"]

SAVED = "saved:"
"""A statement that was read by a saved profile has this and the version for its format."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfilePage:
    """An account with its profile; version 0 and no document where none is saved yet."""

    account_ref: str
    account_label: str
    currency: str
    version: int
    document: dict[str, Any] | None
    made_at: datetime | None


def current_profile(account: BankAccount) -> StatementProfile | None:
    """The newest version."""
    return account.profiles.order_by("-version").first()


def saved_profile(account: BankAccount, version: int | None = None) -> Profile | None:
    """The newest profile, or that version, ready to read with; None where nobody has saved one."""
    row = current_profile(account) if version is None else account.profiles.filter(version=version).first()
    if row is None:
        return None
    return profile_of(row.document, name=f"{SAVED}{row.version}", currency=account.currency)


def profile_page(*, actor: Actor, account_ref: str) -> ProfilePage:
    """The account and the profile that holds for it now."""
    account = access_account(actor, account_ref)
    row = current_profile(account)
    return ProfilePage(
        account_ref=account.ref,
        account_label=account.label,
        currency=account.currency,
        version=row.version if row else 0,
        document=row.document if row else None,
        made_at=row.made_at if row else None,
    )

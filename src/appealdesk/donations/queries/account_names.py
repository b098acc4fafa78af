"""Which account a bank's file is of: by the key that was registered, or by another name that a person said."""

from appealdesk.donations.models import BankAccount

__all__ = ["account_called"]


def account_called(organisation_id: int, name: str) -> BankAccount | None:
    """The organisation's account that files name so."""
    own = BankAccount.objects.filter(organisation_id=organisation_id).select_related("fund")
    return own.filter(account_key=name).first() or own.filter(names__name=name, names__ended_at__isnull=True).first()

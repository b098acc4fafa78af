"""The words for the details of a bank account, for the form at the desk and for those who transfer money."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

__all__ = ["bank_words"]


def bank_words() -> dict[str, str]:
    """The label of each detail in the active language, in the order in which a transfer asks for them."""
    return {
        "bank": _("Bank"),
        "bank_code": _("Bank code"),
        "branch": pgettext("of a bank", "Branch"),
        "branch_code": _("Branch code"),
        "account_type": _("Kind of account"),
        "account_number": _("Account number"),
        "account_holder": _("Account holder"),
        "account_holder_kana": _("Account holder in kana"),
        "iban": "IBAN",
        "swift": "SWIFT / BIC",
        "currency": _("Currency"),
        "purpose": _("Purpose"),
    }

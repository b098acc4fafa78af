"""The text of a QR code with which a banking app in the SEPA fills in a transfer.

Source: European Payments Council, EPC069-12, version 2.1: one element a line, UTF-8, at most 331 bytes.
"""

import re
from typing import Final

from appealdesk.core.money import Money

__all__ = ["epc_text", "is_iban"]

_IBAN: Final = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_LONGEST_NAME: Final = 70
_LARGEST: Final = 99_999_999_999
"""Cents: the scheme's largest transfer."""


def is_iban(text: str) -> bool:
    """Whether the text is an IBAN whose check digits (ISO 7064 mod 97-10) are right; spaces make no difference."""
    iban = text.replace(" ", "").upper()
    if not _IBAN.fullmatch(iban):
        return False
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1


def epc_text(*, holder: str, iban: str, bic: str, amount: Money | None, words: str) -> str | None:
    """The text of the code, or None where the account is none of the SEPA or the amount is no sum of euros."""
    compact = iban.replace(" ", "").upper()
    if not is_iban(compact) or not holder.strip():
        return None
    if amount is not None and (amount.currency != "EUR" or not 0 < amount.amount_minor <= _LARGEST):
        return None
    stated = f"EUR{amount.decimal:.2f}" if amount else ""
    lines = ("BCD", "002", "1", "SCT", bic.replace(" ", "").upper(), holder.strip()[:_LONGEST_NAME], compact, stated)
    return "\n".join((*lines, "", "", words))

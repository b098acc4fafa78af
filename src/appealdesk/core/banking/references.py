"""Finds the references that payers write into free text: our own, and the creditor reference of ISO 11649."""

import re
from typing import Final

__all__ = ["is_creditor_reference", "reference_in"]

_OWN: Final = re.compile(r"(?<![0-9A-Z])DON-[0-9A-Z]{4}-[0-9A-Z](?![0-9A-Z])")
_CREDITOR: Final = re.compile(r"(?<![0-9A-Z])RF[0-9]{2}[0-9A-Z]{1,21}(?![0-9A-Z])")


def is_creditor_reference(text: str) -> bool:
    """Whether the text is RF, two check digits and up to 21 characters that satisfy ISO 7064 mod 97-10."""
    if not _CREDITOR.fullmatch(text):
        return False
    turned = text[4:] + text[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1


def reference_in(*texts: str) -> str:
    """The one reference that the texts hold, or nothing; two different ones prove neither."""
    found: set[str] = set()
    for text in texts:
        upper = text.upper()
        found.update(_OWN.findall(upper))
        found.update(match for match in _CREDITOR.findall(upper) if is_creditor_reference(match))
    return found.pop() if len(found) == 1 else ""

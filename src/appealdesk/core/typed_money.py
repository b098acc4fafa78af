"""Amounts as people type them: in digits of any width, grouped and pointed as their culture does.

A comma is a group mark in Tokyo and a decimal mark in Kyiv, and who passes over it reads 12,50 as 1250. So the marks
say what they are by where they stand, and an amount that can be read in two ways is refused rather than guessed.
"""

import re
import unicodedata
from typing import Final

from appealdesk.core.money import MoneyError, exponent_of, parse_minor

__all__ = ["parse_typed"]

_LONGEST: Final = 60
_GROUPED: Final = re.compile(r"(?P<whole>\d{1,3}(?P<group>[ ',.])\d{3}(?:(?P=group)\d{3})*)(?:[.,](?P<fraction>\d+))?")
_PLAIN: Final = re.compile(r"(?P<whole>\d+)(?:[.,](?P<fraction>\d+))?")
_MARKS: Final = {
    "JPY": ("¥", "円", "yen"),
    "USD": ("us$", "$"),
    "EUR": ("€",),
    "GBP": ("£",),
    "UAH": ("₴", "грн.", "грн"),
}


def parse_typed(text: str, currency: str) -> int:
    """Minor units of what was typed, such as １０，０００, 10 000 грн, 12,50 or 1.234,50; never below zero.

    Raises MoneyError for anything else, also for 12.500 of a currency with two decimal places, which may be meant as
    twelve and a half or as twelve thousand five hundred.
    """
    plain = _without_currency(_in_plain_digits(text[:_LONGEST]), currency)
    found = _GROUPED.fullmatch(plain)
    if found is not None:
        rest = plain[len(found["whole"]) :]
        is_one_point = found["group"] == "." and found["whole"].count(".") == 1 and not rest
        if is_one_point or rest.startswith(found["group"]):
            found = None
    found = found or _PLAIN.fullmatch(plain)
    places = max(exponent_of(currency), 2)
    if found is None or len(text) > _LONGEST or len(found["fraction"] or "") > places:
        raise MoneyError(f"{text[:_LONGEST]!r} is not clearly an amount in {currency}.")
    whole = re.sub(r"\D", "", found["whole"])
    return parse_minor(f"{whole}.{found['fraction'] or ''}", currency)


def _in_plain_digits(text: str) -> str:
    """Without widths, with digits of one script and marks of one kind."""
    letters = unicodedata.normalize("NFKC", text).replace("’", "'").strip()
    return "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in letters)


def _without_currency(plain: str, currency: str) -> str:
    """Without the currency's own name or sign, before or after the digits."""
    folded = plain.casefold()
    for mark in (currency.casefold(), *_MARKS.get(currency, ())):
        if folded.startswith(mark):
            return folded[len(mark) :].strip()
        if folded.endswith(mark):
            return folded[: -len(mark)].strip()
    return folded

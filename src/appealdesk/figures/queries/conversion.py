"""Converts a published sum for readers abroad; only what is public already is converted."""

from datetime import date
from fractions import Fraction
from typing import Any

from appealdesk.appeals.queries.rates import rate_table
from appealdesk.core.exchange import ECB, RateMissing, convert, rate_sentence
from appealdesk.core.figures.protect import ProtectedValue
from appealdesk.core.figures.protect import convert as convert_protected
from appealdesk.core.money import Money, exponent_of
from appealdesk.foundation.languages import LANGUAGES

__all__ = ["convert_value"]

_READERS_CURRENCY = "USD"


def convert_value(value: ProtectedValue, *, on: date) -> dict[str, Any] | None:
    """The sum in US dollars with rate, source and day per language, or None where no rate is known."""
    if value.shown is None or value.unit == _READERS_CURRENCY:
        return None
    try:
        conversion = convert(Money(value.shown, value.unit), _READERS_CURRENCY, rate_table(source=ECB, upto=on), on)
    except RateMissing:
        return None
    scale = Fraction(10) ** (exponent_of(_READERS_CURRENCY) - exponent_of(value.unit))
    shown = convert_protected(value, factor=Fraction(conversion.rate) * scale, currency=_READERS_CURRENCY)
    return {
        "currency": _READERS_CURRENCY,
        "shown_minor": shown.shown,
        "rate": str(conversion.rate),
        "source": conversion.source,
        "rate_on": conversion.rate_on.isoformat(),
        "sentences": {language: rate_sentence(conversion, language) for language in LANGUAGES},
    }

"""A released value in words, in each language."""

from babel.numbers import format_decimal

from appealdesk.core.money import Money, format_money_round
from appealdesk.figures.models import FigureRelease
from appealdesk.figures.queries.definitions import Unit
from appealdesk.foundation.languages import LANGUAGES, Localised

__all__ = ["converted_texts", "value_texts"]

_LOCALES = {"ja": "ja", "en": "en_GB", "uk": "uk"}
_ABOUT = {"ja": "約{number}", "en": "about {number}", "uk": "близько {number}"}
_FEWER = {"ja": "{number}未満", "en": "fewer than {number}", "uk": "менше ніж {number}"}
_WITHHELD = {"ja": "非公表", "en": "not published", "uk": "не оприлюднюється"}
_SPOKEN_FROM = 1000
_COUNTS = frozenset({Unit.PEOPLE, Unit.RECORDS})


def value_texts(row: FigureRelease) -> Localised:
    """What the public reads, such as 70, fewer than 10, about 60,000, about 1,960 million yen."""
    return {language: _text(row, language) for language in LANGUAGES}


def converted_texts(row: FigureRelease) -> Localised | None:
    """The sum in the readers' currency, such as 17.0 million US dollars, or None."""
    if not row.conversion:
        return None
    money = Money(row.conversion["shown_minor"], row.conversion["currency"])
    return {language: format_money_round(money, language) for language in LANGUAGES}


def _text(row: FigureRelease, language: str) -> str:
    if row.shown is None:
        return _WITHHELD[language]
    if row.unit not in _COUNTS:
        number = format_money_round(Money(row.shown, row.unit), language)
        return _ABOUT[language].format(number=number) if row.wording == "about" else number
    number = str(format_decimal(row.shown, format="#,##0", locale=_LOCALES[language]))
    if row.wording == "fewer_than":
        return _FEWER[language].format(number=number)
    if row.wording == "about" and row.shown >= _SPOKEN_FROM:
        return _ABOUT[language].format(number=number)
    return number

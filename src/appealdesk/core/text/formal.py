"""Dates and amounts as official papers write them: Japanese eras, and sums that nobody can add a digit to."""

from datetime import date
from typing import Final

from babel.dates import format_date

from appealdesk.core.money import Money, format_money

__all__ = ["formal_amount", "formal_date"]

# First day of each era and its name; the first year is called 元年. Cabinet orders of 1926, 1989 and 2019.
_ERAS: Final = (
    (date(2019, 5, 1), "令和"),
    (date(1989, 1, 8), "平成"),
    (date(1926, 12, 25), "昭和"),
)
_LOCALES: Final = {"ja": "ja", "en": "en_GB", "uk": "uk"}


def formal_date(day: date, language: str, *, locale: str = "") -> str:
    """令和4年(2022年)3月2日, 2 March 2022 or 2 березня 2022 р.; `locale` overrides it, such as en_US: March 2, 2022.

    A day before the eras that are known here is written by the western year alone.
    """
    if language == "ja" and not locale:
        era = next(((first, name) for first, name in _ERAS if day >= first), None)
        if era is not None:
            year = day.year - era[0].year + 1
            return f"{era[1]}{'元' if year == 1 else year}年({day.year}年){day.month}月{day.day}日"
    return str(format_date(day, "long", locale=locale or _LOCALES[language]))


def formal_amount(money: Money, language: str) -> str:
    """金 ¥100,000 也 in Japanese, so that nothing can be written before or after it; elsewhere the exact amount.

    A foreign currency keeps the sign that it has in English: 金 US$868.00 也.
    """
    if language == "ja":
        return f"金 {format_money(money, 'en')} 也"
    return format_money(money, language)

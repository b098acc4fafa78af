"""How three cultures write days, times, numbers and names.

Written by hand rather than with a formatting library, because a page of the desk formats several hundred values, and
because the forms are few and fixed: 2022年3月2日, 2 March 2022, 2 березня 2022.
"""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from appealdesk.core.names.person_name import PersonName

__all__ = [
    "country_text",
    "date_text",
    "days_text",
    "decimal_text",
    "moment_text",
    "month_text",
    "name_html",
    "number_text",
    "span_text",
    "zone_of",
]

_NO_BREAK = "\u00a0"
_MONTHS = {
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    # Ukrainian names a day of a month in the genitive.
    "uk": (
        *("січня", "лютого", "березня", "квітня", "травня", "червня"),
        *("липня", "серпня", "вересня", "жовтня", "листопада", "грудня"),
    ),
}
# A month by itself stands in the nominative.
_WHOLE_MONTHS = _MONTHS | {
    "uk": (
        *("січень", "лютий", "березень", "квітень", "травень", "червень"),
        *("липень", "серпень", "вересень", "жовтень", "листопад", "грудень"),
    )
}


def date_text(day: date, language: str) -> str:
    """The day as the culture writes it; no line can break inside it."""
    if language == "ja":
        return f"{day.year}年{day.month}月{day.day}日"
    months = _MONTHS.get(language, _MONTHS["en"])
    return f"{day.day}{_NO_BREAK}{months[day.month - 1]}{_NO_BREAK}{day.year}"


def days_text(first: date, last: date, language: str) -> str:
    """From one day to another: 2022年3月1日〜2022年3月31日, 1 March 2022 – 31 March 2022; it may break at the dash."""
    dash = "〜" if language == "ja" else f"{_NO_BREAK}– "
    return f"{date_text(first, language)}{dash}{date_text(last, language)}"


def month_text(month: date, language: str) -> str:
    """The month of this day with its year: 2022年3月, March 2022, березень 2022."""
    if language == "ja":
        return f"{month.year}年{month.month}月"
    months = _WHOLE_MONTHS.get(language, _WHOLE_MONTHS["en"])
    return f"{months[month.month - 1]}{_NO_BREAK}{month.year}"


@lru_cache(maxsize=32)
def zone_of(name: str) -> ZoneInfo:
    """The time zone, read once a process."""
    return ZoneInfo(name)


def moment_text(moment: datetime, language: str, zone: str) -> str:
    """Day and time in the zone, with the zone's own short name: 2 March 2022, 14:02 JST."""
    local = moment.astimezone(zone_of(zone))
    time = f"{local:%H:%M}{_NO_BREAK}{local.tzname()}"
    if language == "ja":
        return f"{date_text(local, language)} {time}"
    return f"{date_text(local, language)}, {time}"


def number_text(value: int, language: str) -> str:
    """Digits in groups of three: 60,000; in Ukrainian with no-break spaces."""
    grouped = f"{abs(value):,}"
    if language == "uk":
        grouped = grouped.replace(",", _NO_BREAK)
    return f"−{grouped}" if value < 0 else grouped


def decimal_text(text: str, language: str) -> str:
    """Digits with the decimal mark of the culture: 13.5, in Ukrainian 13,5."""
    return text.replace(".", ",") if language == "uk" else text


def country_text(code: str, language: str) -> str:
    """A country by its ISO 3166 alpha-2 code: ウクライナ, Ukraine, Україна; the code itself where it has no name."""
    return str(Locale(language).territories.get(code, code))


def span_text(seconds: float, language: str) -> str:
    """A remaining or elapsed time in the two largest units that say enough: 1 h 5 min, 2 min 10 s, 8 s."""
    whole = max(0, round(seconds))
    units = {"ja": ("時間", "分", "秒"), "uk": (" год", " хв", " с")}.get(language, (" h", " min", " s"))
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    parts = list(zip((hours, minutes, left), units, strict=True))
    first = next((place for place, (count, _) in enumerate(parts) if count), 2)
    gap = "" if language == "ja" else " "
    return gap.join(f"{count}{unit}" for count, unit in parts[first : first + 2] if count or first == 2)


def name_html(name: PersonName, language: str) -> SafeString:
    """The form for this reader, with the reading as ruby over what is not kana; HTML."""
    shown = name.display(language)
    if shown != name.tidied().written:
        return format_html('<span class="name">{}</span>', shown)
    parts = format_html_join(
        "",
        "{}",
        (
            (format_html("<ruby>{}<rp>（</rp><rt>{}</rt><rp>）</rp></ruby>", part.text, part.reading),)
            if part.reading
            else (part.text,)
            for part in name.ruby()
        ),
    )
    return format_html('<span class="name">{}</span>', parts)

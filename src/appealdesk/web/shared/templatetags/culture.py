"""Template filters that write values as the reader's culture does; the language is the active one."""

from datetime import date, datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

from appealdesk.core.money import Money, format_money, format_money_round
from appealdesk.core.names.person_name import PersonName
from appealdesk.foundation.languages import LANGUAGES, Localised
from appealdesk.foundation.languages import pick as pick_text
from appealdesk.web.shared.culture import (
    country_text,
    date_text,
    days_text,
    moment_text,
    month_text,
    name_html,
    number_text,
    span_text,
    zone_of,
)
from appealdesk.web.shared.issuers import issuer_language, issuer_name

register = template.Library()


def reader_language() -> str:
    """The active language, English if another one was activated."""
    language = get_language() or "en"
    return language if language in LANGUAGES else "en"


@register.filter
def pick(texts: Localised) -> str:
    """The text in the reader's language."""
    return pick_text(texts, reader_language())


@register.filter
def day(value: date | None) -> SafeString | str:
    """A date in a <time> element."""
    if value is None:
        return ""
    text = date_text(value, reader_language())
    return format_html('<time datetime="{}" class="keep">{}</time>', f"{value:%Y-%m-%d}", text)


@register.filter
def until(first: date, last: date) -> str:
    """Two days as a span, such as {{ row.first|until:row.last }}."""
    return days_text(first, last, reader_language())


@register.filter
def month(value: date) -> SafeString:
    """The month of a day in a <time> element."""
    text = month_text(value, reader_language())
    return format_html('<time datetime="{}" class="keep">{}</time>', f"{value:%Y-%m}", text)


@register.filter
def moment(value: datetime | None, zone: str = "") -> SafeString | str:
    """A moment with its zone in a <time> element; the zone is the organisation's, or else the active one."""
    if value is None:
        return ""
    return format_html(
        '<time datetime="{}">{}</time>',
        value.isoformat(timespec="minutes"),
        moment_text(value, reader_language(), zone or get_current_timezone_name()),
    )


@register.filter
def local_day(value: datetime | None, zone: str = "") -> SafeString | str:
    """The day of a moment in the organisation's zone."""
    return day(value.astimezone(zone_of(zone or get_current_timezone_name())).date()) if value else ""


@register.filter
def number(value: int | None) -> str:
    """A grouped whole number."""
    return "" if value is None else number_text(value, reader_language())


@register.filter
def span(seconds: float | None) -> str:
    """A length of time."""
    return "" if seconds is None else span_text(seconds, reader_language())


@register.filter
def money(value: Money | None) -> SafeString | str:
    """An exact amount with its currency."""
    if value is None:
        return ""
    return format_html('<span class="money">{}</span>', format_money(value, reader_language()))


@register.simple_tag(name="money")
def money_of(amount_minor: int, currency: str) -> SafeString | str:
    """An exact amount from its two parts."""
    return money(Money(amount_minor, currency))


@register.filter
def money_round(value: Money) -> str:
    """A large sum in words: 1,960 million yen."""
    return format_money_round(value, reader_language())


@register.filter
def country(code: str) -> str:
    """A country by its ISO 3166 code, as the reader's language calls it."""
    return country_text(code, reader_language())


@register.filter
def name(value: PersonName) -> SafeString:
    """A person's name, with the reading as ruby."""
    return name_html(value, reader_language())


register.filter("issuer", issuer_name)
register.filter("issuer_language", issuer_language)

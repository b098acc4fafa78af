"""Published exchange rates as the conversions of core/exchange take them."""

from datetime import date, timedelta

from appealdesk.appeals.models import ExchangeRate

__all__ = ["rate_rows"]


def rate_rows(*, source: str, upto: date, days: int = 14) -> list[tuple[date, str, str, object]]:
    """(day, base, quote, value) of a source for the days before and on a day, newest first. One query."""
    return list(
        ExchangeRate.objects.filter(source=source, on__lte=upto, on__gt=upto - timedelta(days=days))
        .order_by("-on")
        .values_list("on", "base", "quote", "value")
    )

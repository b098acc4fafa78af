"""Published exchange rates, as the conversions of core/exchange take them."""

from datetime import date, timedelta

from appealdesk.appeals.models import ExchangeRate
from appealdesk.core.exchange import ExchangeRate as PublishedRate
from appealdesk.core.exchange import RateTable

__all__ = ["rate_table"]


def rate_table(*, source: str, upto: date, days: int = 14) -> RateTable:
    """The rates of a source for the days up to and including a day. One query."""
    rows = ExchangeRate.objects.filter(source=source, on__lte=upto, on__gt=upto - timedelta(days=days))
    return RateTable(
        PublishedRate(source=row.source, on=row.on, base=row.base, quote=row.quote, value=row.value) for row in rows
    )

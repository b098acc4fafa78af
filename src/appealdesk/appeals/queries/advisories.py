"""The latest travel advisories."""

from collections.abc import Iterable
from datetime import datetime

from appealdesk.appeals.models import TravelAdvisory
from appealdesk.appeals.queries.pages import AdvisoryPage

__all__ = ["advisory_by_id", "is_fresh", "latest_advisories", "latest_advisory", "strictest_hold"]


def latest_advisories(*, countries: Iterable[str], issuers: Iterable[str]) -> tuple[AdvisoryPage, ...]:
    """The newest reading of each issuer for each country, strictest first. One query."""
    rows = (
        TravelAdvisory.objects.filter(country__in=set(countries), issuer__in=set(issuers))
        .order_by("country", "issuer", "-issued_at", "-id")
        .distinct("country", "issuer")
    )
    return tuple(sorted(map(_page, rows), key=lambda page: (-(page.level or 0), page.country, page.issuer)))


def latest_advisory(*, country: str, issuer: str) -> AdvisoryPage | None:
    """The newest reading of one issuer for one country."""
    pages = latest_advisories(countries=[country], issuers=[issuer])
    return pages[0] if pages else None


def advisory_by_id(advisory_id: int) -> AdvisoryPage | None:
    """One reading."""
    row = TravelAdvisory.objects.filter(pk=advisory_id).first()
    return _page(row) if row else None


def strictest_hold(advisories: Iterable[AdvisoryPage], country: str) -> AdvisoryPage | None:
    """The strictest advisory that stops travel to the country, if any does."""
    holding = [advisory for advisory in advisories if advisory.country == country and advisory.holds]
    return max(holding, key=lambda advisory: (advisory.level or 0, advisory.issued_at), default=None)


def is_fresh(advisory: AdvisoryPage, *, now: datetime, hours: int = 48) -> bool:
    """True if the reading was fetched within the last hours."""
    return (now - advisory.fetched_at).total_seconds() <= hours * 3600


def _page(row: TravelAdvisory) -> AdvisoryPage:
    return AdvisoryPage(
        id=row.pk,
        ref=row.ref,
        issuer=row.issuer,
        country=row.country,
        own_level=row.own_level,
        level=row.level,
        scope=row.scope,
        title=row.title,
        lead=row.lead,
        url=row.url,
        issued_at=row.issued_at,
        fetched_at=row.fetched_at,
    )

"""The latest travel advisories."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from appealdesk.appeals.models import AdvisoryAnswer, Appeal, Position, TravelAdvisory
from appealdesk.appeals.queries.pages import AdvisoryAlarm, AdvisoryPage

__all__ = ["advisory_alarms", "advisory_by_id", "is_fresh", "latest_advisories", "latest_advisory", "strictest_hold"]

_FRESH = timedelta(hours=48)


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


def is_fresh(advisory: AdvisoryPage, *, now: datetime) -> bool:
    """True if the reading was fetched within the last 48 hours."""
    return now - advisory.fetched_at <= _FRESH


def advisory_alarms(*, organisation_id: int, now: datetime) -> tuple[AdvisoryAlarm, ...]:
    """The issuers on which travelling depends and whose advice is not known to be the latest. At most three queries."""
    watched = _watched_issuers(organisation_id)
    if not watched:
        return ()
    answers = AdvisoryAnswer.objects.filter(issuer__in=watched).order_by("issuer", "-id").distinct("issuer")
    newest = {answer.issuer: answer for answer in answers}
    last = {answer.issuer: answer.at for answer in answers.filter(cause=AdvisoryAnswer.Cause.ACCEPTED)}
    return tuple(
        AdvisoryAlarm(issuer=issuer, cause=cause, at=at, last_at=last.get(issuer))
        for issuer in sorted(watched)
        for cause, at in [_alarm_of(newest.get(issuer), now)]
        if cause
    )


def _alarm_of(newest: AdvisoryAnswer | None, now: datetime) -> tuple[str, datetime | None]:
    if newest is not None and newest.cause:
        return newest.cause, newest.at
    return ("", None) if newest is not None and now - newest.at <= _FRESH else ("silent", None)


def _watched_issuers(organisation_id: int) -> set[str]:
    """Of the appeals that run and have a position to which people travel."""
    lists = Position.objects.filter(
        appeal__organisation_id=organisation_id,
        appeal__status__in=(Appeal.Status.OPEN, Appeal.Status.PAUSED),
        place_kind=Position.PlaceKind.TRAVELS,
    ).values_list("appeal__advisory_issuers", flat=True)
    return {issuer for issuers in lists for issuer in issuers}


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

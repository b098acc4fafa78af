"""The list of appeals, and one appeal."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from appealdesk.appeals.models import Appeal, Organisation
from appealdesk.appeals.queries.advisories import latest_advisories
from appealdesk.appeals.queries.pages import AppealCard, AppealPage, UpdatePage
from appealdesk.appeals.queries.positions import positions_of_appeal
from appealdesk.foundation.languages import Localised
from appealdesk.foundation.refusals import NotFound

__all__ = [
    "appeal_by_id",
    "appeal_names",
    "appeal_page",
    "appeals_of",
    "day_of",
    "open_appeals",
    "organisation_id_of",
    "organisation_names",
    "timezone_of",
]

_PUBLIC = (Appeal.Status.OPEN, Appeal.Status.PAUSED, Appeal.Status.CLOSED)


def open_appeals() -> tuple[AppealCard, ...]:
    """What the public sees in the list, open ones first. One query."""
    rows = Appeal.objects.filter(status__in=_PUBLIC).select_related("organisation").order_by("-opened_at")
    cards = [AppealCard(**_card(row)) for row in rows]
    return tuple(sorted(cards, key=lambda card: card.status != Appeal.Status.OPEN))


def appeals_of(organisation_id: int) -> tuple[AppealCard, ...]:
    """Every appeal of an organisation, drafts too."""
    rows = Appeal.objects.filter(organisation_id=organisation_id).select_related("organisation").order_by("-id")
    return tuple(AppealCard(**_card(row)) for row in rows)


def appeal_page(*, slug: str, now: datetime) -> AppealPage:
    """One public appeal with positions, criteria in force, updates and advisories; drafts are not found."""
    row = Appeal.objects.filter(slug=slug, status__in=_PUBLIC).select_related("organisation").first()
    if row is None:
        raise NotFound("appeal")
    return _page(row, now)


def appeal_by_id(appeal_id: int, *, now: datetime) -> AppealPage:
    """One appeal by its key, whatever its status."""
    row = Appeal.objects.filter(pk=appeal_id).select_related("organisation").first()
    if row is None:
        raise NotFound("appeal")
    return _page(row, now)


def organisation_id_of(slug: str) -> int | None:
    """The key of an organisation."""
    return Organisation.objects.filter(slug=slug).values_list("pk", flat=True).first()


def organisation_names(organisation_id: int) -> Localised:
    """What the organisation is called in each language. One query."""
    names: Localised = Organisation.objects.values_list("names", flat=True).get(pk=organisation_id)
    return names


def appeal_names(appeal_id: int) -> Localised:
    """The title of an appeal in each language, whatever its status. One query."""
    titles: Localised = Appeal.objects.values_list("titles", flat=True).get(pk=appeal_id)
    return titles


def day_of(organisation_id: int, *, now: datetime) -> date:
    """The day of the calendar where the organisation is."""
    return now.astimezone(ZoneInfo(timezone_of(organisation_id))).date()


def timezone_of(organisation_id: int) -> str:
    """The name of the time zone where the organisation is. One query."""
    return Organisation.objects.values_list("timezone", flat=True).get(pk=organisation_id)


def _page(row: Appeal, now: datetime) -> AppealPage:
    positions = positions_of_appeal(row.pk, now=now)
    countries = {position.country for position in positions if position.place_kind == "travels"}
    return AppealPage(
        **_card(row),
        timezone=row.organisation.timezone,
        glide=row.glide,
        donation_details=row.donation_details,
        advisory_issuers=tuple(row.advisory_issuers),
        updates=tuple(
            UpdatePage(ref=update.ref, texts=update.texts, published_at=update.published_at)
            for update in row.updates.filter(published_at__lte=now).order_by("-published_at")
        ),
        positions=positions,
        advisories=latest_advisories(countries=countries, issuers=row.advisory_issuers),
    )


def _card(row: Appeal) -> dict[str, Any]:
    return {
        "id": row.pk,
        "ref": row.ref,
        "slug": row.slug,
        "organisation_id": row.organisation_id,
        "organisation_names": row.organisation.names,
        "titles": row.titles,
        "summaries": row.summaries,
        "crisis_names": row.crisis_names,
        "status": row.status,
        "opened_at": row.opened_at,
    }


def organisation_ids() -> tuple[int, ...]:
    """The keys of all organisations."""
    return tuple(Organisation.objects.order_by("pk").values_list("pk", flat=True))

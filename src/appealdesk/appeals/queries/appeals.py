"""The list of appeals, and one appeal."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, QuerySet, Subquery

from appealdesk.appeals.models import Appeal, Organisation, StateChange, Supersession, Update
from appealdesk.appeals.queries.advisories import latest_advisories
from appealdesk.appeals.queries.pages import AppealCard, AppealPage, SuccessorPage, UpdatePage
from appealdesk.appeals.queries.positions import positions_of_appeal, revision_spans
from appealdesk.appeals.queries.states import LISTED
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import fetch_value
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
    "organisation_slug",
    "timezone_of",
    "update_of",
    "updates_of",
]


def open_appeals() -> tuple[AppealCard, ...]:
    """What the public sees in the list, those that take offers first, then the paused ones. One query."""
    rows = _rows().filter(status__in=LISTED).order_by("-opened_at")
    cards = [AppealCard(**_card(row)) for row in rows]
    return tuple(sorted(cards, key=lambda card: LISTED.index(Appeal.Status(card.status))))


def appeals_of(organisation_id: int) -> tuple[AppealCard, ...]:
    """Every appeal of an organisation, drafts too. One query."""
    rows = _rows().filter(organisation_id=organisation_id).order_by("-id")
    return tuple(AppealCard(**_card(row)) for row in rows)


def appeal_page(*, slug: str, now: datetime) -> AppealPage:
    """One public appeal with positions, criteria in force, updates and advisories; drafts are not found.

    Every state after the draft has its page: who comes back to an address is told what became of the appeal.
    """
    row = _rows().filter(slug=slug).exclude(status=Appeal.Status.DRAFT).first()
    if row is None:
        raise NotFound("appeal")
    return _page(row, now)


def appeal_by_id(appeal_id: int, *, now: datetime) -> AppealPage:
    """One appeal by its key, whatever its status."""
    row = _rows().filter(pk=appeal_id).first()
    if row is None:
        raise NotFound("appeal")
    return _page(row, now)


def organisation_id_of(slug: str) -> int | None:
    """The key of an organisation."""
    return Organisation.objects.filter(slug=slug).values_list("pk", flat=True).first()


def organisation_slug(organisation_id: int) -> str:
    """What the organisation is called in addresses. One query."""
    return str(Organisation.objects.values_list("slug", flat=True).get(pk=organisation_id))


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
    found = fetch_value("SELECT timezone FROM appeals_organisation WHERE id = %s", [organisation_id])
    if found is None:
        raise NotFound("organisation")
    return str(found)


def updates_of(appeal_id: int, *, now: datetime) -> tuple[UpdatePage, ...]:
    """What was told to the public, newest first. One query."""
    rows = list(
        Update.objects.filter(appeal_id=appeal_id, published_at__lte=now)
        .select_related("corrects")
        .order_by("-published_at", "-id")
    )
    corrected = {row.corrects.ref: row.ref for row in reversed(rows) if row.corrects}
    return tuple(
        UpdatePage(
            ref=row.ref,
            texts=row.texts,
            published_at=row.published_at,
            corrects=row.corrects.ref if row.corrects else "",
            corrected_by=corrected.get(row.ref, ""),
        )
        for row in rows
    )


def update_of(*, actor: Actor, ref: str) -> tuple[UpdatePage, AppealCard, int]:
    """One update of the actor's organisation, its appeal, and how long a post on its Mastodon instance may be."""
    row = Update.objects.filter(ref=ref, appeal__organisation_id=actor.own_organisation).first()
    if row is None:
        raise NotFound("update")
    appeal = _rows().get(pk=row.appeal_id)
    page = next(one for one in updates_of(row.appeal_id, now=row.published_at) if one.ref == ref)
    later = row.corrections.order_by("-id").values_list("ref", flat=True).first()
    return replace(page, corrected_by=later or ""), AppealCard(**_card(appeal)), appeal.mastodon_limit


def _rows() -> QuerySet[Appeal]:
    newest = StateChange.objects.filter(appeal=OuterRef("pk")).order_by("-id")
    return Appeal.objects.select_related("organisation", "supersession__successor").annotate(
        since=Subquery(newest.values("at")[:1]), told=Subquery(newest.values("reason")[:1])
    )


def _page(row: Appeal, now: datetime) -> AppealPage:
    positions = positions_of_appeal(row.pk, now=now)
    countries = {position.country for position in positions if position.place_kind == "travels"}
    return AppealPage(
        **_card(row),
        glide=row.glide,
        donation_details=row.donation_details,
        advisory_issuers=tuple(row.advisory_issuers),
        mastodon_limit=row.mastodon_limit,
        updates=updates_of(row.pk, now=now),
        positions=positions,
        revisions=revision_spans(position.id for position in positions),
        advisories=latest_advisories(countries=countries, issuers=row.advisory_issuers),
    )


def _card(row: Any) -> dict[str, Any]:
    return {
        "id": row.pk,
        "ref": row.ref,
        "slug": row.slug,
        "organisation_id": row.organisation_id,
        "organisation_names": row.organisation.names,
        "titles": row.titles,
        "summaries": row.summaries,
        "crisis_names": row.crisis_names,
        "timezone": row.organisation.timezone,
        "status": row.status,
        "since": row.since or row.created_at,
        "reason": row.told or {},
        "successor": _successor(row),
        "opened_at": row.opened_at,
    }


def _successor(row: Appeal) -> SuccessorPage | None:
    try:
        successor = row.supersession.successor
    except Supersession.DoesNotExist:
        return None
    return SuccessorPage(slug=successor.slug, titles=successor.titles)


def organisation_ids() -> tuple[int, ...]:
    """The keys of all organisations."""
    return tuple(Organisation.objects.order_by("pk").values_list("pk", flat=True))

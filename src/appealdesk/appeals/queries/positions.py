"""Positions and the criteria revisions in force."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Q

from appealdesk.appeals.models import CriteriaRevision, Position
from appealdesk.appeals.queries.advisories import latest_advisories, strictest_hold
from appealdesk.appeals.queries.facts import DICTIONARY, fact_dictionary, read_dictionary
from appealdesk.appeals.queries.pages import (
    AdvisoryPage,
    FactPage,
    PositionName,
    PositionPage,
    RevisionPage,
    RevisionSpan,
)
from appealdesk.core.criteria.language import parse_criteria
from appealdesk.foundation.db import fetch_all
from appealdesk.foundation.refusals import NotFound

__all__ = [
    "JudgingBasis",
    "judging_basis",
    "position_by_id",
    "position_by_ref",
    "position_names",
    "positions_of_appeal",
    "positions_with_criteria",
    "revision_by_id",
    "revision_in_force",
    "revision_numbers",
    "revision_spans",
    "revisions_of_position",
]

_IN_FORCE: Final = """
SELECT id, ref, upper(effective) FROM appeals_criteriarevision
WHERE position_id = %s AND effective @> %s::timestamptz
"""
_BASIS: Final = f"""
SELECT organisation.timezone, {DICTIONARY}, revision.id, revision.ref, upper(revision.effective)
FROM appeals_organisation AS organisation
LEFT JOIN appeals_criteriarevision AS revision
    ON revision.position_id = %(position)s::bigint AND revision.effective @> %(at)s::timestamptz
WHERE organisation.id = %(organisation)s
"""  # noqa: S608 - SQL of ours


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgingBasis:
    """The day where the organisation is, its fact dictionary, and the criteria in force, if there are any."""

    day: date
    dictionary: Mapping[str, FactPage]
    revision: RevisionPage | None


def positions_of_appeal(appeal_id: int, *, now: datetime) -> tuple[PositionPage, ...]:
    """Every position of an appeal in its order, with criteria in force and holds. Four queries."""
    rows = list(Position.objects.filter(appeal_id=appeal_id).select_related("appeal").order_by("rank", "id"))
    return _pages(rows, now)


def position_by_ref(ref: str, *, now: datetime) -> PositionPage:
    """One position by its reference, or NotFound."""
    return _one(Q(ref=ref), now)


def position_by_id(position_id: int, *, now: datetime) -> PositionPage:
    """One position by its key, or NotFound."""
    return _one(Q(pk=position_id), now)


def position_names(organisation_id: int) -> Mapping[int, PositionName]:
    """Every position of an organisation by its key, drafts too, in the order of appeals and ranks. One query."""
    rows = Position.objects.filter(appeal__organisation_id=organisation_id).select_related("appeal")
    return {
        row.pk: PositionName(
            id=row.pk,
            ref=row.ref,
            slug=row.slug,
            titles=row.titles,
            place_kind=row.place_kind,
            country=row.country,
            second_decision=row.second_decision,
            appeal_id=row.appeal_id,
            appeal_ref=row.appeal.ref,
            appeal_titles=row.appeal.titles,
        )
        for row in rows.order_by("appeal_id", "rank", "id")
    }


def positions_with_criteria(organisation_id: int) -> frozenset[int]:
    """The keys of the positions that have a published revision. One query."""
    rows = CriteriaRevision.objects.filter(position__appeal__organisation_id=organisation_id)
    return frozenset(rows.values_list("position_id", flat=True))


def revision_in_force(position_id: int, *, at: datetime) -> RevisionPage | None:
    """The revision whose time contains the moment. One query, and one more for a revision that is not known yet."""
    found = fetch_all(_IN_FORCE, [position_id, at])
    return _seen_again(*found[0]) if found else None


def judging_basis(organisation_id: int, position_id: int | None, *, at: datetime) -> JudgingBasis:
    """Everything but the applicant that a judgement needs. One query, as `revision_in_force`."""
    values = {"organisation": organisation_id, "position": position_id, "at": at}
    found = fetch_all(_BASIS, values)
    if not found:
        raise NotFound("organisation")
    zone, dictionary, *revision = found[0]
    return JudgingBasis(
        day=at.astimezone(ZoneInfo(zone)).date(),
        dictionary=read_dictionary(dictionary),
        revision=None if revision[0] is None else _seen_again(*revision),
    )


def _seen_again(revision_id: int, ref: str, until: datetime | None) -> RevisionPage | None:
    known = _known.get(ref)
    return replace(known, effective_until=until) if known else revision_by_id(revision_id)


def revision_by_id(revision_id: int) -> RevisionPage | None:
    """One revision."""
    row = CriteriaRevision.objects.filter(pk=revision_id).first()
    return _revision(row) if row else None


def revision_numbers(revision_ids: Iterable[int]) -> Mapping[int, int]:
    """The numbers of revisions by their keys. One query."""
    return dict(CriteriaRevision.objects.filter(pk__in=set(revision_ids)).values_list("pk", "number"))


def revisions_of_position(position_id: int) -> tuple[RevisionPage, ...]:
    """Every revision, oldest first: what was public, and when."""
    rows = CriteriaRevision.objects.filter(position_id=position_id).order_by("number")
    return tuple(_revision(row) for row in rows)


def revision_spans(positions: Iterable[int]) -> Mapping[int, tuple[RevisionSpan, ...]]:
    """When each revision of the positions was in force, oldest first, by position. One query."""
    found: dict[int, list[RevisionSpan]] = {}
    rows = CriteriaRevision.objects.filter(position_id__in=set(positions)).order_by("position_id", "number")
    for row in rows.defer("document"):
        span = RevisionSpan(
            id=row.pk,
            ref=row.ref,
            number=row.number,
            since=row.effective.lower,
            until=row.effective.upper,
            published_at=row.published_at,
        )
        found.setdefault(row.position_id, []).append(span)
    return {position: tuple(spans) for position, spans in found.items()}


def _one(which: Q, now: datetime) -> PositionPage:
    rows = list(Position.objects.filter(which).select_related("appeal"))
    if not rows:
        raise NotFound("position")
    return _pages(rows, now)[0]


def _pages(rows: list[Position], now: datetime) -> tuple[PositionPage, ...]:
    if not rows:
        return ()
    appeal = rows[0].appeal
    revisions = {
        row.position_id: _revision(row)
        for row in CriteriaRevision.objects.filter(position__in=rows, effective__contains=now)
    }
    facts = fact_dictionary(appeal.organisation_id)
    countries = {row.country for row in rows if row.place_kind == Position.PlaceKind.TRAVELS}
    advisories = latest_advisories(countries=countries, issuers=appeal.advisory_issuers)
    return tuple(_page(row, revisions.get(row.pk), facts, advisories) for row in rows)


def _page(
    row: Position,
    revision: RevisionPage | None,
    facts: Mapping[str, FactPage],
    advisories: Iterable[AdvisoryPage],
) -> PositionPage:
    # A revision may ask a fact that no criterion of it needs yet.
    asked = set() if revision is None else set(revision.criteria.facts)
    travels = row.place_kind == Position.PlaceKind.TRAVELS
    return PositionPage(
        id=row.pk,
        ref=row.ref,
        appeal_id=row.appeal_id,
        slug=row.slug,
        titles=row.titles,
        summaries=row.summaries,
        kind=row.kind,
        place_kind=row.place_kind,
        country=row.country,
        wanted=row.wanted,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        rank=row.rank,
        second_decision=row.second_decision,
        revision=revision,
        facts=tuple(fact for key, fact in facts.items() if key in asked),
        held_by=strictest_hold(advisories, row.country) if travels else None,
    )


# A published revision never changes but for its end, and its reference is random: reading its document once a process
# is enough.
_known: dict[str, RevisionPage] = {}
_KNOWN_AT_MOST = 500


def _revision(row: CriteriaRevision) -> RevisionPage:
    known = _known.get(row.ref)
    page = RevisionPage(
        id=row.pk,
        ref=row.ref,
        position_id=row.position_id,
        number=row.number,
        effective_from=row.effective.lower,
        effective_until=row.effective.upper,
        published_at=row.published_at,
        published_by=row.published_by,
        approved_by=row.approved_by,
        document=row.document,
        criteria=known.criteria if known else parse_criteria(row.document),
    )
    if not known:
        if len(_known) >= _KNOWN_AT_MOST:
            _known.clear()
        _known[row.ref] = page
    return page

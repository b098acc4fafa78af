"""The roster with placements and holds, and the counts that figures rest on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Prefetch, QuerySet

from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.appeals.queries.positions import position_names
from appealdesk.core.names.person_name import PersonName
from appealdesk.enquiries.queries.applications import applications_by_id
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import fetch_all
from appealdesk.foundation.languages import Localised
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.people.queries.identities import identities_of
from appealdesk.placements.access import visible_roster
from appealdesk.placements.models import Hold, Placement, RosterEntry

__all__ = [
    "HoldLine",
    "PlacementLine",
    "RosterPage",
    "RosterRow",
    "held_count",
    "roster_counts_by_choice",
    "roster_of_appeal",
    "roster_page",
    "roster_total",
]

PAGE_SIZE: Final = 50
_NO_POSITION: Final[Localised] = {"ja": "未定", "en": "not decided", "uk": "не визначено"}


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldLine:
    """An open hold; `asked_by` is the duty officer who asked to lift it, if one has."""

    ref: str
    kind: str
    cause: str
    advisory_id: int | None
    placed_at: datetime
    asked_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementLine:
    """A placement with what holds it."""

    ref: str
    status: str
    position_titles: Localised
    travels_to: str
    proposed_at: datetime
    holds: tuple[HoldLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRow:
    """Somebody who is available."""

    ref: str
    application_ref: str
    person_ref: str
    names: PersonName
    position_titles: Localised
    since: datetime
    placements: tuple[PlacementLine, ...]

    @property
    def held(self) -> bool:
        """True if a placement is held."""
        return any(placement.status == Placement.Status.HELD for placement in self.placements)


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterPage:
    """One page of the roster, oldest entries first, with counts of the whole."""

    rows: tuple[RosterRow, ...]
    total: int
    statuses: Mapping[str, int]
    page: int
    pages: int


def roster_page(*, actor: Actor, appeal_id: int | None = None, status: str = "", page: int = 1) -> RosterPage:
    """One page, perhaps of one appeal or of those with a placement of one status. Doors note the reading."""
    entries = _present(actor, appeal_id)
    statuses = _statuses(actor, appeal_id)
    if status:
        entries = entries.filter(placements__status=status).distinct()
    total = entries.count()
    pages = max(1, -(-total // PAGE_SIZE))
    shown = min(max(page, 1), pages)
    start = (shown - 1) * PAGE_SIZE
    rows = _rows(actor, entries.order_by("pk")[start : start + PAGE_SIZE])
    return RosterPage(rows=rows, total=total, statuses=statuses, page=shown, pages=pages)


def roster_of_appeal(*, actor: Actor, appeal_id: int) -> tuple[RosterRow, ...]:
    """Everybody on the roster of an appeal, oldest entries first. Doors note the reading."""
    return _rows(actor, _present(actor, appeal_id).order_by("pk"))


def roster_total(*, actor: Actor, appeal_id: int) -> int:
    """How many are on the roster of an appeal. One query."""
    return _present(actor, appeal_id).count()


def held_count(*, actor: Actor, appeal_id: int | None = None) -> int:
    """How many placements are held. One query."""
    return _statuses(actor, appeal_id)[Placement.Status.HELD]


def roster_counts_by_choice(*, actor: Actor, appeal_id: int, fact_key: str) -> Mapping[str, int]:
    """How many on the roster gave each answer of a choice, by the answer's key; nobody's is an empty key. Two queries.

    The answers come from the screening profiles, whose columns the fact dictionary assigns.
    """
    fact = fact_dictionary(actor.own_organisation).get(fact_key)
    if fact is None:
        raise NotFound("fact")
    if fact.type != "choice":
        raise Refusal("placements.not_a_choice", f"The fact {fact_key} is a {fact.type}: only a choice can be counted.")
    rows = fetch_all(
        f"SELECT profile.{fact.slot}, count(*) FROM placements_rosterentry AS entry "  # noqa: S608 - A column of ours.
        "LEFT JOIN screening_screeningprofile AS profile USING (application_id) "
        "WHERE entry.appeal_id = %s AND entry.organisation_id = %s AND entry.left_at IS NULL GROUP BY 1",
        [appeal_id, actor.organisation_id],
    )
    counted = dict(rows)
    answers = {choice.key: counted.get(code, 0) for code, choice in enumerate(fact.choices, start=1)}
    return answers | ({"": counted[None]} if None in counted else {})


def _present(actor: Actor, appeal_id: int | None) -> QuerySet[RosterEntry]:
    entries = visible_roster(actor).filter(left_at__isnull=True)
    return entries if appeal_id is None else entries.filter(appeal_id=appeal_id)


def _statuses(actor: Actor, appeal_id: int | None) -> Mapping[str, int]:
    """How many placements have each status, of people who are on the roster."""
    rows = (
        Placement.objects.filter(roster_entry__in=_present(actor, appeal_id))
        .values_list("status")
        .annotate(number=Count("id"))
        .order_by()
    )
    return dict.fromkeys(Placement.Status.values, 0) | dict(rows)


def _rows(actor: Actor, entries: QuerySet[RosterEntry]) -> tuple[RosterRow, ...]:
    """The rows in six queries, however many there are."""
    open_holds = Prefetch("holds", Hold.objects.filter(lifted_at__isnull=True).order_by("pk"))
    placements = Placement.objects.exclude(status=Placement.Status.STOOD_DOWN).order_by("pk")
    chosen = list(entries.prefetch_related(Prefetch("placements", placements.prefetch_related(open_holds))))
    positions = position_names(actor.own_organisation)
    identities = identities_of(actor=actor, person_ids=[entry.person_id for entry in chosen])
    applications = applications_by_id(actor=actor, application_ids=[entry.application_id for entry in chosen])

    def placement_line(placement: Placement) -> PlacementLine:
        position = positions[placement.position_id]
        return PlacementLine(
            ref=placement.ref,
            status=placement.status,
            position_titles=position.titles,
            travels_to=position.country if position.place_kind == "travels" else "",
            proposed_at=placement.proposed_at,
            holds=tuple(map(_hold_line, placement.holds.all())),
        )

    def row(entry: RosterEntry) -> RosterRow:
        position = positions.get(entry.position_id) if entry.position_id is not None else None
        identity = identities.get(entry.person_id)
        return RosterRow(
            ref=entry.ref,
            application_ref=applications[entry.application_id].ref,
            person_ref=identity.ref if identity else "",
            names=identity.names if identity else PersonName(""),
            position_titles=position.titles if position else _NO_POSITION,
            since=entry.since,
            placements=tuple(map(placement_line, entry.placements.all())),
        )

    return tuple(map(row, chosen))


def _hold_line(hold: Hold) -> HoldLine:
    return HoldLine(
        ref=hold.ref,
        kind=hold.kind,
        cause=hold.cause,
        advisory_id=hold.advisory_id,
        placed_at=hold.placed_at,
        asked_by=hold.lifted_by,
    )

"""One appeal as its desk reads it: its steps, what permits it, who objects, and what was public when."""

from dataclasses import dataclass
from datetime import date, datetime

from appealdesk.appeals.access import (
    access_appeal,
    access_own_position,
    may_edit,
    may_pause,
    may_tell_the_public,
)
from appealdesk.appeals.models import HostStateObjection, StateChange
from appealdesk.appeals.queries.appeals import appeal_by_id, day_of
from appealdesk.appeals.queries.legal import LegalBasisPage, legal_bases
from appealdesk.appeals.queries.pages import AppealPage, PositionPage, RevisionSpan
from appealdesk.appeals.queries.positions import position_by_id, revision_spans
from appealdesk.appeals.queries.states import TRANSITIONS
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.languages import Localised

__all__ = [
    "AppealLife",
    "ObjectionPage",
    "PositionLife",
    "Rights",
    "StepPage",
    "appeal_life",
    "position_life",
    "rights_of",
]


@dataclass(frozen=True, slots=True)
class Rights:
    """What an actor may do with the appeals of the own organisation."""

    edit: bool
    pause: bool
    tell: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPage:
    """One step in the life of an appeal; `by` is a reference."""

    from_status: str
    to_status: str
    at: datetime
    by: str
    reason: Localised


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionPage:
    """An objection of the host state."""

    ref: str
    authority: str
    reference: str
    objected_on: date
    recorded_at: datetime
    recorded_by: str
    settlement: str
    resolve_asked_by: str
    resolved_at: datetime | None
    resolved_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionLife:
    """A position with its revisions and legal bases; `lacks_basis` where it needs one and has none today."""

    position: PositionPage
    home: str
    revisions: tuple[RevisionSpan, ...]
    bases: tuple[LegalBasisPage, ...]
    today: date

    @property
    def lacks_basis(self) -> bool:
        """True for a combat position that the law permits nothing today, where the organisation recruits."""
        return self.position.kind == "combat" and not any(
            basis.country == self.home and basis.in_force(self.today) for basis in self.bases
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealLife:
    """Everything of an appeal that its desk shows; `leads_to` are the states that it may go over to."""

    appeal: AppealPage
    home: str
    created_at: datetime
    steps: tuple[StepPage, ...]
    objections: tuple[ObjectionPage, ...]
    positions: tuple[PositionLife, ...]

    @property
    def leads_to(self) -> tuple[str, ...]:
        """The states that the table allows from the present one."""
        return tuple(str(status) for status in TRANSITIONS[self.appeal.status])

    @property
    def standing(self) -> tuple[ObjectionPage, ...]:
        """The objections that are not settled."""
        return tuple(objection for objection in self.objections if objection.resolved_at is None)


def rights_of(actor: Actor) -> Rights:
    """What the doors offer; the actions ask again."""
    return Rights(edit=may_edit(actor), pause=may_pause(actor), tell=may_tell_the_public(actor))


def appeal_life(*, actor: Actor, ref: str, now: datetime) -> AppealLife:
    """One appeal of the actor's organisation, whatever its state; the number of queries does not grow with it."""
    with acting(actor):
        row = access_appeal(actor, ref)
        page = appeal_by_id(row.pk, now=now)
        home = row.organisation.country
        objections = HostStateObjection.objects.filter(appeal=row).order_by("-id")
        return AppealLife(
            appeal=page,
            home=home,
            created_at=row.created_at,
            steps=tuple(
                StepPage(
                    from_status=step.from_status, to_status=step.to_status, at=step.at, by=step.by, reason=step.reason
                )
                for step in StateChange.objects.filter(appeal=row).order_by("id")
            ),
            objections=tuple(map(_objection, objections)),
            positions=_positions(page.positions, home, day_of(row.organisation_id, now=now)),
        )


def position_life(*, actor: Actor, ref: str, now: datetime) -> PositionLife:
    """One position of the actor's organisation with its revisions and legal bases."""
    with acting(actor):
        row = access_own_position(actor, ref)
        today = day_of(row.appeal.organisation_id, now=now)
        home = row.appeal.organisation.country
        return _positions((position_by_id(row.pk, now=now),), home, today)[0]


def _positions(pages: tuple[PositionPage, ...], home: str, today: date) -> tuple[PositionLife, ...]:
    keys = [page.id for page in pages]
    bases = legal_bases(keys)
    revisions = revision_spans(keys)
    return tuple(
        PositionLife(
            position=page,
            home=home,
            revisions=revisions.get(page.id, ()),
            bases=bases.get(page.id, ()),
            today=today,
        )
        for page in pages
    )


def _objection(row: HostStateObjection) -> ObjectionPage:
    return ObjectionPage(
        ref=row.ref,
        authority=row.authority,
        reference=row.reference,
        objected_on=row.objected_on,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
        settlement=row.settlement,
        resolve_asked_by=row.resolve_asked_by,
        resolved_at=row.resolved_at,
        resolved_by=row.resolved_by,
    )

"""Which legal basis is in force for a position, and what it lacks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q, QuerySet

from appealdesk.appeals.models import HostStateObjection, LegalBasis, Position

__all__ = [
    "LegalBasisPage",
    "LegalStop",
    "has_legal_basis",
    "legal_bases",
    "legal_stop",
    "positions_without_legal_basis",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasisPage:
    """One legal basis as the desk reads it."""

    ref: str
    position_id: int
    country: str
    authority: str
    title: str
    reference: str
    valid_from: date
    valid_until: date | None
    recorded_at: datetime
    recorded_by: str
    ended_on: date | None
    ended_because: str
    ended_by: str

    @property
    def url(self) -> str:
        """The reference, where it is an address."""
        return self.reference if self.reference.startswith(("https://", "http://")) else ""

    def in_force(self, day: date) -> bool:
        """True on the days on which it permits the position."""
        last = self.valid_until is None or day <= self.valid_until
        return self.valid_from <= day and last and (self.ended_on is None or day < self.ended_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalStop:
    """Why nobody is placed: `no_basis`, or an `objection` of the host state that stands."""

    cause: str


def legal_bases(positions: Iterable[int]) -> Mapping[int, tuple[LegalBasisPage, ...]]:
    """Every legal basis of the positions by position, newest first. One query."""
    found: dict[int, list[LegalBasisPage]] = {}
    for row in LegalBasis.objects.filter(position_id__in=set(positions)).order_by("-valid_from", "-id"):
        found.setdefault(row.position_id, []).append(_page(row))
    return {position: tuple(pages) for position, pages in found.items()}


def has_legal_basis(position: Position, *, on: date) -> bool:
    """True for a civil position, and for one with a legal basis in force where its organisation recruits."""
    if position.kind == Position.Kind.CIVIL:
        return True
    return _in_force(on).filter(position=position, country=position.appeal.organisation.country).exists()


def positions_without_legal_basis(appeal_id: int, *, on: date) -> tuple[Position, ...]:
    """The combat positions of an appeal that lack one on a day."""
    covered = _in_force(on).filter(country=F("position__appeal__organisation__country")).values("position_id")
    rows = Position.objects.filter(appeal_id=appeal_id, kind=Position.Kind.COMBAT).exclude(pk__in=covered)
    return tuple(rows.order_by("rank", "id"))


def legal_stop(*, position_id: int, on: date) -> LegalStop | None:
    """What the law puts before a placement on a day; None where nothing does. Two queries."""
    position = Position.objects.select_related("appeal__organisation").get(pk=position_id)
    if HostStateObjection.objects.filter(appeal_id=position.appeal_id, resolved_at__isnull=True).exists():
        return LegalStop(cause="objection")
    return None if has_legal_basis(position, on=on) else LegalStop(cause="no_basis")


def _in_force(on: date) -> QuerySet[LegalBasis]:
    return LegalBasis.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=on),
        Q(ended_on__isnull=True) | Q(ended_on__gt=on),
        valid_from__lte=on,
    )


def _page(row: LegalBasis) -> LegalBasisPage:
    return LegalBasisPage(
        ref=row.ref,
        position_id=row.position_id,
        country=row.country,
        authority=row.authority,
        title=row.title,
        reference=row.reference,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
        ended_on=row.ended_on,
        ended_because=row.ended_because,
        ended_by=row.ended_by,
    )

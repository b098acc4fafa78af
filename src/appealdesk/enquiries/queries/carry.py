"""How far the enquirers of a superseded appeal are carried over."""

from dataclasses import dataclass
from datetime import datetime

from appealdesk.enquiries.models import CarryOver
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting

__all__ = ["CarryOverPage", "carry_over_of", "carry_over_page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryOverPage:
    """So many of `total` applications are carried over, and so many letters are drafted."""

    total: int
    done: int
    letters: int
    started_at: datetime
    finished_at: datetime | None

    @property
    def runs(self) -> bool:
        """True while there is something left to do."""
        return self.finished_at is None


def carry_over_of(*, actor: Actor, appeal_id: int) -> CarryOverPage | None:
    """How far it is, or None where nothing has begun. One query."""
    with acting(actor):
        row = CarryOver.objects.filter(appeal_id=appeal_id, organisation_id=actor.own_organisation).first()
    return carry_over_page(row) if row else None


def carry_over_page(row: CarryOver) -> CarryOverPage:
    """The row as a page."""
    return CarryOverPage(
        total=row.total,
        done=row.done,
        letters=row.letters,
        started_at=row.started_at,
        finished_at=row.finished_at,
    )

"""What continues an appeal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from appealdesk.appeals.models import Supersession

__all__ = ["SupersessionPage", "supersession_of"]


@dataclass(frozen=True, slots=True)
class SupersessionPage:
    """The successor, and as which of its positions each one continues, by key."""

    appeal_id: int
    successor_id: int
    positions: Mapping[int, int | None]
    at: datetime


def supersession_of(appeal_id: int) -> SupersessionPage | None:
    """How an appeal was superseded, if it was. One query."""
    row = Supersession.objects.filter(appeal_id=appeal_id).first()
    if row is None:
        return None
    positions = {int(old): successor for old, successor in row.positions.items()}
    return SupersessionPage(row.appeal_id, row.successor_id, positions, row.at)

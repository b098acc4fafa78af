"""The reasons that an organisation's officers choose from: those of the library, and its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from appealdesk.foundation.actor import Actor
from appealdesk.foundation.languages import Localised
from appealdesk.screening.access import check_may_keep_reasons
from appealdesk.screening.models import OwnReason
from appealdesk.screening.reasons import REASONS, Adds, Reason

__all__ = ["OwnReasonLine", "library_of", "own_reasons"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnReasonLine:
    """One reason of the organisation's own, as its administrator keeps it."""

    code: str
    texts: Localised
    outcomes: tuple[str, ...]
    adds: str
    added_at: datetime
    retired_at: datetime | None


def library_of(organisation_id: int) -> Mapping[str, Reason]:
    """Every reason by its code, retired ones too, because earlier decisions quote them. One query."""
    rows = OwnReason.objects.filter(organisation_id=organisation_id).order_by("id")
    own = {
        row.code: Reason(
            code=row.code,
            outcomes=frozenset(row.outcomes),
            texts=row.texts,
            adds=Adds(row.adds),
            requires=row.adds,
            offered=row.retired_at is None,
        )
        for row in rows
    }
    return {**REASONS, **own}


def own_reasons(*, actor: Actor) -> tuple[OwnReasonLine, ...]:
    """The organisation's own reasons, those in use first. One query."""
    check_may_keep_reasons(actor)
    rows = OwnReason.objects.filter(organisation_id=actor.own_organisation).order_by("-retired_at", "id")
    lines = [
        OwnReasonLine(
            code=row.code,
            texts=row.texts,
            outcomes=tuple(row.outcomes),
            adds=row.adds,
            added_at=row.added_at,
            retired_at=row.retired_at,
        )
        for row in rows
    ]
    return tuple(sorted(lines, key=lambda line: line.retired_at is not None))

"""Re-screening everybody who applied for a position, the declined included: at once, or in the worker's parts."""

from collections.abc import Callable
from datetime import datetime

from appealdesk.appeals.queries.positions import revision_in_force
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.screening.access import check_may_screen
from appealdesk.screening.actions.advance import CHUNK, advance_rescreening
from appealdesk.screening.actions.begin import RevisionNotInForce, begin_rescreening
from appealdesk.screening.models import DONE, ScreeningProfile
from appealdesk.screening.queries.runs import RunPage

__all__ = ["rescreen_due", "rescreen_if_in_force", "rescreen_position"]


def rescreen_position(
    *,
    actor: Actor,
    now: datetime,
    position_id: int,
    revision_id: int,
    address: str,
    on_progress: Callable[[RunPage], None] | None = None,
    chunk: int = CHUNK,
) -> RunPage:
    """Do a whole run at once, or what is left of it."""
    run = begin_rescreening(actor=actor, now=now, position_id=position_id, revision_id=revision_id)
    while run.status not in DONE:
        run = advance_rescreening(actor=actor, now=now, run_ref=run.run_ref, address=address, chunk=chunk)
        if on_progress is not None:
            on_progress(run)
    return run


def rescreen_if_in_force(*, actor: Actor, now: datetime, position_id: int, revision_id: int) -> RunPage | None:
    """Begin a run in the background; None for a revision that is still to come, whose day `rescreen_due` awaits."""
    try:
        return begin_rescreening(
            actor=actor, now=now, position_id=position_id, revision_id=revision_id, in_background=True
        )
    except RevisionNotInForce:
        return None


def rescreen_due(*, actor: Actor, now: datetime) -> tuple[RunPage, ...]:
    """Begin the day's run for every position with applications: ages and licences change results by themselves."""
    with acting(actor):
        check_may_screen(actor)
        positions = ScreeningProfile.objects.filter(
            organisation_id=actor.own_organisation, position_id__isnull=False
        ).order_by("position_id")
        wanted = positions.values_list("position_id", flat=True).distinct()
        in_force = [revision_in_force(position_id, at=now) for position_id in wanted if position_id is not None]
        return tuple(
            begin_rescreening(
                actor=actor,
                now=now,
                position_id=revision.position_id,
                revision_id=revision.id,
                in_background=True,
            )
            for revision in in_force
            if revision is not None
        )

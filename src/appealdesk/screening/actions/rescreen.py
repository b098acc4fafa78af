"""Re-screening everybody who applied for a position, the declined included: at once, or in the worker's parts."""

from collections.abc import Callable, Iterable
from datetime import datetime

from appealdesk.appeals.queries.pages import RevisionPage
from appealdesk.appeals.queries.positions import position_names, revision_in_force
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.screening.access import check_may_screen
from appealdesk.screening.actions.advance import CHUNK, advance_rescreening
from appealdesk.screening.actions.begin import RevisionNotInForce, begin_rescreening
from appealdesk.screening.models import DONE, ScreeningRun
from appealdesk.screening.queries.runs import RunPage

__all__ = ["rescreen_due", "rescreen_if_in_force", "rescreen_position", "rescreen_today"]


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
    """Begin a run for every revision that has come into force and has re-screened nobody yet."""
    with acting(actor):
        check_may_screen(actor)
        in_force = _revisions_in_force(actor, now)
        run_before = set(
            ScreeningRun.objects.filter(revision_id__in=[page.id for page in in_force]).values_list(
                "revision_id", flat=True
            )
        )
        return _begin(actor, now, [page for page in in_force if page.id not in run_before])


def rescreen_today(*, actor: Actor, now: datetime) -> tuple[RunPage, ...]:
    """Begin the day's run for every position: ages and licences change results by themselves, and nobody is told."""
    with acting(actor):
        check_may_screen(actor)
        return _begin(actor, now, _revisions_in_force(actor, now))


def _revisions_in_force(actor: Actor, now: datetime) -> list[RevisionPage]:
    pages = [revision_in_force(position_id, at=now) for position_id in position_names(actor.own_organisation)]
    return [page for page in pages if page is not None]


def _begin(actor: Actor, now: datetime, revisions: Iterable[RevisionPage]) -> tuple[RunPage, ...]:
    return tuple(
        begin_rescreening(actor=actor, now=now, position_id=page.position_id, revision_id=page.id, in_background=True)
        for page in revisions
    )

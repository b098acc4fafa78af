"""Re-screening everybody who applied for a position, the declined included: at once, or in the worker's parts."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Final

from appealdesk.appeals.queries.appeals import day_of
from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.appeals.queries.pages import RevisionPage
from appealdesk.appeals.queries.positions import position_names, revision_in_force, revisions_of_position
from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting, execute, fetch_all
from appealdesk.foundation.ids import new_ref
from appealdesk.screening.access import check_may_screen
from appealdesk.screening.actions.advance import CHUNK, advance_rescreening
from appealdesk.screening.actions.begin import RevisionNotInForce, begin_rescreening
from appealdesk.screening.models import DONE, ScreeningProfile, ScreeningRun
from appealdesk.screening.queries.runs import RunPage, count_moves, page_of_run
from appealdesk.screening.statement import RUN_LOCK_SHARED, dating_statement, rewriting_statement

__all__ = ["rescreen_due", "rescreen_flipped", "rescreen_if_in_force", "rescreen_position"]

_FLIPPED: Final = "position_id = %(position)s AND next_flip <= %(as_of)s"


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
            ScreeningRun.objects.filter(
                revision_id__in=[page.id for page in in_force], cause=ScreeningRun.Cause.REVISION
            ).values_list("revision_id", flat=True)
        )
        return _begin(actor, now, [page for page in in_force if page.id not in run_before])


def rescreen_flipped(*, actor: Actor, now: datetime) -> tuple[RunPage, ...]:
    """Judge those again whose age or licence has turned by today; nobody else is looked at.

    A finished run of the calendar tells what became of them. Nobody is written to: the criteria are the same.
    """
    with acting(actor):
        check_may_screen(actor)
        # As a single screening does: a re-screening by new criteria begins before this, or when this is stored.
        for position_id in position_names(actor.own_organisation):
            fetch_all(f"SELECT {RUN_LOCK_SHARED} FROM (SELECT %s::bigint AS position_id) AS wanted", [position_id])  # noqa: S608 - SQL of ours
        as_of = day_of(actor.own_organisation, now=now)
        done = [_rescreen_flipped(actor, now, revision, as_of) for revision in _revisions_in_force(actor, now)]
    return tuple(page for page in done if page is not None)


def _rescreen_flipped(actor: Actor, now: datetime, revision: RevisionPage, as_of: date) -> RunPage | None:
    flipped = ScreeningProfile.objects.filter(position_id=revision.position_id, next_flip__lte=as_of)
    if not flipped.exists():
        return None
    run, _ = ScreeningRun.objects.get_or_create(
        position_id=revision.position_id,
        revision_id=revision.id,
        as_of=as_of,
        cause=ScreeningRun.Cause.CALENDAR,
        defaults={
            "ref": new_ref("S"),
            "organisation_id": actor.own_organisation,
            "status": ScreeningRun.Status.FINISHED,
            "started_at": now,
            "started_by": actor.ref,
            "finished_at": now,
            "total": 0,
            "last_application_id": 0,
        },
    )
    revisions = {page.id: page.criteria for page in revisions_of_position(revision.position_id)}
    dictionary = fact_dictionary(actor.own_organisation)
    values = {
        "organisation": actor.own_organisation,
        "position": revision.position_id,
        "revision": revision.id,
        "run": run.pk,
        "now": now,
        "as_of": as_of,
    }
    count_moves(run, fetch_all(rewriting_statement(revisions, revision.id, dictionary, as_of, where=_FLIPPED), values))
    execute(dating_statement(revision.criteria, dictionary, as_of, where=_FLIPPED), values)
    run.total = run.done
    run.save()
    details = {"applications": run.done, "changed": run.changed, "letters": 0}
    record_audit(actor=actor, now=now, tag="position.rescreened", subject=run.ref, details=details)
    return page_of_run(run)


def _revisions_in_force(actor: Actor, now: datetime) -> list[RevisionPage]:
    pages = [revision_in_force(position_id, at=now) for position_id in position_names(actor.own_organisation)]
    return [page for page in pages if page is not None]


def _begin(actor: Actor, now: datetime, revisions: Iterable[RevisionPage]) -> tuple[RunPage, ...]:
    return tuple(
        begin_rescreening(actor=actor, now=now, position_id=page.position_id, revision_id=page.id, in_background=True)
        for page in revisions
    )

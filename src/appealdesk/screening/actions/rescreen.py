"""Re-screening everybody who applied for a position, the declined included.

A run works in chunks of fifty thousand applications, each in one transaction: one statement judges the chunk, updates
the profiles whose result differs, writes their history and counts who went from where to where. The run's row keeps
how far it came, so that a run that was cut off goes on where it stopped, and two workers on one run take turns. Then
letters are drafted for those whose outcome is another than before; all of them wait for a person.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Final

from appealdesk.appeals.queries.appeals import day_of
from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.appeals.queries.pages import RevisionPage
from appealdesk.appeals.queries.positions import revision_in_force, revisions_of_position
from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting, fetch_all
from appealdesk.foundation.events import emit
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import Refusal
from appealdesk.screening.access import access_run, check_may_screen
from appealdesk.screening.actions.notify import draft_letters_of_run
from appealdesk.screening.events import RescreenAdvanced
from appealdesk.screening.models import ScreeningRun
from appealdesk.screening.queries.runs import RunPage, page_of_run, transition_key
from appealdesk.screening.statement import PROFILES, carried_reasons, judging_statement

__all__ = [
    "CHUNK",
    "RevisionNotInForce",
    "advance_rescreening",
    "begin_rescreening",
    "rescreen_due",
    "rescreen_if_in_force",
    "rescreen_position",
]

CHUNK: Final = 50_000
_DONE = (ScreeningRun.Status.FINISHED, ScreeningRun.Status.SUPERSEDED)

# Whoever screens the same row meanwhile has judged by this revision already; its row is left alone, because the lock
# shows this statement another `screened_at` than it has judged.
_CHUNK_SQL: Final = """
WITH judged AS MATERIALIZED (
    SELECT *, (outcome, reasons) IS DISTINCT FROM (before, carried) AS differs FROM ({judging}) AS result
), written AS (
    UPDATE {profiles} AS profile
    SET outcome = judged.outcome, reasons = judged.reasons, revision_id = %(revision)s, run_id = %(run)s,
        screened_at = %(now)s
    FROM judged
    WHERE judged.differs AND profile.application_id = judged.application_id
      AND profile.screened_at = judged.judged_from
      AND profile.application_id > %(after)s AND profile.application_id <= %(upto)s
    RETURNING profile.application_id
), noted AS (
    INSERT INTO screening_screening
        (organisation_id, application_id, revision_id, run_id, reasons, at, as_of, previous_outcome, outcome)
    SELECT %(organisation)s, judged.application_id, %(revision)s, %(run)s, judged.reasons, %(now)s, %(as_of)s,
        judged.before, judged.outcome
    FROM written JOIN judged USING (application_id)
)
SELECT before, outcome, count(*), count(*) FILTER (WHERE differs) FROM judged GROUP BY before, outcome
"""
_CHUNK_WHERE: Final = "position_id = %(position)s AND application_id > %(after)s AND application_id <= %(upto)s"
_CHUNK_KEEP: Final = {"application_id": "application_id", "before": "outcome", "judged_from": "screened_at"}

# The last application of the next chunk, and how many the chunk has.
_NEXT_SQL: Final = f"""
SELECT max(application_id), count(*) FROM (
    SELECT application_id FROM {PROFILES}
    WHERE position_id = %s AND application_id > %s AND application_id <= %s
    ORDER BY application_id LIMIT %s
) AS chunk
"""  # noqa: S608  Holds no outside text.


class RevisionNotInForce(Refusal):
    """The revision is still to come, or was replaced."""

    def __init__(self) -> None:
        super().__init__(
            "screening.revision_not_in_force",
            "Only the criteria in force can re-screen a position; preview the others instead.",
        )


def begin_rescreening(
    *, actor: Actor, now: datetime, position_id: int, revision_id: int, in_background: bool = False
) -> RunPage:
    """Begin the run of the day for the revision in force, or find the one that there is; overtakes an older run.

    `in_background` leaves the parts of the run to the worker.
    """
    with acting(actor):
        check_may_screen(actor)
        in_force = revision_in_force(position_id, at=now)
        if in_force is None or in_force.id != revision_id:
            raise RevisionNotInForce
        # Of two who begin at once the second waits here, and then finds the run of the first.
        fetch_all("SELECT pg_advisory_xact_lock(hashtextextended('screening.run', %s))", [position_id])
        as_of = day_of(actor.own_organisation, now=now)
        run = ScreeningRun.objects.filter(position_id=position_id, revision_id=revision_id, as_of=as_of).first()
        if run is None:
            run = _new_run(actor, now, in_force, as_of)
        if in_background and run.status not in _DONE:
            emit(RescreenAdvanced(run_ref=run.ref), actor=actor, now=now)
    return page_of_run(run)


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
        rows = fetch_all(
            f"SELECT DISTINCT position_id FROM {PROFILES} WHERE organisation_id = %s AND position_id IS NOT NULL"  # noqa: S608
            " ORDER BY position_id",
            [actor.organisation_id],
        )
        in_force = [revision_in_force(position_id, at=now) for (position_id,) in rows]
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


def advance_rescreening(
    *, actor: Actor, now: datetime, run_ref: str, address: str, chunk: int = CHUNK, in_background: bool = False
) -> RunPage:
    """Do the next part of a run: one chunk of applications, or one batch of letters. A finished run stays as it is.

    `address` is the site's public address, for the links in letters. `in_background` leaves the part after
    this one to the worker.
    """
    with acting(actor):
        run = access_run(actor, run_ref, lock=True)
        if run.status == ScreeningRun.Status.SCREENING:
            _screen_chunk(run, now=now, chunk=chunk)
        elif run.status == ScreeningRun.Status.DRAFTING and not draft_letters_of_run(
            actor=actor, now=now, run=run, address=address
        ):
            run.status = ScreeningRun.Status.FINISHED
            run.finished_at = now
            details = {"applications": run.done, "changed": run.changed, "letters": run.letters}
            record_audit(actor=actor, now=now, tag="position.rescreened", subject=run.ref, details=details)
        if in_background and run.status not in _DONE:
            emit(RescreenAdvanced(run_ref=run.ref), actor=actor, now=now)
        run.save()
    return page_of_run(run)


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
    while run.status not in _DONE:
        run = advance_rescreening(actor=actor, now=now, run_ref=run.run_ref, address=address, chunk=chunk)
        if on_progress is not None:
            on_progress(run)
    return run


def _new_run(actor: Actor, now: datetime, revision: RevisionPage, as_of: date) -> ScreeningRun:
    total, last = fetch_all(
        f"SELECT count(*), coalesce(max(application_id), 0) FROM {PROFILES} WHERE position_id = %s",  # noqa: S608
        [revision.position_id],
    )[0]
    return ScreeningRun.objects.create(
        ref=new_ref("S"),
        organisation_id=actor.own_organisation,
        position_id=revision.position_id,
        revision_id=revision.id,
        as_of=as_of,
        started_at=now,
        started_by=actor.ref,
        total=total,
        last_application_id=last,
        absorbs=_overtake(revision.position_id),
    )


def _overtake(position_id: int) -> list[list[int]]:
    """End the run that is under way, and say up to whom its letters, and those it had taken over, were drafted."""
    overtaken = (
        ScreeningRun.objects.select_for_update().filter(position_id=position_id).exclude(status__in=_DONE).first()
    )
    if overtaken is None:
        return []
    overtaken.status = ScreeningRun.Status.SUPERSEDED
    overtaken.save(update_fields=["status"])
    drafted = overtaken.letters_cursor
    return [[overtaken.pk, drafted], *([run_id, max(above, drafted)] for run_id, above in overtaken.absorbs)]


def _screen_chunk(run: ScreeningRun, *, now: datetime, chunk: int) -> None:
    """Judge the next applications and write what changed; without any left the run goes over to its letters."""
    upto, count = fetch_all(_NEXT_SQL, [run.position_id, run.cursor, run.last_application_id, chunk])[0]
    if not count:
        run.status = ScreeningRun.Status.DRAFTING
        return
    moves = fetch_all(
        _chunk_statement(run),
        {
            "organisation": run.organisation_id,
            "position": run.position_id,
            "revision": run.revision_id,
            "run": run.pk,
            "now": now,
            "as_of": run.as_of,
            "after": run.cursor,
            "upto": upto,
        },
    )
    for before, after, number, changed in moves:
        key = transition_key(before, after)
        run.matrix[key] = run.matrix.get(key, 0) + number
        run.changed += changed
    run.done += count
    run.cursor = upto


def _chunk_statement(run: ScreeningRun) -> str:
    criteria = {revision.id: revision.criteria for revision in revisions_of_position(run.position_id)}
    target = criteria[run.revision_id]
    judging = judging_statement(
        target,
        fact_dictionary(run.organisation_id),
        run.as_of,
        where=_CHUNK_WHERE,
        keep=_CHUNK_KEEP | {"carried": carried_reasons(target, criteria)},
    )
    return _CHUNK_SQL.format(judging=judging, profiles=PROFILES)

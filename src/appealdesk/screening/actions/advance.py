"""Doing the next part of a re-screening.

A chunk is fifty thousand applications in one transaction: one statement judges them, updates the profiles whose result
differs, writes their history and counts who went from where to where. The run's row keeps how far it came, so that a
run that was cut off goes on where it stopped, and two workers on one run take turns. Then letters are drafted for those
whose outcome is another than before; all of them wait for a person.
"""

from datetime import datetime
from typing import Final

from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.appeals.queries.positions import revisions_of_position
from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting, fetch_all
from appealdesk.foundation.events import emit
from appealdesk.screening.access import access_run
from appealdesk.screening.actions.notify import notify_changed
from appealdesk.screening.events import RescreenAdvanced
from appealdesk.screening.models import DONE, ScreeningRun
from appealdesk.screening.queries.runs import RunPage, page_of_run, transition_key
from appealdesk.screening.statement import PROFILES, carried_reasons, judging_statement

__all__ = ["CHUNK", "advance_rescreening"]

CHUNK: Final = 50_000

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
"""  # noqa: S608 - Holds no outside text.


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
        elif run.status == ScreeningRun.Status.DRAFTING and (
            _everybody_was_told(run) or not notify_changed(actor=actor, now=now, run=run, address=address)
        ):
            _finish(run, actor=actor, now=now)
        if in_background and run.status not in DONE:
            emit(RescreenAdvanced(run_ref=run.ref), actor=actor, now=now)
        run.save()
    return page_of_run(run)


def _everybody_was_told(run: ScreeningRun) -> bool:
    """True for a later run of the same criteria: what it changes follows from the calendar, not from the criteria."""
    earlier = ScreeningRun.objects.filter(
        position_id=run.position_id, revision_id=run.revision_id, status=ScreeningRun.Status.FINISHED
    )
    return earlier.exists()


def _finish(run: ScreeningRun, *, actor: Actor, now: datetime) -> None:
    run.status = ScreeningRun.Status.FINISHED
    run.finished_at = now
    details = {"applications": run.done, "changed": run.changed, "letters": run.letters}
    record_audit(actor=actor, now=now, tag="position.rescreened", subject=run.ref, details=details)


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

"""Doing the next part of a re-screening.

A chunk is fifty thousand applications in one transaction: one statement judges them, updates the profiles whose result
differs, writes their history and counts who went from where to where. The run's row keeps how far it came, so that a
run that was cut off goes on where it stopped, and two workers on one run take turns. Then letters are drafted for those
whose outcome is another than before; all of them wait for a person.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db.models import F

from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.appeals.queries.positions import revisions_of_position
from appealdesk.audit.actions.record import record_audit
from appealdesk.core.criteria.flips import turning_leaves
from appealdesk.core.criteria.tree import CriteriaSet
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting, execute, fetch_all
from appealdesk.foundation.events import emit
from appealdesk.screening.access import access_run
from appealdesk.screening.actions.notify import notify_changed
from appealdesk.screening.events import RescreenAdvanced
from appealdesk.screening.models import DONE, ScreeningRun
from appealdesk.screening.queries.runs import RunPage, count_moves, page_of_run
from appealdesk.screening.statement import dating_statement, rewriting_statement

__all__ = ["CHUNK", "advance_rescreening"]

CHUNK: Final = 50_000

_WHERE: Final = "position_id = %(position)s AND application_id > %(after)s AND application_id <= %(last)s"
_FIRST: Final = "ORDER BY application_id LIMIT %(chunk)s"


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
            # The chunk and how far the run came are stored together or not at all, so that the server need not wait
            # for the disk: what a power cut takes back is done again. The last part, which is audited, waits.
            execute("SET LOCAL synchronous_commit = off")
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
        position_id=run.position_id,
        revision_id=run.revision_id,
        status=ScreeningRun.Status.FINISHED,
        cause=ScreeningRun.Cause.REVISION,
    )
    return earlier.exists()


def _finish(run: ScreeningRun, *, actor: Actor, now: datetime) -> None:
    run.status = ScreeningRun.Status.FINISHED
    run.finished_at = now
    details = {"applications": run.done, "changed": run.changed, "letters": run.letters}
    record_audit(actor=actor, now=now, tag="position.rescreened", subject=run.ref, details=details)


def _screen_chunk(run: ScreeningRun, *, now: datetime, chunk: int) -> None:
    """Judge the next applications and write what changed; without any left the run goes over to its letters."""
    revisions = {revision.id: revision.criteria for revision in revisions_of_position(run.position_id)}
    dictionary = fact_dictionary(run.organisation_id)
    values = {
        "organisation": run.organisation_id,
        "position": run.position_id,
        "revision": run.revision_id,
        "run": run.pk,
        "now": now,
        "as_of": run.as_of,
        "after": run.cursor,
        "last": run.last_application_id,
        "chunk": chunk,
    }
    moves = fetch_all(
        rewriting_statement(revisions, run.revision_id, dictionary, run.as_of, where=_WHERE, first=_FIRST), values
    )
    if not moves:
        run.status = ScreeningRun.Status.DRAFTING
        return
    count_moves(run, moves)
    run.cursor = max(last for *_, last in moves)
    if _turns_otherwise(run, revisions):
        dating = dating_statement(revisions[run.revision_id], dictionary, run.as_of, where=_WHERE)
        execute(dating, values | {"last": run.cursor})


def _turns_otherwise(run: ScreeningRun, revisions: Mapping[int, CriteriaSet]) -> bool:
    """True if a revision since the last run that judged everybody asks about other ages or licences than this run's."""
    whole = ScreeningRun.objects.filter(
        position_id=run.position_id,
        cause=ScreeningRun.Cause.REVISION,
        cursor__gte=F("last_application_id"),
        pk__lt=run.pk,
    )
    last = whole.order_by("-id").values_list("revision_id", flat=True).first() or 0
    since = {revision_id: criteria for revision_id, criteria in revisions.items() if revision_id >= last}
    return len({turning_leaves(criteria) for criteria in since.values()}) > 1

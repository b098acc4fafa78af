"""Beginning a re-screening: one run of the day for the revision in force, which overtakes an older one."""

from datetime import date, datetime

from django.db.models import Count, Max

from appealdesk.appeals.queries.appeals import day_of
from appealdesk.appeals.queries.pages import RevisionPage
from appealdesk.appeals.queries.positions import revision_in_force
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting, fetch_all
from appealdesk.foundation.events import emit
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import Refusal
from appealdesk.screening.access import check_may_screen
from appealdesk.screening.events import RescreenAdvanced
from appealdesk.screening.models import DONE, ScreeningProfile, ScreeningRun
from appealdesk.screening.queries.runs import RunPage, page_of_run
from appealdesk.screening.statement import RUN_LOCK

__all__ = ["RevisionNotInForce", "begin_rescreening"]


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
        # Waits for the screenings under way; and of two who begin at once, the second finds the run of the first.
        fetch_all(f"SELECT {RUN_LOCK} FROM (SELECT %s::bigint AS position_id) AS wanted", [position_id])  # noqa: S608 - SQL of ours
        as_of = day_of(actor.own_organisation, now=now)
        run = ScreeningRun.objects.filter(
            position_id=position_id, revision_id=revision_id, as_of=as_of, cause=ScreeningRun.Cause.REVISION
        ).first()
        if run is None:
            run = _new_run(actor, now, in_force, as_of)
        if in_background and run.status not in DONE:
            emit(RescreenAdvanced(run_ref=run.ref), actor=actor, now=now)
    return page_of_run(run)


def _new_run(actor: Actor, now: datetime, revision: RevisionPage, as_of: date) -> ScreeningRun:
    profiles = ScreeningProfile.objects.filter(position_id=revision.position_id)
    size = profiles.aggregate(total=Count("pk"), last=Max("pk"))
    return ScreeningRun.objects.create(
        ref=new_ref("S"),
        organisation_id=actor.own_organisation,
        position_id=revision.position_id,
        revision_id=revision.id,
        as_of=as_of,
        started_at=now,
        started_by=actor.ref,
        total=size["total"],
        last_application_id=size["last"] or 0,
        absorbs=_overtake(revision.position_id),
    )


def _overtake(position_id: int) -> list[list[int]]:
    """End the run that is under way, and say up to whom its letters, and those it had taken over, were drafted."""
    overtaken = (
        ScreeningRun.objects.select_for_update().filter(position_id=position_id).exclude(status__in=DONE).first()
    )
    if overtaken is None:
        return []
    overtaken.status = ScreeningRun.Status.SUPERSEDED
    overtaken.save(update_fields=["status"])
    drafted = overtaken.letters_cursor
    return [[overtaken.pk, drafted], *([run_id, max(above, drafted)] for run_id, above in overtaken.absorbs)]

"""The worker's loop body: fan events out into jobs, then run the jobs.

Own tables instead of a queue library, because an event must be stored in the transaction that caused it and be
delivered to each listener with its own tries; see docs/decisions/.
"""

import logging
import traceback
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import psycopg
from django.db import DatabaseError, InterfaceError, OperationalError, transaction
from django.db.models import Q

from appealdesk.foundation.db import fetch_all, fetch_value
from appealdesk.foundation.events import Delivery, listeners_of
from appealdesk.foundation.models import Job, OutboxEvent
from appealdesk.foundation.refusals import NotFound

__all__ = [
    "DeadJob",
    "Trouble",
    "dead_jobs",
    "dispatch_events",
    "retry_job",
    "run_job",
    "run_jobs",
    "trouble_with",
    "waiting_jobs",
    "waits_for_room",
]

logger = logging.getLogger(__name__)

# Twenty tries last some six hours: long enough for a mail server that is away, short enough for the same shift.
MAX_ATTEMPTS = 20
_LONGEST_WAIT = 1800
_BATCH = 500
# Advisory locks of jobs lie apart from any other use of them.
_LOCK_SPACE = 0x4A << 48
_DISK_FULL = "DiskFull"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadJob:
    """A delivery that failed for the last time, as the desk shows it."""

    job_id: int
    event: str
    listener: str
    attempts: int
    last_error: str
    finished_at: datetime


@dataclass(frozen=True, slots=True)
class Trouble:
    """A delivery that failed: stopped after its last try, or tried again at a moment."""

    stopped: bool
    next_try: datetime


def dispatch_events(*, now: datetime, batch: int = _BATCH) -> int:
    """Turn stored events into jobs, one per listener; returns how many events were dispatched."""
    with transaction.atomic():
        events = list(
            OutboxEvent.objects.select_for_update(skip_locked=True)
            .filter(dispatched_at__isnull=True)
            .order_by("id")
            .only("id", "name")[:batch]
        )
        Job.objects.bulk_create(
            [Job(event_id=event.pk, listener=path, run_at=now) for event in events for path in listeners_of(event.name)]
        )
        OutboxEvent.objects.filter(pk__in=[event.pk for event in events]).update(dispatched_at=now)
    return len(events)


def run_jobs(*, now: datetime, batch: int = _BATCH) -> int:
    """Run jobs that are due; returns how many were tried."""
    due = fetch_all(
        "SELECT id FROM foundation_job WHERE status = 'waiting' AND run_at <= %s ORDER BY run_at, id LIMIT %s",
        [now, batch],
    )
    return sum(run_job(job_id, now=now) for (job_id,) in due)


def run_job(job_id: int, *, now: datetime) -> bool:
    """Run one job unless another worker has it; a failure waits longer each time, then the job is dead.

    The lock belongs to the connection, not to a transaction: a long listener commits as it goes, and when a worker or
    the database dies the lock dies with it and the job is tried again at once.
    """
    key = _LOCK_SPACE | job_id
    if not fetch_value("SELECT pg_try_advisory_lock(%s)", [key]):
        return False
    try:
        job = Job.objects.select_related("event").filter(pk=job_id, status=Job.Status.WAITING).first()
        if job is None:
            return False
        _try(job, now)
        return True
    finally:
        fetch_value("SELECT pg_advisory_unlock(%s)", [key])


def _try(job: Job, now: datetime) -> None:
    if job.last_error == _DISK_FULL:
        _note_room(job, "")
    try:
        _deliver(job, now)
    except (OperationalError, InterfaceError) as error:
        # The database itself is away, or has no room: that is nobody's attempt.
        if isinstance(error.__cause__, psycopg.errors.DiskFull):
            _note_room(job, _DISK_FULL)
        raise
    except Exception as error:  # Whatever a listener raises, the job is tried again.
        _note_failure(job, error, now)
    else:
        job.status = Job.Status.DONE
        job.finished_at = now
    Job.objects.filter(pk=job.pk).update(
        attempts=job.attempts + 1,
        status=job.status,
        finished_at=job.finished_at,
        run_at=job.run_at,
        last_error=job.last_error,
    )


def _note_room(job: Job, last_error: str) -> None:
    """Say whether it waits for room on the disk; where not even that much is left, nothing is said."""
    with suppress(DatabaseError):
        Job.objects.filter(pk=job.pk).update(last_error=last_error)
        job.last_error = last_error


def _deliver(job: Job, now: datetime) -> None:
    event = job.event
    listener = listeners_of(event.name)[job.listener]
    listener(
        Delivery(
            organisation_id=event.organisation_id,
            name=event.name,
            payload=event.payload,
            happened_at=event.happened_at,
            now=now,
            actor_ref=event.actor_ref,
        )
    )


def _note_failure(job: Job, error: Exception, now: datetime) -> None:
    # Only the kind of error and the place in our code are kept: a message may quote a person's data.
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].name}:{frames[-1].lineno}" if frames else ""
    job.last_error = f"{type(error).__name__} in {place}"[:200]
    logger.error("Job %s (%s) failed at attempt %s: %s", job.pk, job.listener, job.attempts + 1, job.last_error)
    if job.attempts + 1 >= MAX_ATTEMPTS:
        job.status = Job.Status.DEAD
        job.finished_at = now
    else:
        job.run_at = now + timedelta(seconds=min(2 ** (job.attempts + 1), _LONGEST_WAIT))


def dead_jobs(*, organisation_id: int, limit: int = 200) -> tuple[DeadJob, ...]:
    """The newest dead jobs of an organisation."""
    rows = (
        Job.objects.filter(status=Job.Status.DEAD, event__organisation_id=organisation_id)
        .select_related("event")
        .order_by("-id")[:limit]
    )
    return tuple(
        DeadJob(
            job_id=job.pk,
            event=job.event.name,
            listener=job.listener,
            attempts=job.attempts,
            last_error=job.last_error,
            finished_at=job.finished_at or job.run_at,
        )
        for job in rows
    )


def trouble_with(*, organisation_id: int, name: str, payload: dict[str, Any]) -> Trouble | None:
    """What is wrong with the delivery of an event, for the page that waits for it; None where nothing is. One query."""
    failed = Q(status=Job.Status.DEAD) | Q(status=Job.Status.WAITING, attempts__gt=0)
    rows = Job.objects.filter(failed, event__organisation_id=organisation_id, event__name=name, event__payload=payload)
    job = rows.order_by("-id").only("status", "run_at").first()
    return None if job is None else Trouble(job.status == Job.Status.DEAD, job.run_at)


def retry_job(*, job_id: int, organisation_id: int, now: datetime) -> None:
    """Give a dead job its tries again."""
    changed = Job.objects.filter(pk=job_id, status=Job.Status.DEAD, event__organisation_id=organisation_id).update(
        status=Job.Status.WAITING, attempts=0, run_at=now, finished_at=None
    )
    if not changed:
        raise NotFound("job")


def waits_for_room(*, organisation_id: int) -> bool:
    """Whether work of an organisation stopped because the database's disk is full, and has not gone on since."""
    return Job.objects.filter(
        status=Job.Status.WAITING, last_error=_DISK_FULL, event__organisation_id=organisation_id
    ).exists()


def waiting_jobs() -> int:
    """How many deliveries are still to come: undispatched events and waiting jobs."""
    row = fetch_all(
        "SELECT (SELECT count(*) FROM foundation_outboxevent WHERE dispatched_at IS NULL)"
        " + (SELECT count(*) FROM foundation_job WHERE status = 'waiting')"
    )
    return int(row[0][0])

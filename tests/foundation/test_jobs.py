"""Events reach each listener at least once; what fails is tried again, later each time, and dead at last."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import psycopg
import pytest
from django.db import OperationalError, connection

from appealdesk.foundation import events
from appealdesk.foundation.actor import system_actor
from appealdesk.foundation.db import acting, fetch_value
from appealdesk.foundation.events import Delivery, emit, emit_many, listeners_of, subscribe
from appealdesk.foundation.jobs import (
    MAX_ATTEMPTS,
    dead_jobs,
    dispatch_events,
    retry_job,
    run_job,
    run_jobs,
    waiting_jobs,
)
from appealdesk.foundation.models import Job, OutboxEvent
from appealdesk.foundation.refusals import NotFound
from tests.cast import NOW
from tests.postgres_plugin import Database

SYSTEM = system_actor(71)


@dataclass(frozen=True, slots=True, kw_only=True)
class BellRang:
    """An event of these tests."""

    bell: str


_heard: list[tuple[str, Delivery]] = []
_failing: list[Exception] = []


def listen(delivery: Delivery) -> None:
    """Hear the bell."""
    _heard.append(("listen", delivery))


def stumble(delivery: Delivery) -> None:
    """Hear the bell, and fail as often as the test says."""
    _heard.append(("stumble", delivery))
    if _failing:
        raise _failing[-1]


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    _heard.clear()
    _failing.clear()
    yield
    events._listeners.pop("BellRang", None)


def ring(bell: str = "door") -> None:
    with acting(SYSTEM):
        emit(BellRang(bell=bell), actor=SYSTEM, now=NOW)


@pytest.mark.usefixtures("db")
class TestDelivery:
    def test_each_listener_hears_an_event_once(self) -> None:
        subscribe(BellRang, listen)
        subscribe(BellRang, stumble)
        subscribe(BellRang, listen)
        ring()

        dispatched = dispatch_events(now=NOW)
        ran = run_jobs(now=NOW)

        assert (dispatched, ran, waiting_jobs()) == (1, 2, 0)
        assert sorted(name for name, _ in _heard) == ["listen", "stumble"]
        assert run_jobs(now=NOW) == 0

    def test_a_listener_is_told_what_when_and_by_whom(self) -> None:
        subscribe(BellRang, listen)
        ring("garden")
        later = NOW + timedelta(seconds=3)
        dispatch_events(now=later)

        run_jobs(now=later)

        assert _heard[0][1] == Delivery(
            organisation_id=71,
            name="BellRang",
            payload={"bell": "garden"},
            happened_at=NOW,
            now=later,
            actor_ref="system",
        )

    def test_an_event_that_nobody_hears_is_done(self) -> None:
        ring()

        assert (dispatch_events(now=NOW), run_jobs(now=NOW), waiting_jobs()) == (1, 0, 0)

    def test_events_are_dispatched_in_batches(self) -> None:
        subscribe(BellRang, listen)
        with acting(SYSTEM):
            emit_many([BellRang(bell=str(number)) for number in range(5)], actor=SYSTEM, now=NOW)

        batches = [dispatch_events(now=NOW, batch=2) for _ in range(4)]
        run_jobs(now=NOW)

        assert batches == [2, 2, 1, 0]
        assert [delivery.payload["bell"] for _, delivery in _heard] == ["0", "1", "2", "3", "4"]

    def test_an_event_of_an_action_that_failed_never_happened(self) -> None:
        subscribe(BellRang, listen)

        def fail() -> None:
            with acting(SYSTEM):
                emit(BellRang(bell="door"), actor=SYSTEM, now=NOW)
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()

        assert dispatch_events(now=NOW) == 0

    def test_a_listener_is_known_by_its_import_path(self) -> None:
        subscribe(BellRang, listen)

        assert listeners_of("BellRang") == {f"{__name__}.listen": listen}


@pytest.mark.usefixtures("db")
class TestFailure:
    @pytest.fixture(autouse=True)
    def _job(self, db: None) -> None:
        subscribe(BellRang, stumble)
        _failing.append(ValueError("Keiko Aoki of Shibaura"))
        ring()
        dispatch_events(now=NOW)

    def test_a_failure_waits_longer_each_time_and_is_dead_at_last(self) -> None:
        moment, waits = NOW, []
        for _ in range(MAX_ATTEMPTS - 1):
            assert run_jobs(now=moment) == 1
            job = Job.objects.get()
            waits.append((job.run_at - moment).total_seconds())
            assert run_jobs(now=moment) == 0
            moment = job.run_at

        assert run_jobs(now=moment) == 1
        job = Job.objects.get()
        assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, *[1800] * 9]
        assert (job.status, job.attempts, job.finished_at) == ("dead", MAX_ATTEMPTS, moment)
        assert (run_jobs(now=moment + timedelta(days=1)), waiting_jobs(), len(_heard)) == (0, 0, MAX_ATTEMPTS)

    def test_what_is_kept_of_an_error_names_nobody(self) -> None:
        run_jobs(now=NOW)

        assert Job.objects.get().last_error.startswith("ValueError in stumble:")
        assert "Keiko" not in Job.objects.get().last_error

    def test_a_listener_that_recovers_is_done(self) -> None:
        run_jobs(now=NOW)
        _failing.clear()

        run_jobs(now=NOW + timedelta(seconds=2))

        job = Job.objects.get()
        assert (job.status, job.attempts, waiting_jobs()) == ("done", 2, 0)

    def test_a_dead_job_is_shown_to_its_organisation_and_tried_again_by_hand(self) -> None:
        Job.objects.update(attempts=MAX_ATTEMPTS - 1)
        run_jobs(now=NOW)
        (dead,) = dead_jobs(organisation_id=71)
        later = NOW + timedelta(hours=1)
        _failing.clear()

        retry_job(job_id=dead.job_id, organisation_id=71, now=later)
        ran = run_jobs(now=later)

        assert (dead.event, dead.listener, dead.attempts) == ("BellRang", f"{__name__}.stumble", MAX_ATTEMPTS)
        assert (ran, Job.objects.get().status, dead_jobs(organisation_id=71)) == (1, "done", ())

    def test_another_organisation_neither_sees_nor_retries_it(self) -> None:
        Job.objects.update(attempts=MAX_ATTEMPTS - 1)
        run_jobs(now=NOW)
        job_id = Job.objects.get().pk

        with pytest.raises(NotFound):
            retry_job(job_id=job_id, organisation_id=72, now=NOW)

        assert dead_jobs(organisation_id=72) == ()

    def test_a_job_that_is_not_dead_is_not_retried_by_hand(self) -> None:
        with pytest.raises(NotFound):
            retry_job(job_id=Job.objects.get().pk, organisation_id=71, now=NOW)

    def test_a_database_that_is_away_is_nobodys_attempt(self) -> None:
        _failing.append(OperationalError("the server is gone"))

        with pytest.raises(OperationalError):
            run_jobs(now=NOW)

        assert (Job.objects.get().status, Job.objects.get().attempts) == ("waiting", 0)

    def test_a_listener_that_is_gone_counts_as_a_failure(self) -> None:
        events._listeners.pop("BellRang")

        run_jobs(now=NOW)

        assert Job.objects.get().last_error.startswith("KeyError in _deliver:")


class TestTwoWorkers:
    def test_a_job_that_another_worker_has_is_left_to_it(self, committed_db: Database) -> None:
        subscribe(BellRang, listen)
        ring()
        dispatch_events(now=NOW)
        job_id = Job.objects.get().pk
        with psycopg.connect(committed_db.app_url, autocommit=True) as other:
            other.execute("SELECT pg_advisory_lock(%s)", [0x4A << 48 | job_id])

            mine = run_job(job_id, now=NOW)
            other.execute("SELECT pg_advisory_unlock(%s)", [0x4A << 48 | job_id])

        assert (mine, _heard, Job.objects.get().status) == (False, [], "waiting")
        assert run_job(job_id, now=NOW) is True

    def test_two_workers_deliver_each_event_once(self, committed_db: Database) -> None:
        subscribe(BellRang, listen)
        with acting(SYSTEM):
            emit_many([BellRang(bell=str(number)) for number in range(60)], actor=SYSTEM, now=NOW)

        def work() -> None:
            while dispatch_events(now=NOW, batch=7) + run_jobs(now=NOW, batch=5):
                pass
            connection.close()

        workers = [threading.Thread(target=work) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        work()

        assert sorted(int(delivery.payload["bell"]) for _, delivery in _heard) == list(range(60))
        assert set(Job.objects.values_list("status", "attempts")) == {("done", 1)}
        assert OutboxEvent.objects.filter(dispatched_at__isnull=True).count() == 0

    def test_a_worker_that_dies_leaves_its_job_to_the_next(self, committed_db: Database) -> None:
        subscribe(BellRang, listen)
        ring()
        dispatch_events(now=NOW)
        job_id = Job.objects.get().pk
        with psycopg.connect(committed_db.app_url, autocommit=True) as dying:
            dying.execute("SELECT pg_advisory_lock(%s)", [0x4A << 48 | job_id])
            held = run_job(job_id, now=NOW)
            fetch_value("SELECT pg_terminate_backend(%s, 5000)", [dying.info.backend_pid])

        assert held is False
        assert run_job(job_id, now=NOW) is True

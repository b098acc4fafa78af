"""The database or the worker dies in the middle of an import: nothing is lost or posted twice."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import psycopg
import pytest
from django.db import DatabaseError, InterfaceError, connection

from appealdesk.donations.actions import import_statement as module
from appealdesk.foundation.jobs import dispatch_events, run_jobs
from tests.cast import work_off
from tests.donations.half_imported import LINES, assert_midway, assert_whole, confirmed, standing
from tests.donations.money import LATER
from tests.own_server import OwnServer

_MOST_S = 60
_IMPORTING = "SELECT max(done_count) > 0 FROM donations_statement"
_RECONCILING = (
    "SELECT count(*) > 0 FROM pg_stat_activity"
    " WHERE state = 'active' AND query LIKE '%INSERT INTO donations_posting%' AND pid <> pg_backend_pid()"
)
# A worker of its own process, which commits after every hundred lines so that it can be caught between.
_WORKER = f"""
import django; django.setup()
from datetime import datetime
from appealdesk.donations.actions import import_statement as module
module._CHUNK = 100
from tests.cast import work_off
work_off(datetime.fromisoformat("{LATER.isoformat()}"))
"""


@contextmanager
def _struck(server: OwnServer, once: str, strike: Callable[[], object]) -> Iterator[None]:
    """Strike as soon as another connection sees that it is time."""

    def watch() -> None:
        ends = time.monotonic() + _MOST_S
        with suppress(psycopg.Error), psycopg.connect(server.cluster.dsn("superuser"), autocommit=True) as watcher:
            while time.monotonic() < ends:
                row = watcher.execute(once).fetchone()
                if row and row[0]:
                    break
                time.sleep(0.002)
        strike()

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        thread.join()


@pytest.mark.parametrize("strike", [OwnServer.kill, lambda server: server.cluster.stop()], ids=["killed", "stopped"])
def test_an_import_survives_the_death_of_its_database(
    server: OwnServer, strike: Callable[[OwnServer], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_CHUNK", 100)
    cast = confirmed()

    with (
        _struck(server, _IMPORTING, lambda: strike(server)),
        pytest.raises((DatabaseError, InterfaceError)),
    ):
        run_jobs(now=LATER)
    connection.close()
    server.cluster.ensure_started()
    assert_midway(cast)
    work_off(LATER)

    assert_whole(cast)


def test_the_reconciliation_survives_the_death_of_its_database(server: OwnServer) -> None:
    cast = confirmed()
    run_jobs(now=LATER)
    dispatch_events(now=LATER)

    with _struck(server, _RECONCILING, server.kill), pytest.raises((DatabaseError, InterfaceError)):
        run_jobs(now=LATER)
    connection.close()
    server.cluster.ensure_started()
    midway = standing(cast)
    work_off(LATER)

    assert midway == ("imported", LINES, LINES, 0)
    assert_whole(cast)


@pytest.mark.parametrize(("once", "status"), [(_IMPORTING, "received"), (_RECONCILING, "imported")])
def test_the_next_worker_goes_on_where_a_killed_one_stopped(server: OwnServer, once: str, status: str) -> None:
    cast = confirmed()
    address = {"DATABASE_URL": server.cluster.dsn("app"), "DJANGO_SETTINGS_MODULE": "appealdesk.config.settings"}
    worker = subprocess.Popen([sys.executable, "-c", _WORKER], env=os.environ | address)

    with _struck(server, once, lambda: worker.send_signal(signal.SIGKILL)):
        ended = worker.wait(_MOST_S)
    _wait_for_locks(server)
    midway = standing(cast)
    work_off(LATER)

    assert (ended, midway[0], midway[3]) == (-signal.SIGKILL, status, 0)
    assert midway[1] == midway[2]
    assert_whole(cast)


def _wait_for_locks(server: OwnServer) -> None:
    """PostgreSQL notices that a client is gone when it next talks to it."""
    left = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
    ends = time.monotonic() + _MOST_S
    with psycopg.connect(server.cluster.dsn("superuser"), autocommit=True) as watcher:
        while (row := watcher.execute(left.encode()).fetchone()) and row[0]:
            assert time.monotonic() < ends, "the killed worker's lock is still held"
            time.sleep(0.02)

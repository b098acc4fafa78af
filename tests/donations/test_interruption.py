"""PostgreSQL goes away in the middle of an import: nothing is lost, and the worker goes on where it stopped."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from django.db import DatabaseError, InterfaceError, connection

from appealdesk.config.database import database_settings
from appealdesk.donations.actions import import_statement as module
from appealdesk.donations.actions.confirm import confirm_statement
from appealdesk.donations.actions.receive import receive_statement
from appealdesk.donations.models import Donation, Statement, StatementLine
from appealdesk.foundation.db import acting
from appealdesk.foundation.jobs import dispatch_events, run_jobs
from appealdesk.foundation.models import Job
from appealdesk.foundation.postgres import Cluster
from tests.cast import Cast, set_cast, work_off
from tests.donations.bank import bank_file, gift
from tests.donations.money import LATER, balances, violations

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

_LINES = 6_000
_PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class _Server:
    """An embedded server and its home."""

    cluster: Cluster
    home: Path


@pytest.fixture
def server(django_db_blocker: "DjangoDbBlocker") -> Iterator[_Server]:
    """A server of this test's own, with every table, which Django uses."""
    with tempfile.TemporaryDirectory(prefix="adp-") as name:
        Path(name).chmod(0o711)
        home = Path(name) / "home"
        cluster = Cluster(home)
        cluster.ensure_started()
        try:
            _migrate(cluster)
            with django_db_blocker.unblock(), _pointed_at(cluster.dsn("app")):
                yield _Server(cluster, home)
        finally:
            cluster.stop()


def _migrate(cluster: Cluster) -> None:
    addresses = {"DATABASE_URL": cluster.dsn("owner"), "APPEALDESK_OWNER_DATABASE_URL": cluster.dsn("owner")}
    subprocess.run(
        [sys.executable, "-m", "appealdesk.config.cli", "migrate", "--no-input", "--skip-checks", "--verbosity=0"],
        cwd=_PROJECT,
        env=os.environ | addresses | {"APPEALDESK_DATABASE_ROLE": "owner"},
        check=True,
    )


@contextmanager
def _pointed_at(address: str) -> Iterator[None]:
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(database_settings(address))
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def _kill(server: _Server) -> None:
    os.kill(int((server.home / "postgres" / "data" / "postmaster.pid").read_text().split("\n", 1)[0]), signal.SIGKILL)


def _stop(server: _Server) -> None:
    server.cluster.stop()


def _strike_midway(server: _Server, strike: Callable[[_Server], None]) -> threading.Thread:
    """Watches the import from another connection, and strikes once some lines are stored and others are not."""

    def watch() -> None:
        with suppress(psycopg.Error), psycopg.connect(server.cluster.dsn("owner"), autocommit=True) as owner:
            while True:
                row = owner.execute("SELECT max(done_count) FROM donations_statement").fetchone()
                if row and row[0]:
                    break
                time.sleep(0.005)
        strike(server)

    thread = threading.Thread(target=watch)
    thread.start()
    return thread


@pytest.mark.parametrize("strike", [_kill, _stop])
def test_an_import_survives_the_death_of_its_database(
    server: _Server, strike: Callable[[_Server], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_CHUNK", 100)
    cast: Cast = set_cast()
    data = bank_file(*[gift(1000 + number % 7, f"ｻﾄｳ {number}") for number in range(_LINES)])
    received = receive_statement(actor=cast.finance, now=LATER, data=data, file_name="bank.txt")
    confirm_statement(actor=cast.finance, now=LATER, statement_ref=received.ref)
    dispatch_events(now=LATER)
    thread = _strike_midway(server, strike)

    with pytest.raises((DatabaseError, InterfaceError)):
        run_jobs(now=LATER)
    thread.join()
    connection.close()
    server.cluster.ensure_started()
    with acting(cast.system):
        midway = Statement.objects.get()
        stored = StatementLine.objects.count()
    work_off(LATER)

    assert (midway.status, 0 < midway.done_count < _LINES) == ("received", True)
    assert stored == midway.done_count == midway.new_count
    with acting(cast.system):
        after = Statement.objects.get()
        assert (StatementLine.objects.count(), Donation.objects.count()) == (_LINES, _LINES)
    assert (after.status, after.done_count, after.new_count) == ("reconciled", _LINES, _LINES)
    assert balances(cast) == {"bank": after.total_minor, "fund": -after.total_minor}
    assert set(Job.objects.values_list("status", "attempts")) == {("done", 1)}
    assert violations(cast) == []

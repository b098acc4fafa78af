"""The disk is full in the middle of an import: it waits, says so, and goes on by itself; nothing is posted twice.

What is full is the kernel's own full device in the place of one file, which needs no right of anybody; where the tests
may mount, it is also a whole disk.
"""

import os
import subprocess
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from appealdesk.donations.actions import import_statement as module
from appealdesk.donations.models import Statement
from appealdesk.foundation.db import acting
from appealdesk.foundation.jobs import dispatch_events, run_jobs
from tests.cast import Cast, set_cast, work_off
from tests.donations.half_imported import LINES, assert_midway, assert_whole, confirmed, standing, whole_file
from tests.donations.money import LATER
from tests.own_server import OwnServer, own_server

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

_SEGMENT = 1 << 24
_CAP_SYS_ADMIN = 21


class _Disk(ABC):
    """Where a server stores what it stores, and that can be full."""

    def __init__(self, server: OwnServer) -> None:
        self.server = server

    @abstractmethod
    def fill_tables(self, table: str, *, leave_kb: int = 800) -> None:
        """Leave no room for more of a table, or only for a little more."""

    @abstractmethod
    def fill_log(self) -> None:
        """Leave no room for the next segment of the log of what happens."""

    @abstractmethod
    def make_room(self) -> None:
        """Take away what takes up the room."""


class _Device(_Disk):
    """One file of the server is the device on which there is never room."""

    def __init__(self, server: OwnServer) -> None:
        super().__init__(server)
        self._full: list[Path] = []

    def fill_tables(self, table: str, *, leave_kb: int = 0) -> None:
        # The map of free space is the first file that a growing table needs beside its rows.
        with psycopg.connect(self.server.cluster.dsn("superuser")) as owner:
            asked = "SELECT pg_relation_filepath(oid) FROM pg_class WHERE relname = %s UNION"
            asked += (
                " SELECT pg_relation_filepath(reltoastrelid) FROM pg_class WHERE relname = %s AND reltoastrelid > 0"
            )
            files = owner.execute(asked.encode(), [table, table]).fetchall()
        for (name,) in files:
            self._replace(self.server.data / f"{name}_fsm")

    def fill_log(self) -> None:
        self._replace(_near_the_end_of_a_segment(self.server))

    def make_room(self) -> None:
        for path in self._full:
            path.unlink()

    def _replace(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        path.symlink_to("/dev/full")
        self._full.append(path)


class _Mounted(_Disk):
    """A disk in memory that holds the server and is a little larger."""

    @property
    def _ballast(self) -> Path:
        return self.server.home.parent / "ballast"

    def fill_tables(self, table: str, *, leave_kb: int = 800) -> None:
        self._fill(leave_kb=leave_kb)

    def fill_log(self) -> None:
        _near_the_end_of_a_segment(self.server)
        # Tables may grow by what is left; the log asks for the sixteen megabytes of its next segment.
        self._fill(leave_kb=12_000)

    def make_room(self) -> None:
        self._ballast.unlink()

    def _fill(self, *, leave_kb: int) -> None:
        found = os.statvfs(self.server.home)
        with self._ballast.open("wb") as ballast:
            os.posix_fallocate(ballast.fileno(), 0, found.f_bavail * found.f_frsize - leave_kb * 1024)


def _near_the_end_of_a_segment(server: OwnServer) -> Path:
    """Write so much log that the next segment is needed soon, and have none in store; where that one will be."""
    with psycopg.connect(server.cluster.dsn("superuser"), autocommit=True) as owner:
        owner.execute("SELECT pg_switch_wal()")
        row = owner.execute(
            "SELECT file_name, file_offset FROM pg_walfile_name_offset(pg_current_wal_insert_lsn())"
        ).fetchone()
        assert row is not None
        for stored in (server.data / "pg_wal").glob("0*"):
            if stored.name > row[0]:
                stored.unlink()
        most = _SEGMENT - row[1] - (600 << 10)
        owner.execute("SELECT pg_logical_emit_message(false, 'test', repeat('x', %s))", [most])
    return server.data / "pg_wal" / f"{int(row[0], 16) + 1:024X}"


def _may_mount() -> bool:
    rights = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return bool(int(rights["CapEff"], 16) >> _CAP_SYS_ADMIN & 1)


@contextmanager
def _folder(way: type[_Disk], stopped_server: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="adp-") as name:
        if way is not _Mounted:
            yield Path(name)
            return
        taken = sum(path.stat().st_size for path in stopped_server.rglob("*") if path.is_file())
        size = f"size={taken + 6 * _SEGMENT},mode=711"
        subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", name], check=True)
        try:
            yield Path(name)
        finally:
            subprocess.run(["umount", "--lazy", name], check=True)


@pytest.fixture(
    params=[_Device, _Mounted] if _may_mount() else [_Device], ids=lambda way: way.__name__.strip("_").lower()
)
def disk(request: pytest.FixtureRequest, stopped_server: Path, django_db_blocker: "DjangoDbBlocker") -> Iterator[_Disk]:
    """The disk of a server of this test's own, which Django uses."""
    with (
        _folder(request.param, stopped_server) as folder,
        django_db_blocker.unblock(),
        own_server(stopped_server, folder) as server,
    ):
        yield request.param(server)


@pytest.fixture(autouse=True)
def plain_static_files(settings: Settings) -> None:
    """Pages without the files' fingerprints, which `make setup` makes."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def test_an_import_waits_on_a_full_disk_and_goes_on_by_itself(disk: _Disk, monkeypatch: pytest.MonkeyPatch) -> None:
    # The first few lines find room on the page that there is.
    monkeypatch.setattr(module, "_CHUNK", 10)
    cast = confirmed()
    client = _signed_in()
    disk.fill_tables("donations_statementline")

    # The worker tries again and again; each time it comes as far as there is room.
    for _ in range(2):
        with pytest.raises(OperationalError, match="No space left on device"):
            run_jobs(now=LATER)
    assert_midway(cast)
    told = _progress(client, cast)
    disk.make_room()
    monkeypatch.undo()
    work_off(LATER)

    assert ("データベースのディスクに空きがないため" in told, "ディスク" in _progress(client, cast)) == (True, False)
    assert_whole(cast)


def test_a_reconciliation_waits_on_a_full_disk_and_goes_on_by_itself(disk: _Disk) -> None:
    cast = confirmed()
    run_jobs(now=LATER)
    dispatch_events(now=LATER)
    disk.fill_tables("donations_posting")

    with pytest.raises(OperationalError, match="No space left on device"):
        run_jobs(now=LATER)
    midway = standing(cast)
    disk.make_room()
    work_off(LATER)

    assert midway == ("imported", LINES, LINES, 0)
    assert_whole(cast)


def test_an_import_survives_a_disk_without_room_for_the_log(disk: _Disk, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL goes down where it cannot write its log, and comes up again only when there is room."""
    monkeypatch.setattr(module, "_CHUNK", 100)
    cast = confirmed()
    disk.fill_log()

    with pytest.raises((DatabaseError, InterfaceError)):
        run_jobs(now=LATER)
    connection.close()
    disk.make_room()
    disk.server.cluster.ensure_started()
    assert_midway(cast)
    work_off(LATER)

    assert_whole(cast)


def test_who_uploads_to_a_full_disk_is_told_so_and_uploads_again(disk: _Disk) -> None:
    cast = set_cast()
    client = _signed_in()
    disk.fill_tables("donations_statementpart", leave_kb=80)

    refused = _upload(client)
    with acting(cast.system):
        kept = Statement.objects.count()
    disk.make_room()
    again = _upload(client)

    page = refused.content.decode()
    assert (refused.status_code, "データベースのディスクに空きがありません" in page, kept) == (503, True, 0)
    assert (again.status_code, standing(cast)) == (302, ("received", 0, 0, 0))


def _signed_in() -> Client:
    client = Client(raise_request_exception=False, headers={"accept-language": "ja"})
    user = get_user_model().objects.get(login="relief-office-finance")
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def _progress(client: Client, cast: Cast) -> str:
    with acting(cast.system):
        ref = Statement.objects.get().ref
    return client.get(f"/desk/statements/{ref}/progress/").content.decode()


def _upload(client: Client) -> HttpResponse:
    answer: HttpResponse = client.post("/desk/statements/", {"file": SimpleUploadedFile("bank.txt", whole_file())})
    return answer

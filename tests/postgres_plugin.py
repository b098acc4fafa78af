"""Gives a test run its own PostgreSQL, before pytest-django reads the settings.

The addresses are known at once and stand in the environment, so that every process that a test starts inherits them;
the server itself starts only when the first test asks for a database, since most tests do not. Each of xdist's workers
has a server of its own: an open transaction in any database of a server keeps the audit log of all others unsealed.
Where DATABASE_URL is set, that server is used instead, in databases of the run's own; its role must be allowed to
make databases. It owns the tables, and is the application's role too unless APPEALDESK_APP_DATABASE_URL names another.
"""

import atexit
import fcntl
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from appealdesk.foundation.postgres import Cluster
from appealdesk.foundation.postgres_settings import APPLICATION

_FOLDER = "APPEALDESK_TEST_FOLDER"
_EMBEDDED = "APPEALDESK_TEST_EMBEDDED"
_WORKER = "APPEALDESK_TEST_WORKER"
_PREFIX = "appealdesk-test-"
_PROJECT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Database:
    """One database of the run with its two addresses: the application's role and the owner's."""

    name: str

    @property
    def app_url(self) -> str:
        return _with_name(os.environ["DATABASE_URL"], self.name)

    @property
    def owner_url(self) -> str:
        return _with_name(os.environ["APPEALDESK_OWNER_DATABASE_URL"], self.name)

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs in its environment to work in this database."""
        return {"DATABASE_URL": self.app_url, "APPEALDESK_OWNER_DATABASE_URL": self.owner_url}

    def let_owner_dump(self) -> None:
        """Give the owner every row to see, as pg_dump needs; with BYPASSRLS it sees them anyway."""
        with psycopg.connect(self.owner_url) as owner:
            forced = owner.execute("SELECT relname FROM pg_class WHERE relforcerowsecurity").fetchall()
            for (table,) in forced:
                owner.execute(sql.SQL("ALTER TABLE {} NO FORCE ROW LEVEL SECURITY").format(sql.Identifier(table)))


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    prepare_environment()


def prepare_environment() -> None:
    """Set the addresses, once for the run and once more for each of its workers."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if _FOLDER not in os.environ:
        _sweep()
        folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
        atexit.register(_clean_up, os.getpid(), folder)
    elif _EMBEDDED in os.environ and os.environ[_WORKER] != worker:
        folder = Path(os.environ[_FOLDER]) / worker
        folder.mkdir()
    else:
        return
    folder.chmod(0o711)
    os.environ[_FOLDER], os.environ[_WORKER] = str(folder), worker
    os.environ["APPEALDESK_HOME"] = str(folder / "home")
    if _EMBEDDED not in os.environ and (given := os.environ.get("DATABASE_URL")):
        os.environ.setdefault("APPEALDESK_OWNER_DATABASE_URL", given)
        os.environ["DATABASE_URL"] = os.environ.get("APPEALDESK_APP_DATABASE_URL", given)
    else:
        cluster = _cluster()
        os.environ[_EMBEDDED] = "1"
        os.environ["DATABASE_URL"] = cluster.dsn("app")
        os.environ["APPEALDESK_OWNER_DATABASE_URL"] = cluster.dsn("owner")


def has_two_roles() -> bool:
    """Whether the application has a role of its own, which does not own the tables."""
    return os.environ["DATABASE_URL"] != os.environ["APPEALDESK_OWNER_DATABASE_URL"]


def ensure_server() -> None:
    """Have the server running; whichever process asks first starts it, and the run's first process stops it."""
    prepare_environment()
    if os.environ.get(_EMBEDDED):
        _cluster().ensure_started()


def template() -> Database:
    """A database with every migration applied, made once a run, that others are copied from."""
    ensure_server()
    database = Database(f"template_appealdesk_{_run()}")
    folder = Path(os.environ[_FOLDER])
    told = folder / "migrated"
    with (folder / "migrate.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            told.write_text(_unfit_role() or _migrate(database), encoding="utf-8")
    if failure := told.read_text(encoding="utf-8"):
        pytest.fail(f"No test can have a database.\n{failure}", pytrace=False)
    return database


@contextmanager
def copy_of_template(purpose: str) -> Iterator[Database]:
    """A fresh copy of the migrated database, dropped afterwards."""
    source = template()
    with _temporary(purpose, source.name) as database:
        yield database


@contextmanager
def scratch() -> Iterator[Database]:
    """An empty database, dropped afterwards."""
    ensure_server()
    with _temporary("scratch", "template0") as database:
        yield database


@contextmanager
def _temporary(purpose: str, source: str) -> Iterator[Database]:
    database = Database(f"test_{_run()}_{purpose}_{secrets.token_hex(4)}")
    _copy(database.name, source)
    try:
        yield database
    finally:
        _drop(database.name)


def _copy(name: str, source: str) -> None:
    """Copy a database; a vacuum that is at work in the source is waited for."""
    for wait in (0.1, 0.2, 0.4, 0.8, 1.6, 3.2):
        with suppress(psycopg.errors.ObjectInUse):
            return _maintain("CREATE DATABASE {} TEMPLATE {}", name, source)
        time.sleep(wait)
    return _maintain("CREATE DATABASE {} TEMPLATE {}", name, source)


def _drop(name: str) -> None:
    """Drop a database and throw out who is still connected, as far as the owner's role may."""
    try:
        _maintain("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
    except psycopg.errors.InsufficientPrivilege:
        # A vacuum is at work. Only a plain DROP may end it; that one waits for it too.
        _maintain("DROP DATABASE IF EXISTS {}", name)


def _unfit_role() -> str:
    """Why the application's role of the given server cannot show what the tests are to show, or nothing."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as application:
        found = application.execute(
            "SELECT rolname, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    name, passes_by = found or ("", True)
    if passes_by:
        return (
            f"Row-level security does not bind the role {name}, so the tests could not see that it holds:"
            " name a plain role with APPEALDESK_APP_DATABASE_URL (CONTRIBUTING.md)."
        )
    if has_two_roles() and name != APPLICATION:
        return f"The application's role is {name}, but the migrations grant its rights to {APPLICATION} by name."
    return ""


def _migrate(database: Database) -> str:
    """Make and migrate the template; returns what went wrong, or nothing."""
    _maintain("CREATE DATABASE {} TEMPLATE template0", database.name)
    ended = subprocess.run(
        [sys.executable, "-m", "appealdesk.config.cli", "migrate", "--no-input", "--skip-checks", "--verbosity=0"],
        cwd=_PROJECT,
        env=os.environ | database.environment | {"APPEALDESK_DATABASE_ROLE": "owner"},
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode != 0:
        return f"The migrations failed: {(ended.stdout + ended.stderr)[-3000:] or ended.returncode}"
    return ""


def _maintain(statement: str, *names: str) -> None:
    """Run a statement about whole databases, as the owner."""
    owner = os.environ["APPEALDESK_OWNER_DATABASE_URL"]
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _with_name(url: str, name: str) -> str:
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def _run() -> str:
    """The run's own part of its databases' names, so that two runs can share a server."""
    return Path(os.environ[_FOLDER]).name.removeprefix(_PREFIX).replace("-", "_").lower()


def _cluster() -> Cluster:
    return Cluster(Path(os.environ["APPEALDESK_HOME"]), for_tests=True)


def _clean_up(process: int, folder: Path) -> None:
    if os.getpid() != process:
        # A fork inherited this; the run goes on.
        return
    if not os.environ.get(_EMBEDDED):
        with suppress(psycopg.Error):
            _drop(f"template_appealdesk_{_run()}")
    _remove(folder)


def _sweep() -> None:
    """Stop and remove what a run that was killed left behind."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        process = folder.name.removeprefix(_PREFIX).split("-", 1)[0]
        if folder.stat().st_uid == os.geteuid() and process.isdigit() and not Path(f"/proc/{process}").exists():
            _remove(folder)


def _remove(folder: Path) -> None:
    """Stop the run's servers, its workers' too, and take its folder away."""
    for home in (folder / "home", *folder.glob("gw*/home")):
        Cluster(home, for_tests=True).stop()
    shutil.rmtree(folder, ignore_errors=True)

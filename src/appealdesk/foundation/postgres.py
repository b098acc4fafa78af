"""Starts and stops the embedded PostgreSQL, so that one command is enough to see the product at work.

Nothing of it runs where DATABASE_URL names a server. The server listens on a Unix socket only, in a folder that nobody
else may enter; passwords are random and stay in one file of mode 0600 in the home folder. The server goes on when the
process that started it dies: the next `ensure_started` finds it, or recovers what it left.
"""

import fcntl
import hashlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

import psycopg
from psycopg import sql

from appealdesk.foundation.postgres_binaries import (
    Account,
    PostgresRefused,
    Programs,
    account_for,
    can_enter,
    find_programs,
    reachable_programs,
)
from appealdesk.foundation.postgres_settings import (
    ACCESS_RULES,
    APPLICATION,
    OWNER,
    SUPERUSER,
    configuration,
    role_statements,
)

__all__ = ["Cluster", "PostgresRefused", "Role", "default_home", "project_folder"]

Role = Literal["owner", "app", "superuser"]

_LOGINS: dict[str, str] = {"owner": OWNER, "app": APPLICATION, "superuser": SUPERUSER}
_DATABASE = "appealdesk"
_SOCKET_FILE = ".s.PGSQL.5432"
# The kernel holds 107 bytes for a socket's whole path.
_SOCKET_FOLDER_LIMIT = 90
_PATIENCE_S = 60


def project_folder() -> Path:
    """The checkout that this package runs from, or else the present folder."""
    checkout = Path(__file__).resolve().parents[3]
    return checkout if (checkout / "pyproject.toml").exists() else Path.cwd()


def default_home() -> Path:
    """Where this installation keeps its state: APPEALDESK_HOME, or a folder of the project.

    Root's checkout often lies where the server's account may not look, so root's state goes below /var/lib.
    """
    if given := os.environ.get("APPEALDESK_HOME"):
        return Path(given).absolute()
    project = project_folder()
    if os.geteuid() == 0:
        return Path("/var/lib/appealdesk") / _short_name(project)
    return project / "var"


def _short_name(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:8]


class Cluster:
    """One embedded server with its data below `home`; several objects and processes may stand for the same one."""

    def __init__(self, home: Path, *, for_tests: bool = False) -> None:
        self.home = Path(home).absolute()
        self.for_tests = for_tests
        self._place = self.home / "postgres"
        self._data = self._place / "data"
        self._passwords = self.home / "postgres.json"

    def ensure_started(self) -> bool:
        """Have the server running and its roles and database made; true if this call started it."""
        with self._locked():
            account = account_for(self._data)
            programs = self._programs(account)
            if self._accepts():
                self._wait_until_ready()
                self._make_roles_and_database()
                return False
            self._prepare_place(account)
            self._forget_stale_server()
            if not self._data.exists():
                self._initialise(account, programs)
            self._check_version(programs)
            self._write_configuration(account)
            self._start(account, programs)
            try:
                self._make_roles_and_database()
            except BaseException:
                self._stop(account, programs)
                raise
            return True

    def stop(self) -> None:
        """Stop the server in good order; open connections are closed, committed work stays."""
        if not self._data.exists():
            return
        with self._locked():
            account = account_for(self._data)
            if self._server_process() is not None:
                self._stop(account, self._programs(account))

    def is_running(self) -> bool:
        """Whether a server answers at the socket."""
        return self._passwords.exists() and self._accepts()

    def dsn(self, role: Role, database: str = _DATABASE) -> str:
        """The address of a database for a role; known before the server runs for the first time."""
        login = _LOGINS[role]
        folder = quote(str(self._socket_folder()), safe="")
        return f"postgresql://{login}:{self._state()[login]}@/{quote(database, safe='')}?host={folder}&port=5432"

    def binary(self, name: Literal["pgbench", "pg_dump", "pg_restore", "psql"]) -> Path:
        """One of PostgreSQL's own programs, for the account that calls."""
        return find_programs().path(name)

    def environment(self, role: Role = "owner", database: str = _DATABASE) -> dict[str, str]:
        """The environment in which PostgreSQL's own programs reach a database of this server without a question."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        login = _LOGINS[role]
        return inherited | {
            "PGHOST": str(self._socket_folder()),
            "PGPORT": "5432",
            "PGUSER": login,
            "PGPASSWORD": self._state()[login],
            "PGDATABASE": database,
        }

    # The home folder and what it remembers.

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One process at a time prepares, starts or stops."""
        self._make_home()
        try:
            file = (self.home / "postgres.lock").open("w")
        except PermissionError:
            raise self._foreign(self.home) from None
        with file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _make_home(self) -> None:
        try:
            self.home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise PostgresRefused(
                f"The folder {self.home} cannot be made ({error.strerror}): set APPEALDESK_HOME to another one."
            ) from None

    def _foreign(self, path: Path) -> PostgresRefused:
        return PostgresRefused(
            f"{path} belongs to another account: run as that account, or set APPEALDESK_HOME to another folder."
        )

    def _state(self) -> dict[str, str]:
        """The passwords by login, made when first asked for."""
        try:
            return dict(json.loads(self._passwords.read_text(encoding="ascii")))
        except FileNotFoundError:
            pass
        except PermissionError:
            raise self._foreign(self._passwords) from None
        self._make_home()
        # Written aside and linked into place, so that two processes that start at once agree on one file.
        draft = self._passwords.with_name(f"{self._passwords.name}.{os.getpid()}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            json.dump({login: secrets.token_urlsafe(24) for login in _LOGINS.values()}, file)
        try:
            os.link(draft, self._passwords)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
        return dict(json.loads(self._passwords.read_text(encoding="ascii")))

    def _socket_folder(self) -> Path:
        """Below the home, or where that path is too long for a socket, below the folder for temporary files."""
        folder = self._place / "socket"
        if len(os.fsencode(folder)) <= _SOCKET_FOLDER_LIMIT:
            return folder
        return Path(tempfile.gettempdir()) / f"appealdesk-{_short_name(self.home)}"

    def _programs(self, account: Account) -> Programs:
        return reachable_programs(find_programs(), account, self.home)

    def _prepare_place(self, account: Account) -> None:
        """Give the server's account its two folders; nobody else may enter them."""
        if account.switch:
            # Others may pass through the home, but not list it; its files have modes of their own.
            self.home.chmod(self.home.stat().st_mode & 0o777 | 0o011)
            if not can_enter(self.home, account):
                raise PostgresRefused(
                    f"The server's account {account.name} cannot reach {self.home}: "
                    "set APPEALDESK_HOME to a folder that every account may enter, such as /var/lib/appealdesk."
                )
        for folder in (self._place, self._socket_folder()):
            self._own_folder(folder, account)

    def _own_folder(self, folder: Path, account: Account) -> None:
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            if folder.is_symlink() or folder.stat().st_uid not in (os.geteuid(), account.uid):
                raise self._foreign(folder) from None
        if account.switch:
            os.chown(folder, account.uid, account.gid)
        folder.chmod(0o700)

    # The server's life.

    def _accepts(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(self._socket_folder() / _SOCKET_FILE))
            except OSError:
                return False
        return True

    def _wait_until_ready(self) -> None:
        """A server that is recovering accepts connections before it lets anybody in."""
        deadline = time.monotonic() + _PATIENCE_S
        while True:
            try:
                with self._connection("postgres"):
                    return
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline:
                    raise PostgresRefused(
                        f"The server below {self.home} does not let anybody in ({_last_line(str(error))}): "
                        f"read {self._place / 'log'}."
                    ) from None
            time.sleep(0.1)

    def _server_process(self) -> int | None:
        """The process id of the server that runs on this data folder, if one does."""
        try:
            pid = int((self._data / "postmaster.pid").read_text(encoding="ascii", errors="replace").split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None
        try:
            # The server works in its data folder, so a stranger that was given the same number is told apart.
            return pid if Path(f"/proc/{pid}/cwd").resolve() == self._data.resolve() else None
        except OSError:
            return None

    def _forget_stale_server(self) -> None:
        """Remove what a killed server left, but wait for one that is on its way up or down."""
        deadline = time.monotonic() + _PATIENCE_S
        while (pid := self._server_process()) is not None and not self._accepts():
            if time.monotonic() > deadline:
                raise PostgresRefused(f"The server with process id {pid} does not answer: stop it, then try again.")
            time.sleep(0.1)
        if pid is None:
            (self._data / "postmaster.pid").unlink(missing_ok=True)

    def _initialise(self, account: Account, programs: Programs) -> None:
        """Make the data folder under another name first, so that a cut-off attempt leaves nothing half made."""
        draft = self._place / "data.partial"
        shutil.rmtree(draft, ignore_errors=True)
        password = self._place / "password"
        password.write_text(self._state()[SUPERUSER], encoding="ascii")
        password.chmod(0o600)
        if account.switch:
            os.chown(password, account.uid, account.gid)
        try:
            self._run(
                account,
                [
                    str(programs.path("initdb")),
                    f"--pgdata={draft}",
                    f"--username={SUPERUSER}",
                    f"--pwfile={password}",
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    *(["--no-sync"] if self.for_tests else []),
                ],
                "PostgreSQL could not make its data folder",
            )
        finally:
            password.unlink()
        draft.rename(self._data)

    def _check_version(self, programs: Programs) -> None:
        found = (self._data / "PG_VERSION").read_text(encoding="ascii").strip()
        if found != programs.major:
            raise PostgresRefused(
                f"The data in {self._data} was made by PostgreSQL {found} and this release brings {programs.major}: "
                "dump it with the old release, move the folder away and load the dump, or set DATABASE_URL."
            )

    def _write_configuration(self, account: Account) -> None:
        files = {
            "appealdesk.conf": configuration(self._socket_folder(), for_tests=self.for_tests),
            "pg_hba.conf": ACCESS_RULES,
        }
        main = self._data / "postgresql.conf"
        written = main.read_text(encoding="utf-8")
        if "include 'appealdesk.conf'" not in written:
            files["postgresql.conf"] = written + "\ninclude 'appealdesk.conf'\n"
        for name, text in files.items():
            path = self._data / name
            path.write_text(text, encoding="utf-8")
            if account.switch:
                os.chown(path, account.uid, account.gid)
            path.chmod(0o600)

    def _start(self, account: Account, programs: Programs) -> None:
        command = [str(programs.path("pg_ctl")), "start", "-w", "-t", str(_PATIENCE_S), "-s"]
        command += ["-D", str(self._data), "-l", str(self._place / "log")]
        # After a kill, the old server's last processes hold its memory for a moment more.
        for wait in (0.3, 1.0, 3.0):
            try:
                self._run(account, command, "PostgreSQL did not start")
            except PostgresRefused:
                time.sleep(wait)
            else:
                return
        self._run(account, command, "PostgreSQL did not start")

    def _stop(self, account: Account, programs: Programs) -> None:
        command = [str(programs.path("pg_ctl")), "stop", "-w", "-s", "-D", str(self._data)]
        try:
            self._run(account, [*command, "-m", "fast", "-t", str(_PATIENCE_S)], "PostgreSQL did not stop")
        except PostgresRefused:
            # It lost the race with its own end, or hangs: what is committed is safe either way.
            if self._server_process() is not None:
                self._run(account, [*command, "-m", "immediate", "-t", "10"], "PostgreSQL did not stop")

    def _run(self, account: Account, command: Sequence[str], failure: str) -> None:
        """Run one of PostgreSQL's programs as the server's account, apart from our terminal's Ctrl-C."""
        change: dict[str, Any] = {}
        if account.switch:
            change = {"user": account.uid, "group": account.gid, "extra_groups": []}
        ended = subprocess.run(  # noqa: S603 - our own programs, with paths that we made
            command,
            cwd=self._place,
            env={"PATH": os.defpath, "LC_ALL": "C", "PGCTLTIMEOUT": str(_PATIENCE_S)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            start_new_session=True,
            check=False,
            **change,
        )
        if ended.returncode != 0:
            log = self._place / "log"
            told = _last_line(ended.stderr) or _last_line(ended.stdout)
            logged = _last_line(_tail(log)) if "start" in command else ""
            raise PostgresRefused(f"{failure} ({logged or told}): its log is {log}.")

    # What the server holds.

    def _connection(self, database: str) -> psycopg.Connection[Any]:
        return psycopg.connect(self.dsn("superuser", database), autocommit=True, connect_timeout=10)

    def _make_roles_and_database(self) -> None:
        """Have both roles with their passwords, and the database; said again at each start, it changes nothing."""
        state = self._state()
        with self._connection("postgres") as connection:
            for role, attributes in role_statements(for_tests=self.for_tests):
                there = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [role]).rowcount
                statement = "ALTER ROLE {} {} PASSWORD {}" if there else "CREATE ROLE {} {} PASSWORD {}"
                connection.execute(
                    sql.SQL(statement).format(sql.Identifier(role), sql.SQL(attributes), sql.Literal(state[role]))
                )
            if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [_DATABASE]).rowcount:
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(_DATABASE), sql.Identifier(OWNER))
                )


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else ""


def _tail(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")[-4000:]
    except OSError:
        return ""

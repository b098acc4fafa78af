"""What the operator is told to type exists: commands, programs, variables, queries and files."""

import os
import re
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path

import psycopg
import pytest
import yaml
from django.core.management import get_commands
from tools.settings_reference import defaults

from tests.postgres_plugin import Database

PROJECT = Path(__file__).resolve().parents[2]
PAGE = (PROJECT / "docs" / "operate" / "README.md").read_text(encoding="utf-8")
UNITS = sorted((PROJECT / "deploy" / "systemd").glob("*.service"))
COMPOSE = yaml.safe_load((PROJECT / "deploy" / "compose" / "compose.yaml").read_text(encoding="utf-8"))
VARIABLE = re.compile(r"\b(?:APPEALDESK_[A-Z_]*[A-Z]|DATABASE_URL)\b")
FIRST = PAGE.partition("## The first organisation\n\n```\n")[2].partition("```")[0]


@cache
def known_settings() -> frozenset[str]:
    """What the whole of the source reads, found once."""
    return frozenset(defaults())


def command_lines(unit: Path) -> list[list[str]]:
    lines = unit.read_text(encoding="utf-8").splitlines()
    return [shlex.split(line.partition("=")[2]) for line in lines if line.startswith("ExecStart=")]


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_units_start_what_is_there(unit: Path) -> None:
    for program, first, *rest in command_lines(unit):
        if program.endswith("/appealdesk"):
            assert first in get_commands()
        else:
            assert [program.rpartition("/")[2], first, rest[0]] == ["python", "-m", "granian"]
            assert rest[-1] == "appealdesk.config.wsgi:application"


@pytest.mark.parametrize(
    "text", [PAGE, *(unit.read_text(encoding="utf-8") for unit in UNITS)], ids=["page", *(unit.stem for unit in UNITS)]
)
def test_every_variable_is_a_setting(text: str) -> None:
    assert set(VARIABLE.findall(text)) - known_settings() == set()


def test_the_containers_use_settings_that_exist() -> None:
    named = {name for service in COMPOSE["services"].values() for name in VARIABLE.findall(str(service))}

    assert named - known_settings() == set()
    assert [COMPOSE["services"][name]["depends_on"] for name in ("web", "worker")] == [
        {"migrate": {"condition": "service_completed_successfully"}}
    ] * 2


@pytest.mark.parametrize("command", sorted(set(re.findall(r"\bappealdesk ([a-z]+)", PAGE))))
def test_every_command_exists(command: str) -> None:
    assert command in get_commands()


@pytest.mark.parametrize("query", re.findall(r"`(SELECT [^`]+)`", PAGE))
def test_the_queries_run_and_find_nothing_wrong(query: str, committed_db: Database) -> None:
    with psycopg.connect(committed_db.owner_url) as connection:
        assert connection.execute(query.encode()).fetchall() == [(0,)]


def test_the_first_organisation_is_made_as_the_page_says(committed_db: Database) -> None:
    lines = FIRST.replace("\\\n", "").splitlines()

    for line in lines:
        program, *options = shlex.split(line)
        command = [sys.executable, "-m", "appealdesk.config.cli", *options]
        ended = subprocess.run(command, env=dict(os.environ), capture_output=True, text=True, check=False)
        assert (program, ended.returncode, ended.stderr) == (".venv/bin/appealdesk", 0, "")

    assert len(lines) == 2
    with psycopg.connect(committed_db.owner_url) as connection:
        staff = connection.execute("SELECT login, role FROM accounts_staff").fetchall()
    assert staff == [("admin", "administrator")]


def test_the_files_that_the_page_names_exist() -> None:
    named = set(re.findall(r"\b((?:deploy|src)/[\w./-]+\w)", PAGE)) | {"docs/reference/settings.md"}

    assert {name for name in named if not (PROJECT / name).exists()} == set()

"""Rotating keys: every record opens with the new wrapping key alone, and nothing opens with the old one any more."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from psycopg import sql

from appealdesk.foundation.crypto import SealBroken, rewrap_key, unwrap_key
from appealdesk.foundation.site_keys import add_wrapping_key, load_site_keys
from appealdesk.ops.rotation import KeyColumn, key_columns
from tests.ops.test_erasure import live
from tests.postgres_plugin import Database
from tests.screening.cast import ScreeningStage, ask_for_two, officer, set_screening_stage

# The byte of the version, a nonce of 12 bytes, the key of 32 and the mark of 16.
WRAPPED = 61


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """The site's keys, where a rotation does not disturb the other tests."""
    return Path(shutil.copy(settings.APPEALDESK_KEYS_FILE, tmp_path / "keys.json"))


@pytest.fixture
def stage(committed_db: Database) -> ScreeningStage:
    made = set_screening_stage()
    ask_for_two(made)
    live(made, "青木 恵子", officer(made), officer(made, "taro"))
    return made


def started(keys: Path) -> subprocess.Popen[str]:
    """The command as an operator starts it, on the database of the test, with the site stopped."""
    connection.close()
    command = [sys.executable, "-m", "appealdesk.config.cli", "keys", "rotate"]
    environment = os.environ | {"APPEALDESK_KEYS_FILE": str(keys)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def rotate(keys: Path) -> subprocess.CompletedProcess[str]:
    """The command, to its end."""
    process = started(keys)
    told, warned = process.communicate()
    return subprocess.CompletedProcess(process.args, process.returncode, told, warned)


def stored(database: Database) -> dict[tuple[KeyColumn, int], bytes]:
    """Every wrapped key of the product's tables, by its place."""
    with psycopg.connect(database.owner_url) as owner:
        return {
            (place, key): wrapped
            for place in key_columns()
            for key, wrapped in owner.execute(
                sql.SQL("SELECT id, {column} FROM {table} WHERE {column} IS NOT NULL").format(
                    column=sql.Identifier(place.column), table=sql.Identifier(place.table)
                )
            )
        }


def bytes_like_a_wrapped_key(database: Database, version: int) -> set[str]:
    """Every column of the whole database in which some value looks like a key wrapped by this version."""
    with psycopg.connect(database.owner_url) as owner:
        columns = owner.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND data_type = 'bytea'"
        ).fetchall()
        return {
            f"{table}.{column}"
            for table, column in columns
            if owner.execute(
                sql.SQL(
                    "SELECT 1 FROM {table} WHERE octet_length({column}) = %s AND get_byte({column}, 0) = %s"
                ).format(column=sql.Identifier(column), table=sql.Identifier(table)),
                [WRAPPED, version],
            ).fetchone()
        }


def test_every_key_is_wrapped_anew_and_opens_the_same(
    committed_db: Database, stage: ScreeningStage, keys: Path
) -> None:
    committed_db.let_owner_dump()
    old, before = load_site_keys(keys).wrapping, stored(committed_db)

    result = rotate(keys)

    new, after = load_site_keys(keys).wrapping, stored(committed_db)
    assert (result.returncode, set(old), set(new)) == (0, {1}, {2}), result.stderr
    assert len(before) > 5
    assert {place: unwrapped(key, new) for place, key in after.items()} == {
        place: unwrapped(key, old) for place, key in before.items()
    }
    assert [place for place, key in after.items() if opens(key, old)] == []
    # What a copy made before holds opens no more.
    assert [place for place, key in before.items() if opens(key, new)] == []
    assert bytes_like_a_wrapped_key(committed_db, 1) == set()


def test_an_interrupted_rotation_goes_on(committed_db: Database, stage: ScreeningStage, keys: Path) -> None:
    committed_db.let_owner_dump()
    add_wrapping_key(keys)
    wrapping = load_site_keys(keys).wrapping
    (place, key), wrapped = min(stored(committed_db).items(), key=str)
    with psycopg.connect(committed_db.owner_url) as owner:
        statement = sql.SQL("UPDATE {table} SET {column} = %s WHERE id = %s").format(
            table=sql.Identifier(place.table), column=sql.Identifier(place.column)
        )
        owner.execute(statement, [rewrap_key(wrapped, wrapping), key])

    result = rotate(keys)

    assert (result.returncode, set(load_site_keys(keys).wrapping)) == (0, {2}), result.stderr
    assert {wrapped[0] for wrapped in stored(committed_db).values()} == {2}


def test_a_rotation_that_is_killed_in_the_middle_goes_on(
    committed_db: Database, stage: ScreeningStage, keys: Path
) -> None:
    """SIGKILL between two tables: both wrapping keys stay in the file as long as a record needs the older one."""
    committed_db.let_owner_dump()
    old, before = load_site_keys(keys).wrapping, stored(committed_db)
    tables = list(dict.fromkeys(place.table for place in key_columns() if place in {held for held, _ in before}))
    process = started(keys)
    ends = time.monotonic() + 60
    while len(load_site_keys(keys).wrapping) < 2 and time.monotonic() < ends:
        time.sleep(0.01)
    # From here on the site counts no connections: whoever looks may look. The last table with keys is held fast.
    with psycopg.connect(committed_db.owner_url) as owner:
        owner.execute(sql.SQL("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE").format(sql.Identifier(tables[-1])))
        while not _waits(committed_db) and time.monotonic() < ends:
            time.sleep(0.05)
        process.kill()
        process.communicate()
        between = stored(committed_db)
    both = load_site_keys(keys).wrapping
    while _others(committed_db) and time.monotonic() < ends:
        time.sleep(0.05)

    result = rotate(keys)

    new, after = load_site_keys(keys).wrapping, stored(committed_db)
    assert (set(both), {wrapped[0] for wrapped in between.values()}) == ({1, 2}, {1, 2})
    assert {place: unwrapped(key, both) for place, key in between.items()} == {
        place: unwrapped(key, old) for place, key in before.items()
    }
    assert (result.returncode, dict(new)) == (0, {2: both[2]}), result.stderr
    assert {place: unwrapped(key, new) for place, key in after.items()} == {
        place: unwrapped(key, old) for place, key in before.items()
    }


def _waits(database: Database) -> bool:
    """Whether somebody waits for the table that is held."""
    with psycopg.connect(database.owner_url) as owner:
        return owner.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone() is not None


def _others(database: Database) -> bool:
    """Whether the killed command's session is still there: the server ends it when it notices."""
    with psycopg.connect(database.owner_url) as owner:
        found = owner.execute(
            "SELECT 1 FROM pg_stat_activity"
            " WHERE datname = current_database() AND usesysid IS NOT NULL AND pid <> pg_backend_pid()"
        ).fetchone()
        return found is not None


def test_a_running_site_is_told_to_stop(committed_db: Database, keys: Path) -> None:
    before = keys.read_bytes()
    with psycopg.connect(committed_db.app_url):
        result = rotate(keys)

    assert result.returncode == 1
    assert "The database has 1 other connections: stop the site, then rotate." in result.stderr
    assert keys.read_bytes() == before


def unwrapped(wrapped: bytes, wrapping: Mapping[int, bytes]) -> bytes:
    """The record's own key, at a site with these wrapping keys."""
    with override_settings(APPEALDESK_WRAPPING_KEYS=wrapping):
        return unwrap_key(wrapped).raw


def opens(wrapped: bytes, wrapping: Mapping[int, bytes]) -> bool:
    try:
        unwrapped(wrapped, wrapping)
    except SealBroken:
        return False
    return True

"""What the tests of every door need: static files without a manifest, and a stage to play on."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection
from pytest_django import Settings

from appealdesk.web.public.shelf import APPEALS, FORMS
from tests.postgres_plugin import Database
from tests.web.cast import Stage, set_stage


@pytest.fixture(autouse=True)
def plain_static_files(settings: Settings) -> None:
    """The manifest is made by `make setup`; a test of a page does not need the files' fingerprints."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture(autouse=True)
def empty_shelves() -> None:
    """A page that an earlier test kept in memory is not this test's page."""
    APPEALS.clear()
    FORMS.clear()


@pytest.fixture
def stage(db: None) -> Stage:
    """One organisation with one open appeal."""
    return set_stage()


@pytest.fixture
def away(committed_db: Database) -> Iterator[None]:
    """While this holds, nobody can connect to the database, and everybody connected is thrown out."""
    with psycopg.connect(committed_db.owner_url, autocommit=True, dbname="postgres") as owner:
        owner.execute(f'ALTER DATABASE "{committed_db.name}" ALLOW_CONNECTIONS false')
        throw_out(committed_db)
        yield
        owner.execute(f'ALTER DATABASE "{committed_db.name}" ALLOW_CONNECTIONS true')
    connection.close()


def throw_out(database: Database) -> None:
    """End the application's connections to the database; a role may end those of its own."""
    end = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s"
    with psycopg.connect(database.app_url, autocommit=True, dbname="postgres") as application:
        application.execute(end, [database.name])

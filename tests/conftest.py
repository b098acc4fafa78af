"""What every test may ask for: a database that rolls back, one that really commits, and an empty one.

Tables are never truncated, because the audit log forbids it to everybody; a test that needs commits gets a database
of its own instead.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests import postgres_plugin
from tests.donations.cards.stripe_stand_in import StripeStandIn
from tests.own_server import OwnServer, migrated_home, own_server
from tests.postgres_plugin import Database

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

# An example that takes long on a machine with much else to do is no fault of what is tested.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None) -> Iterator[None]:
    """Take the place of pytest-django's: `db` works, and rolls back, in this worker's copy of the migrated database."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with postgres_plugin.copy_of_template(worker) as database, _pointed_at(database):
        yield


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: "DjangoDbBlocker") -> Iterator[Database]:
    """A database of this test's own, where commits are real; processes that the test starts find it too.

    Not to be used together with `db` or the mark `django_db`.
    """
    with own_database(django_db_blocker) as database:
        yield database


@contextmanager
def own_database(blocker: "DjangoDbBlocker") -> Iterator[Database]:
    """The same for as long as this holds, so that a module can share one."""
    with postgres_plugin.copy_of_template("committed") as database, blocker.unblock(), _pointed_at(database):
        yield database


@pytest.fixture
def two_roles() -> None:
    """For what only the rights of the application's role forbid, so that a server with one role cannot show it."""
    if not postgres_plugin.has_two_roles():
        pytest.skip("The given server has one role; APPEALDESK_APP_DATABASE_URL names the application's own.")


@pytest.fixture
def postgres_dsn() -> Iterator[str]:
    """The owner's address of an empty database, for tests of plain SQL."""
    with postgres_plugin.scratch() as database:
        yield database.owner_url


@pytest.fixture(scope="session")
def stopped_server() -> Iterator[Path]:
    """The home of a server with every table, for copies of it."""
    with migrated_home() as found:
        yield found


@pytest.fixture
def server(stopped_server: Path, django_db_blocker: "DjangoDbBlocker") -> Iterator[OwnServer]:
    """A PostgreSQL of this test's own that it may kill, stop or starve; Django uses it."""
    with (
        tempfile.TemporaryDirectory(prefix="adp-") as name,
        django_db_blocker.unblock(),
        own_server(stopped_server, Path(name)) as found,
    ):
        yield found


@contextmanager
def _pointed_at(database: Database) -> Iterator[None]:
    """Django's connection and the environment use this database; what was before is put back."""
    from django.db import connection

    before = connection.settings_dict["NAME"]
    environment = {name: os.environ[name] for name in database.environment}
    connection.close()
    connection.settings_dict["NAME"] = database.name
    os.environ.update(database.environment)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
        os.environ.update(environment)


@pytest.fixture
def stripe_server() -> Iterator[StripeStandIn]:
    """Stripe on loopback."""
    stand_in = StripeStandIn()
    yield stand_in
    stand_in.server.close()

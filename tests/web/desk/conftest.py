"""A desk to work at, a client for each login, and a count of the queries of a page."""

from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from tests.postgres_plugin import Database
from tests.web.cast import Stage, set_stage
from tests.web.desk.cast import Desk, found_elsewhere, set_desk

SignedIn = Callable[[str], Client]
CountQueries = Callable[[Client, str], int]


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """Six accounts a test are made; how slow the real hash is says nothing about a page."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def desk(stage: Stage) -> Desk:
    """Staff of every role, ways to help, nobody who has applied."""
    return set_desk(stage)


@pytest.fixture
def committed_desk(committed_db: Database) -> Desk:
    """The same where commits are real: only what is committed can be sealed."""
    return set_desk(set_stage())


@pytest.fixture
def signed_in() -> SignedIn:
    """A client signed in under a login, without the slow hash of a password."""

    def sign_in(login: str) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(get_user_model().objects.get(login=login), "django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def elsewhere(desk: Desk, signed_in: SignedIn) -> Client:
    """The administrator of another organisation."""
    found_elsewhere()
    return signed_in("elsewhere")


@pytest.fixture
def count_queries() -> CountQueries:
    """How many queries a page takes, once the process is warm."""

    def count(client: Client, path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    return count

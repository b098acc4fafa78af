"""A desk to work at, and a browser without a screen for each login."""

from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.web.cast import Stage
from tests.web.desk.cast import Desk, set_desk

SignedIn = Callable[[str], Client]


@pytest.fixture
def desk(stage: Stage) -> Desk:
    """Staff of every role, ways to help, nobody who has applied."""
    return set_desk(stage)


@pytest.fixture
def signed_in(desk: Desk) -> SignedIn:
    """A client signed in under a login, without the slow hash of a password."""

    def sign_in(login: str) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(get_user_model().objects.get(login=login), "django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in

"""The stage of the figures. The audit log seals only what is committed, so that these tests have a database each."""

import pytest
from pytest_django import Settings

from tests.cast import Cast, set_cast
from tests.figures.cast import SIGNING_KEY, sealed
from tests.postgres_plugin import Database


@pytest.fixture
def cast(committed_db: Database, settings: Settings) -> Cast:
    """One office whose audit log is sealed once."""
    settings.APPEALDESK_SIGNING_KEY = SIGNING_KEY
    made = set_cast()
    sealed()
    return made

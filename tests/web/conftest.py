"""What the tests of every door need: static files without a manifest, and a stage to play on."""

import pytest
from pytest_django import Settings

from appealdesk.web.public.shelf import APPEALS, FORMS
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

"""The database goes away for a moment: the form stays open, and what was typed is stored or comes back."""

import pytest
from django.test import Client

from appealdesk.foundation.db import acting, fetch_value
from appealdesk.web.public.freshness import AppealShelf
from tests.postgres_plugin import Database
from tests.web.cast import SLUG, Stage, set_stage
from tests.web.conftest import throw_out
from tests.web.public.offers import filled_form, send_form


@pytest.fixture
def open_stage(committed_db: Database) -> Stage:
    """A stage whose rows are committed."""
    return set_stage()


def test_a_broken_connection_is_mended_unnoticed(client: Client, committed_db: Database, open_stage: Stage) -> None:
    form = filled_form(client)
    throw_out(committed_db)

    response = send_form(client, form)

    with acting(open_stage.actor):
        stored = fetch_value("SELECT count(*) FROM enquiries_enquiry")
    assert (response.status_code, stored) == (303, 1)


def test_what_was_typed_comes_back_while_nothing_can_be_stored(
    client: Client, open_stage: Stage, request: pytest.FixtureRequest
) -> None:
    form = filled_form(client)
    request.getfixturevalue("away")

    response = send_form(client, form)

    page = response.content.decode()
    assert (response.status_code, "ただいま保存できませんでした" in page) == (503, True)
    assert 'value="aoki@example.org"' in page


def test_the_form_stays_open_while_the_database_is_away(
    client: Client, open_stage: Stage, request: pytest.FixtureRequest
) -> None:
    shelf = AppealShelf(seconds=0)
    before = shelf.take(SLUG)
    request.getfixturevalue("away")

    assert shelf.take(SLUG) is before

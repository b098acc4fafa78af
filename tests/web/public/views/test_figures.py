"""The figures: drawn, tabled, downloadable, and each with a proof that stays at its address."""

import json
import time

import pytest
from django.conf import settings
from django.test import Client

from appealdesk.appeals.queries.appeals import appeal_page
from appealdesk.audit.actions.seal import seal_records
from appealdesk.figures.actions.release import ReleasedFigures, release_figures
from appealdesk.foundation.actor import Actor, ActorKind, Role
from appealdesk.foundation.clock import read_clock
from tests.postgres_plugin import Database
from tests.web.cast import SLUG, Stage, set_stage

URL = f"/en/appeals/{SLUG}/figures/"


@pytest.fixture
def released(committed_db: Database) -> ReleasedFigures:
    """The figures of an appeal to which nobody has come yet; the audit log seals only what is committed."""
    stage, now = set_stage(), read_clock()
    until = time.monotonic() + 20
    # A seal waits for every older transaction of the server, those of other tests' databases included.
    while seal_records(now=now, signing_key=settings.APPEALDESK_SIGNING_KEY) is None and time.monotonic() < until:
        time.sleep(0.05)
    press = Actor(kind=ActorKind.STAFF, ref="press-1", organisation_id=stage.organisation_id, role=Role.PRESS_OFFICER)
    appeal = appeal_page(slug=SLUG, now=now)
    return release_figures(actor=press, now=now, appeal_id=appeal.id, signing_key=settings.APPEALDESK_SIGNING_KEY)


def test_without_a_release_the_page_says_so(client: Client, stage: Stage) -> None:
    assert "No figure has been published yet." in client.get(URL).content.decode()


def test_a_small_number_is_never_given_exactly(client: Client, released: ReleasedFigures) -> None:
    page = client.get(URL).content.decode()

    assert "fewer than 10" in page
    assert 'class="bar-less"' in page


def test_each_figure_leads_to_its_proof(client: Client, released: ReleasedFigures) -> None:
    page = client.get(URL).content.decode()

    assert [ref for ref in released.refs if f"/en/figures/{ref}/" not in page] == []


def test_a_release_shows_its_record(client: Client, released: ReleasedFigures) -> None:
    page = client.get(f"/ja/figures/{released.refs[0]}/").content.decode()

    assert released.refs[0] in page
    assert "現在の数字です。" in page


def test_the_proof_is_json_with_the_signed_record(client: Client, released: ReleasedFigures) -> None:
    response = client.get(f"/en/figures/{released.refs[0]}/proof.json")

    assert response.headers["Content-Type"] == "application/json"
    assert set(json.loads(response.content)) == {"document", "signature", "list"}


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("figures.csv", "text/csv; charset=utf-8"),
        ("datapackage.json", "application/json"),
        ("figures.csv-metadata.json", "application/csvm+json"),
    ],
)
def test_the_figures_are_open_data(client: Client, released: ReleasedFigures, name: str, content_type: str) -> None:
    response = client.get(URL + name)

    assert (response.status_code, response.headers["Content-Type"]) == (200, content_type)
    assert b"figure" in response.content


def test_the_appeal_shows_its_figures(client: Client, released: ReleasedFigures) -> None:
    page = client.get(f"/en/appeals/{SLUG}/").content.decode()

    assert "What came of it" in page


def test_an_unknown_release_is_not_found(client: Client, db: None) -> None:
    assert client.get("/en/figures/F-000000000/").status_code == 404


@pytest.mark.parametrize("path", [URL, URL + "figures.csv"])
def test_reading_is_all_that_can_be_done(client: Client, stage: Stage, path: str) -> None:
    assert client.post(path).status_code == 405

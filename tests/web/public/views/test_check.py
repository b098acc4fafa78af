"""The eligibility check: three answers, ways to help, and nothing stored."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from appealdesk.appeals.queries.appeals import appeal_page
from appealdesk.foundation.actor import system_actor
from appealdesk.placements.actions.add_way import add_way_to_help
from appealdesk.placements.inputs import WayToHelpInput
from tests.web.cast import NOW, SLUG, Stage
from tests.web.public.offers import FORM_TYPE

URL = f"/en/appeals/{SLUG}/check/"
SERVED = {
    "position": "defence",
    "fact-service_branch": "jsdf",
    "fact-service_years": "4",
    "birth-year": "1990",
    "birth-month": "1",
    "birth-day": "31",
}


def _ask(client: Client, answers: dict[str, str], url: str = URL) -> HttpResponse:
    response: HttpResponse = client.post(url, data=urlencode(answers), content_type=FORM_TYPE)
    return response


@pytest.mark.parametrize(
    ("changes", "heading"),
    [
        ({}, "Yes, you can help here"),
        (
            {"fact-service_branch": "none", "fact-service_years": "0", "fact-specialised_training": "no"},
            # Training that no document shows is not known, whatever is said about it.
            "We need to know more",
        ),
        ({"fact-service_branch": ""}, "We need to know more"),
        ({"birth-year": "", "birth-month": "", "birth-day": ""}, "We need to know more"),
        ({"birth-year": "1950"}, "Not here, not now"),
    ],
)
def test_the_three_answers(client: Client, stage: Stage, changes: dict[str, str], heading: str) -> None:
    response = _ask(client, SERVED | changes)

    assert (response.status_code, heading in response.content.decode()) == (200, True)


def test_the_reason_is_named(client: Client, stage: Stage) -> None:
    page = _ask(client, SERVED | {"birth-year": "1950"}).content.decode()

    assert "aged 18 to 60" in page


def test_who_cannot_help_here_is_shown_what_they_can_do(client: Client, stage: Stage) -> None:
    appeal = appeal_page(slug=SLUG, now=NOW)
    add_way_to_help(
        actor=system_actor(stage.organisation_id),
        now=NOW,
        entry=WayToHelpInput(
            appeal_id=appeal.id,
            kind="remote",
            titles={"ja": "翻訳", "en": "Translate from home", "uk": "Переклад"},
            texts={"ja": "自宅で", "en": "An hour a week helps.", "uk": "Удома"},
        ),
    )

    page = _ask(client, SERVED | {"birth-year": "1950"}).content.decode()

    assert "What you can do" in page
    assert "Translate from home" in page


def test_nothing_is_written(client: Client, stage: Stage) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        _ask(client, SERVED)

    written = [query["sql"] for query in queries if not query["sql"].lstrip().upper().startswith("SELECT")]
    assert written == []


def test_the_answers_stay_in_the_form_and_out_of_the_address(client: Client, stage: Stage) -> None:
    page = _ask(client, SERVED).content.decode()

    assert 'value="jsdf" checked' in page
    assert "?fact" not in page
    assert "position=defence&" not in page


def test_a_wrong_answer_is_named(client: Client, stage: Stage) -> None:
    response = _ask(client, SERVED | {"fact-service_years": "many"})

    assert (response.status_code, '<a href="#fact-service_years">' in response.content.decode()) == (422, True)


def test_a_change_of_the_language_keeps_the_answers_without_judging_them(client: Client, stage: Stage) -> None:
    page = _ask(client, SERVED | {"choose": "uk"}, f"/uk/appeals/{SLUG}/check/").content.decode()

    assert 'value="jsdf" checked' in page
    assert "Так, Ви можете тут допомогти" not in page


def test_no_name_is_asked(client: Client, stage: Stage) -> None:
    page = client.get(URL, {"position": "defence"}).content.decode()

    assert [name for name in ("written", "email", "phone", "token") if f'name="{name}"' in page] == []


def test_a_position_without_criteria_is_open_to_everybody(client: Client, stage: Stage) -> None:
    page = client.get(URL, {"position": "letters"}).content.decode()

    assert "This position has no conditions." in page


def test_the_choice_of_a_position_comes_first(client: Client, stage: Stage) -> None:
    page = client.get(URL).content.decode()

    assert page.count('href="?position=') == 3


def test_nobody_keeps_the_result(client: Client, stage: Stage) -> None:
    assert _ask(client, SERVED).headers["Cache-Control"] == "no-store"


def test_another_method_is_refused(client: Client, stage: Stage) -> None:
    assert client.put(URL).status_code == 405


@pytest.mark.parametrize(
    ("language", "words"), [("ja", "はい、お手伝いいただけます"), ("uk", "Так, Ви можете тут допомогти")]
)
def test_the_answer_is_in_the_reader_s_language(client: Client, stage: Stage, language: str, words: str) -> None:
    page = _ask(client, SERVED, f"/{language}/appeals/{SLUG}/check/").content.decode()

    assert words in page

"""Correcting and completing what was told, from the status page."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.db import acting, fetch_all
from appealdesk.foundation.jobs import dispatch_events, run_jobs
from tests.web.cast import Stage
from tests.web.desk.cast import audited
from tests.web.public.offers import filled_form, send_form


@pytest.fixture
def link(client: Client, stage: Stage) -> str:
    """The path of an offer's status page, once the worker has made an application of it."""
    form = filled_form(client) | {"fact-service_branch": "jsdf", "fact-service_years": ""}
    path = send_form(client, form).headers["Location"]
    _work()
    return path


def _work() -> None:
    for _ in range(4):
        dispatch_events(now=read_clock())
        run_jobs(now=read_clock())


def _facts(stage: Stage) -> list[tuple[str, object, str]]:
    with acting(stage.actor):
        return fetch_all(
            "SELECT key, value #>> '{}', source FROM enquiries_fact WHERE superseded_at IS NULL ORDER BY key"
        )


def _post(client: Client, path: str, **fields: str) -> tuple[int, str]:
    response = client.post(path, data=fields)
    return response.status_code, response.headers.get("Location", "")


def test_the_open_question_is_asked_on_the_status_page(client: Client, link: str) -> None:
    page = client.get(link).content.decode()

    assert "まだ確認が必要なこと" in page
    assert f'href="{link}answers/service_years/"' in page


def test_the_form_stands_as_it_was_answered(client: Client, link: str) -> None:
    page = client.get(f"{link}answers/").content.decode()

    assert 'value="jsdf" checked' in page
    assert 'value="no" checked' in page


def test_an_answer_is_stored_and_the_offer_screened_again(client: Client, stage: Stage, link: str) -> None:
    sent = _post(client, f"{link}answers/service_years/", **{"fact-service_years": "３"})
    _work()

    assert sent == (303, f"{link}?done=answers")
    assert ("service_years", "3", "declared") in _facts(stage)
    assert "回答を変更しました" in client.get(sent[1]).content.decode()
    assert "まだ確認が必要なこと" not in client.get(link).content.decode()
    assert [actor for actor, _ in audited("facts.corrected")] == ["public:public"]
    assert len(audited("application.screened")) == 2


def test_the_same_form_sent_twice_changes_once(client: Client, stage: Stage, link: str) -> None:
    _post(client, f"{link}answers/service_years/", **{"fact-service_years": "3"})

    again = _post(client, f"{link}answers/service_years/", **{"fact-service_years": "3"})

    assert again == (303, f"{link}?done=nothing")
    assert len(audited("facts.corrected")) == 1


def test_a_wrong_answer_comes_back_with_what_was_typed(client: Client, stage: Stage, link: str) -> None:
    before = _facts(stage)

    response = client.post(f"{link}answers/", data={"fact-service_branch": "ffl", "fact-service_years": "many"})

    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="ffl" checked' in page
    assert 'value="many"' in page
    assert _facts(stage) == before


def test_a_change_of_language_keeps_what_was_typed(client: Client, link: str) -> None:
    response = client.post(f"/en{link[3:]}answers/", data={"choose": "en", "fact-service_years": "7"})

    assert (response.status_code, 'value="7"' in response.content.decode()) == (200, True)


def test_a_withdrawn_offer_changes_no_more(client: Client, stage: Stage, link: str) -> None:
    client.post(f"{link}withdrawal/")
    before = _facts(stage)

    assert _post(client, f"{link}answers/", **{"fact-service_years": "3"}) == (303, link)
    assert _facts(stage) == before


@pytest.mark.parametrize("act", ["answers/", "answers/service_years/", "withdrawal/"])
def test_a_wrong_secret_is_not_found(client: Client, link: str, act: str) -> None:
    _, language, place, ref, _, _ = link.split("/")
    path = f"/{language}/{place}/{ref}/{'A' * 22}/{act}"

    assert (client.get(path).status_code, client.post(path).status_code) == (404, 404)


@pytest.mark.parametrize("key", ["birth_date", "nothing_like_it", "it_experience"])
def test_a_question_that_is_not_asked_is_not_found(client: Client, link: str, key: str) -> None:
    assert client.get(f"{link}answers/{key}/").status_code == 404


@pytest.mark.parametrize("act", ["answers/", "withdrawal/"])
def test_another_method_is_refused(client: Client, link: str, act: str) -> None:
    assert client.put(f"{link}{act}").status_code == 405


def test_nobody_keeps_or_passes_on_the_form(client: Client, link: str) -> None:
    headers = client.get(f"{link}answers/").headers

    assert (headers["Cache-Control"], headers["Referrer-Policy"]) == ("no-store", "no-referrer")


def test_the_offer_is_withdrawn_once(client: Client, link: str) -> None:
    assert "お申し出を取り下げる" in client.get(f"{link}withdrawal/").content.decode()

    sent = [_post(client, f"{link}withdrawal/") for _ in range(2)]
    _work()

    assert sent == [(303, link), (303, link)]
    assert len(audited("application.withdrawn")) == 1
    page = client.get(link).content.decode()
    assert "お申し出は取り下げられました" in page
    assert f"{link}answers/" not in page


def test_the_form_costs_few_queries(
    client: Client, link: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(32):
        client.get(f"{link}answers/")

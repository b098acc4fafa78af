"""What somebody agreed to, and the language of our letters to them, behind their own link."""

import pytest
from django.test import Client

from appealdesk.enquiries.queries.applications import applications_by_id
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.db import acting, fetch_all
from appealdesk.foundation.jobs import dispatch_events, run_jobs
from tests.web.cast import Stage
from tests.web.public.offers import filled_form, send_form


def _work(rounds: int = 4) -> None:
    for _ in range(rounds):
        dispatch_events(now=read_clock())
        run_jobs(now=read_clock())


@pytest.fixture
def link(client: Client, stage: Stage) -> str:
    """The path of the status page of an offer that the worker has read."""
    path = send_form(client, filled_form(client)).headers["Location"]
    _work()
    return path


def _page(client: Client, link: str) -> str:
    return client.get(f"{link}consent/").content.decode()


def test_it_says_what_was_agreed_to_and_each_purpose_alone(client: Client, link: str) -> None:
    page = _page(client, link)

    assert (page.count("<strong>同意しています"), page.count("<strong>同意していません")) == (1, 2)
    assert f"{link}consent/" in client.get(link).content.decode()


def test_a_purpose_is_agreed_to_and_taken_back(client: Client, link: str) -> None:
    agreed = client.post(f"{link}consent/", {"act": "agree", "purpose": "hand_over"})
    after = _page(client, link)
    taken = client.post(f"{link}consent/", {"act": "withdraw", "purpose": "hand_over"})

    assert (agreed.status_code, agreed.headers["Location"]) == (303, f"{link}consent/?done=agreed")
    assert after.count("<strong>同意しています") == 2
    assert (taken.headers["Location"], "<strong>取り消し済み" in _page(client, link)) == (
        f"{link}consent/?done=withdrawn",
        True,
    )


def test_without_consent_to_decide_the_offer_is_withdrawn(client: Client, link: str, stage: Stage) -> None:
    client.post(f"{link}consent/", {"act": "withdraw", "purpose": "processing"})
    _work()

    with acting(stage.actor):
        assert fetch_all("SELECT count(*) FROM enquiries_application WHERE withdrawn_at IS NOT NULL") == [(1,)]


def test_letters_follow_the_language_that_was_chosen(client: Client, link: str, stage: Stage) -> None:
    client.post(f"{link}consent/", {"act": "language", "language": "uk"})

    with acting(stage.actor):
        (key,) = (row[0] for row in fetch_all("SELECT id FROM enquiries_application"))
        assert applications_by_id(actor=stage.actor, application_ids=[key])[key].language == "uk"
    assert 'value="uk" checked' in _page(client, link)


@pytest.mark.parametrize(
    "sent",
    [{"act": "agree", "purpose": "marketing"}, {"act": "language", "language": "fr"}, {"act": "sell"}],
)
def test_what_does_not_exist_is_nothing(sent: dict[str, str], client: Client, link: str) -> None:
    assert client.post(f"{link}consent/", sent).status_code == 404


def test_a_wrong_link_is_nothing_and_a_wrong_method_refused(client: Client, link: str) -> None:
    other = link[:-5] + ("AAAA/" if link[-5:] != "AAAA/" else "BBBB/")

    answers = [client.get(f"{other}consent/"), client.post(f"{other}consent/"), client.put(f"{link}consent/")]

    assert [answer.status_code for answer in answers] == [404, 404, 405]

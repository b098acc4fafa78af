"""Jobs that stopped after their last try, and trying them again."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.db import fetch_value
from appealdesk.foundation.jobs import MAX_ATTEMPTS, dispatch_events, run_jobs
from tests.web.desk.cast import Desk, apply, decided
from tests.web.desk.conftest import CountQueries, SignedIn

RETRY = re.compile(r"/desk/jobs/(\d+)/retry/")


def _stop_letters(desk: Desk, signed_in: SignedIn, count: int = 1) -> None:
    """An acknowledgement and a decision for each offer find no mail server, until their jobs have stopped."""
    officer = signed_in("officer")
    for _ in range(count):
        officer.post(f"/desk/letters/{decided(desk, apply(desk)).letter_ref}/approve/")
    now = read_clock()
    for _ in range(MAX_ATTEMPTS + 1):
        dispatch_events(now=now)
        run_jobs(now=now)
        now += timedelta(hours=1)


@pytest.fixture(autouse=True)
def no_mail_server(settings: Settings) -> None:
    """Nothing listens at port 9, the old discard service."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 9


def _stopped(client: Client) -> list[str]:
    return RETRY.findall(client.get("/desk/jobs/").content.decode())


def test_a_job_that_stopped_is_shown_with_the_kind_of_its_failure(desk: Desk, signed_in: SignedIn) -> None:
    _stop_letters(desk, signed_in)

    page = signed_in("admin").get("/desk/jobs/").content.decode()

    assert ("appealdesk.letters.jobs.send" in page, "ConnectionRefusedError" in page) == (True, True)


def test_it_is_tried_again(desk: Desk, signed_in: SignedIn) -> None:
    _stop_letters(desk, signed_in)
    client = signed_in("duty")
    job, *_ = _stopped(client)

    answer = client.post(f"/desk/jobs/{job}/retry/", follow=True)

    status = fetch_value("SELECT status FROM foundation_job WHERE id = %s", [int(job)])
    assert ("is tried again now" in answer.content.decode(), status, job in _stopped(client)) == (
        True,
        "waiting",
        False,
    )


def test_without_dead_jobs_the_page_says_when_one_would_appear(desk: Desk, signed_in: SignedIn) -> None:
    assert "No job has stopped." in signed_in("admin").get("/desk/jobs/").content.decode()


def test_a_fragment_of_the_page_is_read_again_and_again(desk: Desk, signed_in: SignedIn) -> None:
    page = signed_in("admin").get("/desk/jobs/", headers={"hx-request": "true"}).content.decode()

    assert ("<html" in page, "deliveries wait" in page or "delivery waits" in page) == (False, True)


def test_another_organisations_job_is_nothing(desk: Desk, signed_in: SignedIn, elsewhere: Client) -> None:
    _stop_letters(desk, signed_in)
    job, *_ = _stopped(signed_in("admin"))

    assert (_stopped(elsewhere), elsewhere.post(f"/desk/jobs/{job}/retry/").status_code) == ([], 404)


def test_the_number_of_queries_does_not_grow_with_the_jobs(
    desk: Desk, signed_in: SignedIn, count_queries: CountQueries
) -> None:
    client = signed_in("admin")
    none = count_queries(client, "/desk/jobs/")
    _stop_letters(desk, signed_in, count=3)

    assert (len(_stopped(client)), count_queries(client, "/desk/jobs/")) == (6, none)

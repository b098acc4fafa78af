"""One offer through the real wiring: stored, identified, acknowledged by a real mail server, shown by its link."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from appealdesk.enquiries.queries.enquiries import status_page
from appealdesk.foundation.db import acting
from appealdesk.foundation.jobs import dispatch_events, run_jobs
from appealdesk.foundation.models import Job
from appealdesk.letters.models import Letter
from tests.enquiries.cast import ADDRESS, Stage, received
from tests.letters.cast import SENDER, Postbox, listening
from tests.people.cast import KEIKO, NOW


@pytest.fixture(autouse=True)
def _mail(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.DEFAULT_FROM_EMAIL = SENDER
    settings.PUBLIC_ADDRESS = ADDRESS


def work(*, rounds: int = 4, after: timedelta = timedelta(0)) -> None:
    for _ in range(rounds):
        dispatch_events(now=NOW + after)
        run_jobs(now=NOW + after)


def sending() -> Job:
    return Job.objects.get(listener="appealdesk.letters.jobs.send")


def test_an_offer_is_acknowledged_and_has_an_application(stage: Stage, settings: Settings) -> None:
    enquiry, postbox = received(stage), Postbox()

    with listening(postbox) as port:
        settings.EMAIL_PORT = port
        work()

    (message,) = postbox.taken
    page = status_page(ref=enquiry.ref, secret=enquiry.secret, now=NOW)
    assert postbox.recipients == list(KEIKO.emails)
    assert f"{ADDRESS}/ja/status/{enquiry.ref}/{enquiry.secret}/" in message.get_content()
    assert page.application_ref is not None
    assert sending().status == "done"


def test_a_mail_server_that_is_down_is_tried_again_later(stage: Stage, settings: Settings) -> None:
    received(stage)
    with listening(Postbox()) as port:
        settings.EMAIL_PORT = port

    work()
    waiting, postbox = sending(), Postbox()
    with listening(postbox) as port:
        settings.EMAIL_PORT = port
        work(after=timedelta(minutes=10))

    assert (waiting.status, waiting.attempts, waiting.run_at > NOW) == ("waiting", 1, True)
    assert (sending().status, sending().attempts, len(postbox.taken)) == ("done", 2, 1)
    with acting(stage.system):
        assert Letter.objects.get(kind="acknowledgement").status == "sent"


def test_what_a_failed_job_keeps_names_nobody(stage: Stage, settings: Settings) -> None:
    received(stage)
    with listening(Postbox(refuse_recipient=f"450 4.2.1 {KEIKO.emails[0]} is busy")) as port:
        settings.EMAIL_PORT = port
        work()

    assert sending().last_error.startswith("SMTPRecipientsRefused in ")
    assert KEIKO.emails[0] not in sending().last_error

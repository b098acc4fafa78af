"""Sending through a real mail server on the loopback: taken, refused for good, and "try later"."""

import smtplib
from datetime import timedelta

import pytest
from pytest_django import Settings

from appealdesk.foundation.db import acting
from appealdesk.foundation.events import Delivery
from appealdesk.foundation.refusals import Refusal
from appealdesk.letters import jobs
from appealdesk.letters.actions.cancel import cancel_letter
from appealdesk.letters.actions.note import note_printed
from appealdesk.letters.actions.send import SentLetter, send_letter
from appealdesk.letters.models import Letter
from tests.letters.cast import SENDER, Postbox, drafted, listening
from tests.people.cast import KEIKO, NOW, OKSANA, SYSTEM, TARO, audited

pytestmark = pytest.mark.django_db


@pytest.fixture
def smtp(settings: Settings) -> Settings:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    return settings


def deliver(ref: str, postbox: Postbox, settings: Settings) -> SentLetter:
    with listening(postbox) as port:
        settings.EMAIL_PORT = port
        return send_letter(actor=SYSTEM, now=NOW, letter_ref=ref, sender=SENDER)


def stored(ref: str) -> Letter:
    with acting(SYSTEM):
        return Letter.objects.get(ref=ref)


def test_a_letter_arrives_as_it_was_written(smtp: Settings) -> None:
    ref, postbox = drafted(KEIKO, approve=True).ref, Postbox()

    sent = deliver(ref, postbox, smtp)

    (message,) = postbox.taken
    assert sent == SentLetter("sent", "email")
    assert postbox.recipients == list(KEIKO.emails)
    # A folded header begins with a space, which readers of mail leave out.
    assert message["Subject"].strip() == "お申し出についてのお知らせ（受付番号 A-7K3M9Q2XC）"
    assert message["From"] == SENDER
    assert message["Message-ID"] == f"<{ref}@relief.example>"
    assert message["Content-Language"] == "ja"
    assert message["Auto-Submitted"] is None
    assert message.get_content().splitlines()[0] == "青木 恵子 様"
    assert (stored(ref).sent_at, stored(ref).message_id) == (NOW, f"<{ref}@relief.example>")
    assert audited("letter.sent") == [("system:system", ref)]


def test_a_letter_is_sent_once(smtp: Settings) -> None:
    ref, postbox = drafted(KEIKO, approve=True).ref, Postbox()

    deliver(ref, postbox, smtp)
    deliver(ref, postbox, smtp)

    assert len(postbox.taken) == 1


def test_a_machines_letter_says_so(smtp: Settings) -> None:
    ref, postbox = drafted(OKSANA, "acknowledgement", language="uk").ref, Postbox()

    deliver(ref, postbox, smtp)

    assert postbox.taken[0]["Auto-Submitted"] == "auto-replied"
    assert postbox.taken[0].get_content().splitlines()[0] == "Доброго дня, Оксана Коваленко!"


@pytest.mark.parametrize(
    "postbox",
    [Postbox(refuse_recipient="550 5.1.1 No such user"), Postbox(answer="554 5.7.1 Refused")],
    ids=["recipient", "message"],
)
def test_refused_for_good_is_bounced(postbox: Postbox, smtp: Settings) -> None:
    ref = drafted(KEIKO, approve=True).ref

    assert deliver(ref, postbox, smtp) == SentLetter("bounced", "email")
    assert audited("letter.bounced") == [("system:system", ref)]


@pytest.mark.parametrize(
    ("postbox", "error"),
    [
        (Postbox(refuse_recipient="450 4.2.1 Try later"), smtplib.SMTPRecipientsRefused),
        (Postbox(answer="451 4.3.0 Try later"), smtplib.SMTPDataError),
    ],
    ids=["recipient", "message"],
)
def test_try_later_raises_so_that_the_worker_tries_again(
    postbox: Postbox, error: type[Exception], smtp: Settings
) -> None:
    ref = drafted(KEIKO, approve=True).ref

    with pytest.raises(error):
        deliver(ref, postbox, smtp)

    assert stored(ref).status == "approved"
    assert deliver(ref, Postbox(), smtp) == SentLetter("sent", "email")


def test_no_server_raises_too(smtp: Settings) -> None:
    ref = drafted(KEIKO, approve=True).ref
    with listening(Postbox()) as port:
        smtp.EMAIL_PORT = port

    with pytest.raises(ConnectionRefusedError):
        send_letter(actor=SYSTEM, now=NOW, letter_ref=ref, sender=SENDER)

    assert stored(ref).status == "approved"


def test_a_draft_and_a_cancelled_letter_stay(smtp: Settings) -> None:
    draft, postbox = drafted(KEIKO).ref, Postbox()

    waiting = deliver(draft, postbox, smtp)
    cancel_letter(actor=SYSTEM, now=NOW, letter_ref=draft)
    cancelled = deliver(draft, postbox, smtp)

    assert (waiting.status, cancelled.status, postbox.taken) == ("draft", "cancelled", [])


def test_without_an_address_a_letter_waits_for_the_printer(smtp: Settings) -> None:
    ref, postbox = drafted(TARO, approve=True).ref, Postbox()

    waiting = deliver(ref, postbox, smtp)
    note_printed(actor=SYSTEM, now=NOW + timedelta(hours=1), letter_ref=ref)

    assert (waiting, postbox.taken) == (SentLetter("approved", "print"), [])
    assert (stored(ref).status, stored(ref).channel) == ("sent", "print")
    assert stored(ref).sent_at == NOW + timedelta(hours=1)


def test_a_letter_with_an_address_is_not_for_the_printer() -> None:
    ref = drafted(KEIKO, approve=True).ref

    with pytest.raises(Refusal) as refused:
        note_printed(actor=SYSTEM, now=NOW, letter_ref=ref)

    assert refused.value.code == "letters.not_for_print"


def test_an_erased_letter_fails(smtp: Settings) -> None:
    ref = drafted(KEIKO, approve=True).ref
    with acting(SYSTEM):
        Letter.objects.update(wrapped_key=None, sealed=None)

    assert deliver(ref, Postbox(), smtp).status == "failed"


def test_the_job_sends_what_the_event_names(smtp: Settings) -> None:
    ref, postbox = drafted(KEIKO, approve=True).ref, Postbox()
    delivery = Delivery(
        organisation_id=71,
        name="LetterApproved",
        payload={"letter_ref": ref},
        happened_at=NOW,
        now=NOW,
        actor_ref="S-1",
    )
    smtp.DEFAULT_FROM_EMAIL = SENDER

    with listening(postbox) as port:
        smtp.EMAIL_PORT = port
        jobs.send(delivery)

    assert postbox.recipients == list(KEIKO.emails)

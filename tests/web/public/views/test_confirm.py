"""Confirming an address by the link in a letter, and a number by the code that an officer reads out."""

import re

import pytest
from django.conf import settings
from django.test import Client

from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.db import acting
from appealdesk.letters.models import Letter
from appealdesk.letters.queries.outbox import open_wording
from appealdesk.people.actions.ask_confirmation import ask_confirmation
from appealdesk.people.models import ContactPoint
from tests.web.cast import Stage
from tests.web.public.offers import filled_form, send_form
from tests.web.public.views.test_status import _officer, _work


@pytest.fixture
def link(client: Client, stage: Stage) -> str:
    """The path of the status page of an offer that the worker has read."""
    path = send_form(client, filled_form(client)).headers["Location"]
    _work()
    return path


def _letter(stage: Stage) -> str:
    """The path of the link in the newest letter."""
    with acting(stage.actor):
        body = open_wording(Letter.objects.filter(kind="confirm_address").latest("pk")).body
    return re.findall(rf"{re.escape(settings.PUBLIC_ADDRESS.rstrip('/'))}(/\S+)", body)[0]


def test_the_holder_asks_for_a_link_and_confirms(client: Client, link: str, stage: Stage) -> None:
    before = client.get(f"{link}contacts/").content.decode()
    asked = client.post(f"{link}contacts/", {"act": "send"})
    path = _letter(stage)
    opened = client.get(path).content.decode()

    confirmed = client.post(path).content.decode()

    assert ("未確認" in before, asked.headers["Location"]) == (True, f"{link}contacts/?done=sent")
    assert ("はい、私のアドレスです" in opened, "メールアドレスを確認しました" in confirmed) == (True, True)
    assert "確認済み" in client.get(f"{link}contacts/").content.decode()
    assert client.post(path).status_code == 422
    with acting(stage.actor):
        assert ContactPoint.objects.filter(kind="email", verified_at__isnull=False).count() == 1


def test_opening_the_link_alone_confirms_nothing(client: Client, link: str, stage: Stage) -> None:
    client.post(f"{link}contacts/", {"act": "send"})

    client.get(_letter(stage))

    with acting(stage.actor):
        assert not ContactPoint.objects.filter(verified_at__isnull=False).exists()


def test_a_code_that_was_read_out_is_typed_on_the_own_page(client: Client, link: str, stage: Stage) -> None:
    with acting(stage.actor):
        point = ContactPoint.objects.select_related("record").get(kind="phone")
    officer = _officer(stage)
    asked = ask_confirmation(actor=officer, now=read_clock(), point=f"{point.record.ref}:phone:0")

    wrong = client.post(f"{link}contacts/", {"act": "code", "code": "000 000"})
    right = client.post(f"{link}contacts/", {"act": "code", "code": f"{asked.secret[:3]} {asked.secret[3:]}"})

    assert [answer.headers["Location"] for answer in (wrong, right)] == [
        f"{link}contacts/?done=wrong",
        f"{link}contacts/?done=confirmed",
    ]


def test_a_second_link_at_once_is_refused_on_the_page(client: Client, link: str) -> None:
    client.post(f"{link}contacts/", {"act": "send"})

    again = client.post(f"{link}contacts/", {"act": "send"})

    assert (again.status_code, "少し前に発行されています" in again.content.decode()) == (422, True)


def test_a_wrong_secret_and_an_unknown_check_are_nothing(client: Client, link: str, stage: Stage) -> None:
    client.post(f"{link}contacts/", {"act": "send"})
    path = _letter(stage)

    answers = [
        client.post(path[:-5] + "AAAA/"),
        client.post(re.sub(r"V-[0-9A-Z]{9}", "V-000000000", path)),
        client.post(f"{link}contacts/", {"act": "code", "code": "1"}),
        client.put(path),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404, 405]

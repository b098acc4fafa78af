"""Offering goods on the public page: recorded, answered by a person, and nothing typed is lost."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from appealdesk.appeals.actions.close import close_appeal
from appealdesk.donations.models import InKindOffer
from appealdesk.foundation.db import acting
from appealdesk.foundation.limits import spend
from appealdesk.web.public.limits import GOODS
from appealdesk.web.public.shelf import APPEALS
from tests.web.cast import SLUG, Stage

TOKEN = re.compile(r'name="token" value="([A-Za-z0-9_=-]{44})"')
FORM = {
    "goods": "毛布、新品",
    "quantity": "40 boxes of 12",
    "place": "横浜市",
    "until-year": "2099",
    "until-month": "3",
    "until-day": "31",
    "written": "青木 恵子",
    "email": "",
    "phone": "090-1234-5678",
    "consent": "yes",
}


def form(client: Client, **changes: str) -> dict[str, str]:
    shown = client.get(f"/en/appeals/{SLUG}/goods/").content.decode()
    return FORM | {"token": TOKEN.findall(shown)[0]} | changes


def stored(stage: Stage) -> int:
    with acting(stage.actor):
        return InKindOffer.objects.count()


@pytest.mark.parametrize(
    ("language", "said"), [("ja", "まだ何もお送りに"), ("en", "send nothing yet"), ("uk", "поки нічого не надсилайте")]
)
def test_goods_are_offered_once_and_the_thanks_say_to_send_nothing(stage: Stage, language: str, said: str) -> None:
    client, address = Client(), f"/{language}/appeals/{SLUG}/goods/"
    sent = form(client)

    answers = [client.post(address, sent) for _turn in range(2)]

    page = client.get(answers[0]["location"])
    assert ([answer.status_code for answer in answers], stored(stage)) == ([303, 303], 1)
    assert (answers[0]["location"] == answers[1]["location"], said in page.content.decode()) == (True, True)
    assert (page["Cache-Control"], address in client.get(f"/{language}/appeals/{SLUG}/").content.decode()) == (
        "no-store",
        True,
    )


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(stage: Stage) -> None:
    client = Client()

    answer = client.post(
        f"/en/appeals/{SLUG}/goods/",
        form(client, goods="", phone="", consent="", **{"until-year": "2020"}),
    )

    shown = answer.content.decode()
    said = ("Write what you offer.", "This day is over.", "Give an e-mail address or a phone number", "Tick the box")
    assert (answer.status_code, [text for text in said if text not in shown], stored(stage)) == (422, [], 0)
    assert ("40 boxes of 12" in shown, "横浜市" in shown, 'value="2020"' in shown) == (True, True, True)


def test_a_text_that_is_too_long_is_said_at_its_field(stage: Stage) -> None:
    client = Client()

    answer = client.post(f"/en/appeals/{SLUG}/goods/", form(client, quantity="1" * 201))

    assert ("longer than 200 characters" in answer.content.decode(), stored(stage)) == (True, 0)


def test_a_company_says_who_speaks_for_it_and_turning_the_form_loses_nothing(stage: Stage) -> None:
    client, address = Client(), f"/en/appeals/{SLUG}/goods/"
    turned = client.post(address, form(client, turn="other")).content.decode()
    company = form(client, **{"for": "other", "written": "Aozora Shōji", "phone": ""})

    wrong = client.post(address, company)
    sent = client.post(address, company | {"speaker-name": "青木 恵子", "speaker-phone": "090-1234-5678"})

    kept = (
        "You offer for a company or group.",
        "Name of the company or group",
        'value="090-1234-5678"',
        "40 boxes of 12",
    )
    assert [text for text in kept if text not in turned] == []
    said = ("Write your name as you usually write it.", "Give an e-mail address or a phone number", "Aozora Shōji")
    assert (wrong.status_code, [text for text in said if text not in wrong.content.decode()]) == (422, [])
    assert (sent.status_code, stored(stage)) == (303, 1)


def test_another_language_keeps_what_was_typed_and_sends_nothing(stage: Stage) -> None:
    client = Client()

    answer = client.post(f"/uk/appeals/{SLUG}/goods/", form(client, choose="uk"))

    assert (answer.status_code, "40 boxes of 12" in answer.content.decode(), stored(stage)) == (200, True, 0)


def test_a_network_that_sends_too_fast_keeps_what_was_typed(stage: Stage) -> None:
    client = Client(REMOTE_ADDR="203.0.113.7")
    for _turn in range(GOODS.burst):
        spend(GOODS, who="203.0.113.7", now=timezone.now())

    answer = client.post(f"/en/appeals/{SLUG}/goods/", form(client))

    assert (answer.status_code, "40 boxes of 12" in answer.content.decode(), stored(stage)) == (429, True, 0)
    # No answer is wrong, so that none is said to be.
    said = ("Nothing was sent yet", "needs your attention")
    assert [text in answer.content.decode() for text in said] == [True, False]


def test_an_appeal_that_closes_meanwhile_keeps_what_was_typed(stage: Stage) -> None:
    client = Client()
    typed = form(client)
    reason = {"ja": "終わりました。", "en": "It is over.", "uk": "Завершено."}
    close_appeal(actor=stage.actor, now=timezone.now(), ref=stage.appeal_ref, reason=reason)
    APPEALS.clear()

    answer = client.post(f"/en/appeals/{SLUG}/goods/", typed)

    shown = answer.content.decode()
    assert (answer.status_code, stored(stage)) == (422, 0)
    assert ("closed meanwhile, so that nothing was sent" in shown, "40 boxes of 12" in shown, "横浜市" in shown) == (
        True,
        True,
        True,
    )
    assert client.get(f"/en/appeals/{SLUG}/goods/").headers["location"] == f"/en/appeals/{SLUG}/"


def test_a_form_from_elsewhere_is_not_taken(stage: Stage) -> None:
    client = Client()

    answer = client.post(f"/en/appeals/{SLUG}/goods/", form(client, token="x" * 44))

    assert (answer.status_code, stored(stage)) == (422, 0)
    assert (client.put(f"/en/appeals/{SLUG}/goods/").status_code, client.get("/en/appeals/no/goods/").status_code) == (
        405,
        404,
    )

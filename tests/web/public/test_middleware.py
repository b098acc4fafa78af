"""A form from the shelf is the form that its view made, with a token of its own, for as long as its appeal is equal."""

import re

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from appealdesk.appeals.actions.publish import publish_update
from appealdesk.web.public.shelf import APPEALS, FORMS
from tests.web.cast import NOW, Stage
from tests.web.public.offers import OFFER_URL

URL = f"{OFFER_URL}?position=defence"
_TOKEN = re.compile(rb'name="token" value="[^"]+"')


def test_the_second_form_equals_the_first_but_for_its_token(client: Client, stage: Stage) -> None:
    first, second = client.get(URL), client.get(URL)

    assert _TOKEN.sub(b"", first.content) == _TOKEN.sub(b"", second.content)
    assert first.content != second.content
    assert dict(first.headers) == dict(second.headers)


def test_the_second_form_carries_the_policy(client: Client, stage: Stage) -> None:
    client.get(URL)

    headers = client.get(URL).headers

    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
    assert (headers["X-Frame-Options"], headers["Referrer-Policy"]) == ("DENY", "same-origin")
    assert headers["Content-Length"] == str(len(client.get(URL).content))


def test_the_second_form_asks_the_database_nothing(
    client: Client, stage: Stage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(URL)

    with django_assert_num_queries(0):
        client.get(URL)


def test_a_changed_appeal_is_rendered_again(client: Client, stage: Stage) -> None:
    client.get(URL)
    before = FORMS.take(URL)
    texts = {"ja": "新着", "en": "New", "uk": "Нове"}
    publish_update(actor=stage.actor, now=NOW, appeal_ref=stage.appeal_ref, texts=texts)
    APPEALS.clear()

    client.get(URL)

    after = FORMS.take(URL)
    assert before is not None
    assert after is not None
    assert after.page.appeal is not before.page.appeal


def test_an_appeal_that_is_gone_is_not_found(client: Client, stage: Stage) -> None:
    from appealdesk.appeals.models import Appeal

    client.get(URL)
    Appeal.objects.update(slug="another-address")
    APPEALS.clear()

    assert client.get(URL).status_code == 404


def test_only_forms_are_kept(client: Client, stage: Stage) -> None:
    client.get(OFFER_URL)
    client.get("/ja/")

    assert (FORMS.take(OFFER_URL), FORMS.take("/ja/")) == (None, None)

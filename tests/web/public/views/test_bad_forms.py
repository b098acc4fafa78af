"""What no browser sends, sent to every form of those who give: one clear sentence, and nothing is stored."""

from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client

from appealdesk.donations.models import CardPayment, Claim, InKindOffer, Pledge
from appealdesk.foundation.db import acting
from tests.cast import Cast, set_cast
from tests.donations.cards.gifts import stripe_account
from tests.donations.cards.stripe_stand_in import StripeStandIn
from tests.postgres_plugin import Database
from tests.web.public.views.test_card import GIFT, KEIKO, worked
from tests.web.public.views.test_giving import CLAIM, PLEDGE, TOKEN
from tests.web.public.views.test_goods import FORM

FORMS = {"give": PLEDGE, "claim": CLAIM, "goods": FORM, "give/card": GIFT | KEIKO}
forms = pytest.mark.parametrize("page", FORMS)


@pytest.fixture
def cast(db: None, stripe_server: StripeStandIn) -> Cast:
    made = set_cast()
    stripe_account(made, stripe_server)
    return made


def address(page: str, office: str = "relief-office") -> str:
    return f"/en/appeals/{office}-appeal/{page}/"


def filled(client: Client, page: str, **changes: str) -> dict[str, str]:
    """The form as somebody filled it in."""
    fields = FORMS[page] | changes
    if page == "give/card":
        return worked(client, address(page), fields)
    return fields | {"token": TOKEN.findall(client.get(address(page)).content.decode())[0]}


def stored(cast: Cast) -> int:
    with acting(cast.system):
        return sum(kind._default_manager.count() for kind in (Pledge, Claim, InKindOffer, CardPayment))


@forms
def test_another_encoding_is_told_and_nothing_is_stored(cast: Cast, page: str) -> None:
    client = Client()
    body = urlencode(filled(client, page), encoding="cp932", errors="replace")

    answer = client.post(address(page), body, content_type="application/x-www-form-urlencoded")

    assert (answer.status_code, "The form arrived damaged" in answer.content.decode(), stored(cast)) == (422, True, 0)


@forms
def test_the_same_form_twice_is_one_thing_at_one_address(cast: Cast, page: str) -> None:
    client = Client()
    sent = filled(client, page)

    answers = [client.post(address(page), sent) for _turn in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert (answers[0]["location"] == answers[1]["location"], stored(cast)) == (True, 1)


@pytest.mark.parametrize(("page", "field"), [("claim", "payer"), ("goods", "goods"), ("give", "written")])
def test_a_letter_that_nobody_sees_is_told_beside_its_field(cast: Cast, page: str, field: str) -> None:
    client = Client()

    answer = client.post(address(page), filled(client, page, **{field: "アオキ\x00ケイコ"}))

    shown = answer.content.decode()
    assert (answer.status_code, "invisible character" in shown, f'href="#{field}"' in shown) == (422, True, True)
    assert stored(cast) == 0


@pytest.mark.parametrize("page", ["give", "give/card"])
def test_a_gifts_own_page_is_not_found_below_another_organisations_appeal(cast: Cast, page: str) -> None:
    client = Client()
    set_cast("other-office", account_key="other")
    own = client.post(address(page), filled(client, page))["location"]

    others = own.replace("relief-office", "other-office")

    assert [client.get(where).status_code for where in (own, others)] == [200, 404]


@forms
def test_a_form_of_another_organisations_appeal_is_not_taken(cast: Cast, page: str) -> None:
    client = Client()
    set_cast("other-office", account_key="other")
    sent = filled(client, page)

    answer = client.post(address(page, "other-office"), sent)

    assert (answer.status_code in (404, 422), stored(cast)) == (True, 0)


@pytest.fixture
def away() -> Iterator[Callable[[], None]]:
    """Takes the database away from this thread until the test ends."""
    settings, host = connection.settings_dict, connection.settings_dict["HOST"]

    def take() -> None:
        connection.close()
        settings["HOST"] = "/nowhere"

    yield take
    settings["HOST"] = host


def test_while_the_database_is_away_every_form_keeps_what_was_typed(
    committed_db: Database, stripe_server: StripeStandIn, away: Callable[[], None]
) -> None:
    stripe_account(set_cast(), stripe_server)
    client = Client()
    sent = {page: filled(client, page) for page in FORMS}
    away()

    answers = {page: client.post(address(page), fields) for page, fields in sent.items()}

    assert {page: answer.status_code for page, answer in answers.items()} == dict.fromkeys(FORMS, 503)
    for answer in answers.values():
        shown = answer.content.decode()
        assert ("Send it once more" in shown, "青木 恵子" in shown) == (True, True)

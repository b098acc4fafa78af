"""A form that is sent twice is done once: here a transfer, which one person may make and nothing else would refuse."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections
from django.http import HttpResponseRedirect
from django.test import Client, RequestFactory

from appealdesk.donations.actions.create import create_fund
from appealdesk.donations.actions.record_cash import record_cash
from appealdesk.donations.inputs import CashInput, FundInput
from appealdesk.donations.models import Transfer
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.db import acting
from appealdesk.web.desk.once import answered_once
from tests.web.desk.cast import NOW, Desk
from tests.web.desk.conftest import SignedIn

PAGE = "/desk/accounts/transfer/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
Form = dict[str, str]


def two_funds(desk: Desk) -> Form:
    """What is typed to move 700 of the 10,000 yen of one free fund to another."""
    system = desk.stage.actor
    first, second = (
        create_fund(
            actor=system, now=NOW, entry=FundInput(names={"ja": name, "en": name, "uk": name}, restricted=False)
        ).ref
        for name in ("First", "Second")
    )
    counted = CashInput(fund_ref=first, amount_minor=10_000, currency="JPY", counted_with=desk.staff["admin"].ref)
    record_cash(actor=system, now=read_clock(), entry=counted)
    today = read_clock().date().isoformat()
    return {
        "source_ref": first,
        "target_ref": second,
        "amount": "700",
        "currency": "JPY",
        "happened_on": today,
        "consent": "none",
        "words": "Said on the telephone.",
    }


def shown(client: Client) -> Form:
    """The token of the page that is shown anew."""
    return {"csrfmiddlewaretoken": TOKEN.findall(client.get(PAGE).content.decode())[-1]}


def moved(desk: Desk) -> list[int]:
    with acting(desk.stage.actor):
        return list(Transfer.objects.order_by("pk").values_list("amount_minor", flat=True))


def test_the_same_form_twice_is_answered_as_the_first_and_another_page_is_another_wish(
    desk: Desk, signed_in: SignedIn
) -> None:
    client, typed = signed_in("finance"), two_funds(desk)
    page = shown(client)

    twice = [client.post(PAGE, typed | page) for _press in (1, 2)]
    again = client.post(PAGE, typed | shown(client))

    assert [(one.status_code, one["location"]) for one in (*twice, again)] == [(302, "/desk/accounts/corrections/")] * 3
    assert moved(desk) == [700, 700]


@pytest.mark.parametrize(
    ("first", "second", "amounts"),
    [
        pytest.param({"amount": "much"}, {}, [700], id="refused, then mended"),
        pytest.param({"amount": "20000"}, {"amount": "20000"}, [], id="refused twice"),
        pytest.param({}, {"amount": "800"}, [700, 800], id="changed on the same page"),
    ],
)
def test_only_what_was_done_is_known(
    desk: Desk, signed_in: SignedIn, first: Form, second: Form, amounts: list[int]
) -> None:
    client, typed = signed_in("finance"), two_funds(desk)
    page = shown(client)

    for change in (first, second):
        client.post(PAGE, typed | page | change)

    assert moved(desk) == amounts


def test_whoever_signs_out_meanwhile_is_answered_too(desk: Desk) -> None:
    session = SessionStore()
    session.create()
    request = RequestFactory().post(PAGE, {"csrfmiddlewaretoken": "t0ken"})
    request.session = SessionStore(session.session_key)
    # As whoever is signed in has been looked up there before.
    assert request.session.get("sent") is None

    def answer() -> HttpResponseRedirect:
        session.delete()
        return HttpResponseRedirect("/desk/accounts/")

    assert answered_once(request, answer).headers["Location"] == "/desk/accounts/"


def test_two_presses_in_the_same_moment_move_the_money_once(committed_desk: Desk, signed_in: SignedIn) -> None:
    client, typed = signed_in("finance"), two_funds(committed_desk)
    page, ready = shown(client), Barrier(4)

    def press() -> tuple[int, str]:
        other = Client(headers={"accept-language": "en"})
        other.cookies = client.cookies.copy()
        ready.wait()
        answer = other.post(PAGE, typed | page)
        connections.close_all()
        return answer.status_code, answer["location"]

    answers = _at_once(press, 4)

    assert answers == [(302, "/desk/accounts/corrections/")] * 4
    assert moved(committed_desk) == [700]


def _at_once(act: Callable[[], tuple[int, str]], times: int) -> list[tuple[int, str]]:
    with ThreadPoolExecutor(times) as pool:
        return [one.result() for one in [pool.submit(act) for _time in range(times)]]

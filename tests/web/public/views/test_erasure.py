"""Asking to be erased from the status page, and what stands there before and after the answer."""

import pytest
from django.test import Client

from appealdesk.foundation.actor import Actor, ActorKind, Role
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.db import acting, fetch_all
from appealdesk.foundation.jobs import dispatch_events, run_jobs
from appealdesk.people.actions.decline_erasure import decline_erasure
from appealdesk.people.actions.erase import erase_person
from tests.web.cast import Stage
from tests.web.desk.cast import audited
from tests.web.public.offers import filled_form, send_form


@pytest.fixture
def link(client: Client, stage: Stage) -> str:
    """An offer that the worker has read."""
    path = send_form(client, filled_form(client)).headers["Location"]
    _work()
    return path


def _work() -> None:
    for _ in range(4):
        dispatch_events(now=read_clock())
        run_jobs(now=read_clock())


def _requests(stage: Stage) -> list[str]:
    with acting(stage.actor):
        return [ref for (ref,) in fetch_all("SELECT ref FROM people_erasurerequest")]


def _officer(stage: Stage) -> Actor:
    return Actor(kind=ActorKind.STAFF, ref="staff-1", organisation_id=stage.organisation_id, role=Role.DESK_OFFICER)


def test_it_is_asked_once_and_stands_on_the_page(client: Client, stage: Stage, link: str) -> None:
    assert "残るもの" in client.get(f"{link}erasure/").content.decode()

    sent = [client.post(f"{link}erasure/", data={"words": "お願いします。"}) for _ in range(2)]

    assert [(one.status_code, one.headers["Location"]) for one in sent] == [(303, f"{link}?done=erasure")] * 2
    assert len(_requests(stage)) == 1
    assert [actor for actor, _ in audited("erasure.requested")] == ["public:public"]
    page = client.get(f"{link}?done=erasure").content.decode()
    assert ("消去のご請求を受け付けました" in page, f"{link}erasure/" in page) == (True, False)


def test_after_it_the_page_knows_nothing_any_more(client: Client, stage: Stage, link: str) -> None:
    client.post(f"{link}erasure/")
    erase_person(actor=_officer(stage), now=read_clock(), request_ref=_requests(stage)[0])
    _work()

    page = client.get(link).content.decode()

    assert "お知らせいただいた内容は消去されました" in page
    assert [word for word in ("勤務経験なし", "answers/", "evidence/", "erasure/") if word in page] == []
    acts = ("answers/", "evidence/", "withdrawal/", "erasure/")
    assert [client.post(f"{link}{act}").headers.get("Location") for act in acts] == [link] * 4


def test_who_is_declined_reads_why_and_may_ask_again(client: Client, stage: Stage, link: str) -> None:
    client.post(f"{link}erasure/")
    decline_erasure(actor=_officer(stage), now=read_clock(), request_ref=_requests(stage)[0], reason="legal_duty")

    page = client.get(link).content.decode()

    assert ("この記録を保管する義務があります" in page, f"{link}erasure/" in page) == (True, True)


def test_too_many_words_come_back(client: Client, stage: Stage, link: str) -> None:
    response = client.post(f"{link}erasure/", data={"words": "あ" * 1001})

    assert (response.status_code, "あ" * 1001 in response.content.decode(), _requests(stage)) == (422, True, [])


def test_who_is_still_being_read_is_told(client: Client, stage: Stage) -> None:
    link = send_form(client, filled_form(client)).headers["Location"]

    response = client.post(f"{link}erasure/")

    assert (response.status_code, "もう一度お試しください" in response.content.decode()) == (422, True)


def test_a_wrong_secret_and_a_wrong_method(client: Client, link: str) -> None:
    _, language, place, ref, _, _ = link.split("/")

    assert client.post(f"/{language}/{place}/{ref}/{'A' * 22}/erasure/").status_code == 404
    assert client.put(f"{link}erasure/").status_code == 405

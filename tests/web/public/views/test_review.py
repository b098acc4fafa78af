"""Contesting a decision from the status page."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from appealdesk.enquiries.actions.withdraw import withdraw_application
from appealdesk.foundation.actor import Actor, ActorKind, Role
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.db import acting, fetch_all
from appealdesk.foundation.jobs import dispatch_events, run_jobs
from appealdesk.screening.actions.answer import answer_review
from appealdesk.screening.actions.decide import decide_application
from appealdesk.screening.inputs import DecisionInput, ReviewAnswerInput, WayOffer
from tests.web.cast import Stage
from tests.web.desk.cast import ADDRESS, audited
from tests.web.public.offers import filled_form, send_form

WAY = WayOffer(ref="W-7K3M9Q2XC", titles={"ja": "翻訳", "en": "Translate", "uk": "Перекладати"})
TEXT = "後方での通訳であればお役に立てます。"


def _officer(stage: Stage, ref: str = "S-first") -> Actor:
    return Actor(kind=ActorKind.STAFF, ref=ref, organisation_id=stage.organisation_id, role=Role.DESK_OFFICER)


def _application(stage: Stage) -> str:
    with acting(stage.actor):
        ((ref,),) = fetch_all("SELECT ref FROM enquiries_application ORDER BY id DESC LIMIT 1")
    return str(ref)


@pytest.fixture
def link(client: Client, stage: Stage) -> str:
    """The status page of an offer that was declined."""
    path = send_form(client, filled_form(client) | {"fact-service_branch": "none"}).headers["Location"]
    for _ in range(4):
        dispatch_events(now=read_clock())
        run_jobs(now=read_clock())
    entry = DecisionInput(
        application_ref=_application(stage),
        outcome="declined",
        reason_codes=("lacks_service_experience",),
        ways=(WAY,),
    )
    decide_application(actor=_officer(stage), now=read_clock(), entry=entry, address=ADDRESS)
    return path


def _requests(stage: Stage) -> list[tuple[str, str]]:
    with acting(stage.actor):
        return fetch_all("SELECT ref, status FROM screening_reviewrequest ORDER BY id")


def test_a_request_is_received_and_the_page_says_so(client: Client, stage: Stage, link: str) -> None:
    before = client.get(link).content.decode()

    sent = client.post(f"{link}review/", {"message": TEXT})
    page = client.get(sent.headers["Location"]).content.decode()

    ((ref, status),) = _requests(stage)
    assert (f'href="{link}review/"' in before, sent.status_code, sent.headers["Location"], status) == (
        True,
        303,
        f"{link}?done=review",
        "open",
    )
    assert ("ご依頼を受け付けました" in page, "別の担当者が検討しています" in page, f"{link}review/" in page) == (
        True,
        True,
        False,
    )
    assert audited("review.requested") == [("system:status-link", _application(stage))]
    assert ref.startswith("I-")


def test_sending_it_twice_asks_once(client: Client, stage: Stage, link: str) -> None:
    answers = [client.post(f"{link}review/", {"message": TEXT}).status_code for _ in range(2)]

    assert (answers, len(_requests(stage))) == ([303, 303], 1)


def test_the_answer_stands_on_the_page(client: Client, stage: Stage, link: str) -> None:
    client.post(f"{link}review/", {"message": TEXT})
    ((ref, _),) = _requests(stage)
    entry = ReviewAnswerInput(application_ref=_application(stage), review_ref=ref, answer="条件は変わっておりません。")
    answer_review(actor=_officer(stage, "S-second"), now=read_clock(), entry=entry, address=ADDRESS)

    page = client.get(link).content.decode()

    assert ("決定は変わりませんでした" in page, "条件は変わっておりません。" in page, f"{link}review/" in page) == (
        True,
        True,
        True,
    )


@pytest.mark.parametrize("text", ["", "  \n", "長" * 4001, "a\x07b"])
def test_what_cannot_be_read_comes_back_with_a_sentence(client: Client, stage: Stage, link: str, text: str) -> None:
    response = client.post(f"{link}review/", {"message": text})

    page = response.content.decode()
    assert (response.status_code, 'class="problems"' in page, text.strip() in page, _requests(stage)) == (
        422,
        True,
        True,
        [],
    )


def test_a_change_of_the_language_keeps_what_was_typed(client: Client, stage: Stage, link: str) -> None:
    page = client.post(f"{link}review/".replace("/ja/", "/uk/"), {"message": TEXT, "choose": "uk"}).content.decode()

    assert ("Надіслати запит" in page, TEXT in page, _requests(stage)) == (True, True, [])


def test_without_a_decision_there_is_nothing_to_contest(client: Client, stage: Stage) -> None:
    path = send_form(client, filled_form(client)).headers["Location"]

    answer = client.get(f"{path}review/")

    assert (answer.status_code, answer.headers["Location"]) == (303, path)


def test_a_withdrawn_offer_is_contested_no_more(client: Client, stage: Stage, link: str) -> None:
    withdraw_application(actor=stage.actor, now=read_clock(), application_ref=_application(stage))

    assert client.post(f"{link}review/", {"message": TEXT}).status_code == 303
    assert _requests(stage) == []


def test_a_wrong_secret_and_a_wrong_method(client: Client, link: str) -> None:
    wrong = link[:-23] + "A" * 22 + "/"

    assert [client.get(f"{wrong}review/").status_code, client.post(f"{wrong}review/").status_code] == [404, 404]
    assert client.put(f"{link}review/").status_code == 405


def test_nobody_keeps_the_form(client: Client, link: str) -> None:
    headers = client.get(f"{link}review/").headers

    assert (headers["Cache-Control"], headers["Referrer-Policy"]) == ("no-store", "no-referrer")


def test_the_status_page_takes_as_many_queries_however_often_somebody_asked(
    client: Client, stage: Stage, link: str
) -> None:
    counts = []
    for _ in range(2):
        client.post(f"{link}review/", {"message": TEXT})
        ref = _requests(stage)[-1][0]
        entry = ReviewAnswerInput(application_ref=_application(stage), review_ref=ref, answer="Nein.")
        answer_review(actor=_officer(stage, "S-second"), now=read_clock(), entry=entry, address=ADDRESS)
        client.get(link)
        with CaptureQueriesContext(connection) as captured:
            client.get(link)
        counts.append(len(captured))

    assert counts[0] == counts[1]

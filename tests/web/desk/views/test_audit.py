"""The trail of a record: what happened, who did it, and whether it is sealed."""

from django.conf import settings
from django.test import Client

from appealdesk.audit.actions.seal import seal_records
from appealdesk.foundation.clock import read_clock
from tests.web.desk.cast import Desk, apply, decided
from tests.web.desk.conftest import CountQueries, SignedIn


def _page(client: Client, subject: str) -> str:
    return client.get("/desk/audit/", {"subject": subject}).content.decode()


def test_the_trail_says_what_happened_who_did_it_and_that_nothing_is_sealed_yet(
    desk: Desk, signed_in: SignedIn
) -> None:
    ref = apply(desk)
    decided(desk, ref)

    page = _page(signed_in("officer"), ref)

    said = ("A decision was made.", "Officer of the desk", "An application was created.", "Not sealed yet")
    assert [text for text in said if text not in page] == []


def test_a_seal_covers_what_came_before_it(committed_desk: Desk, signed_in: SignedIn) -> None:
    ref = apply(committed_desk)
    seal_records(now=read_clock(), signing_key=settings.APPEALDESK_SIGNING_KEY)

    page = _page(signed_in("officer"), ref.lower())

    assert ("Sealed" in page, "The log is sealed up to record" in page) == (True, True)


def test_without_a_reference_the_page_asks_for_one(desk: Desk, signed_in: SignedIn) -> None:
    assert "Which record do you want to look at?" in _page(signed_in("officer"), "")


def test_what_is_no_reference_is_refused_with_an_example(desk: Desk, signed_in: SignedIn) -> None:
    answer = signed_in("officer").get("/desk/audit/", {"subject": "青木 恵子"})

    assert (answer.status_code, "for example A-7K3M9Q2XC" in answer.content.decode()) == (422, True)


def test_the_press_and_finance_see_only_the_records_of_their_own_work(desk: Desk, signed_in: SignedIn) -> None:
    ref = apply(desk)

    answers = [
        signed_in(login).get("/desk/audit/", {"subject": subject}).status_code
        for login, subject in (
            ("press", ref),
            ("finance", ref),
            ("press", desk.stage.appeal_ref),
            ("finance", "T-7K3M9Q2XC"),
        )
    ]

    assert answers == [404, 404, 200, 200]


def test_another_organisations_record_shows_nothing(desk: Desk, elsewhere: Client) -> None:
    assert "Nothing is on record about this reference." in _page(elsewhere, apply(desk))


def test_the_number_of_queries_does_not_grow_with_the_trail(
    desk: Desk, signed_in: SignedIn, count_queries: CountQueries
) -> None:
    client, ref = signed_in("officer"), apply(desk)
    decided(desk, ref)
    before = count_queries(client, f"/desk/audit/?subject={ref}")
    for _ in range(3):
        client.get(f"/desk/applications/{ref}/")

    assert count_queries(client, f"/desk/audit/?subject={ref}") == before

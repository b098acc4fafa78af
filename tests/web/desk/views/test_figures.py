"""Key figures for the press: what is public, and the next release with its refusals."""

from django.conf import settings
from django.test import Client

from appealdesk.audit.actions.seal import seal_records
from appealdesk.foundation.clock import read_clock
from tests.web.desk.cast import Desk, audited
from tests.web.desk.conftest import CountQueries, SignedIn


def _release(client: Client, desk: Desk, **more: str) -> tuple[int, str]:
    answer = client.post("/desk/figures/", {"appeal": desk.stage.appeal_ref, **more}, follow=True)
    return answer.status_code, answer.content.decode()


def _seal() -> None:
    seal_records(now=read_clock(), signing_key=settings.APPEALDESK_SIGNING_KEY)


def test_before_anything_is_sealed_a_release_is_refused(desk: Desk, signed_in: SignedIn) -> None:
    status, page = _release(signed_in("press"), desk)

    assert (status, "Nothing is sealed" in page) == (422, True)


def test_a_release_makes_the_figures_public(committed_desk: Desk, signed_in: SignedIn) -> None:
    _seal()

    status, page = _release(signed_in("press"), committed_desk)

    assert (status, "public now" in page, "Volunteers" in page, "/en/figures/F-" in page) == (200, True, True, True)


def test_a_second_release_on_one_day_needs_a_correction(committed_desk: Desk, signed_in: SignedIn) -> None:
    _seal()
    client = signed_in("press")
    _release(client, committed_desk)

    refused, page = _release(client, committed_desk)
    long, _ = _release(client, committed_desk, correction="x" * 301)
    corrected, _ = _release(client, committed_desk, correction="Two offers had been counted twice.")

    assert (refused, "once a day" in page, long, corrected) == (422, True, 422, 200)


def test_another_organisations_appeal_is_nothing(desk: Desk, elsewhere: Client) -> None:
    status, _ = _release(elsewhere, desk)

    assert (status, "There is no appeal yet." in elsewhere.get("/desk/figures/").content.decode()) == (404, True)


def test_the_number_of_queries_does_not_grow_with_the_releases(
    committed_desk: Desk, signed_in: SignedIn, count_queries: CountQueries
) -> None:
    client = signed_in("press")
    none = count_queries(client, "/desk/figures/")
    _seal()
    _release(client, committed_desk)

    assert count_queries(client, "/desk/figures/") == none


def test_a_release_stands_in_the_log(committed_desk: Desk, signed_in: SignedIn) -> None:
    _seal()
    _release(signed_in("press"), committed_desk)

    assert audited("figure.released") == [
        (f"staff:{committed_desk.staff['press'].ref}", committed_desk.stage.appeal_ref)
    ]

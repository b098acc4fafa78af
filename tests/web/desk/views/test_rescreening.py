"""Re-screenings: the list, one of them with its matrix, and the way to those whose result changed."""

import pytest
from django.test import Client

from appealdesk.appeals.actions.publish import publish_criteria
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.db import acting
from appealdesk.letters.queries.outbox import letters_about
from appealdesk.screening.actions.advance import advance_rescreening
from appealdesk.screening.actions.begin import begin_rescreening
from appealdesk.screening.actions.rescreen import rescreen_position
from appealdesk.screening.queries.runs import RunPage
from tests.web.cast import DEFENCE
from tests.web.desk.cast import ADDRESS, KEIKO, Desk, apply, somebody
from tests.web.desk.conftest import CountQueries, SignedIn


def _published(desk: Desk, number: int, years: int) -> tuple[int, int]:
    """A stricter revision that is in force now; the keys of position and revision."""
    document = DEFENCE | {
        "revision": number,
        "effective_from": f"2022-03-0{number}T00:00:00+09:00",
        "constants": {"min_years": years},
    }
    page = publish_criteria(
        actor=desk.stage.actor,
        now=read_clock(),
        position_ref=desk.stage.position_refs["defence"],
        document=document,
        approved_by="second-officer",
    )
    return page.position_id, page.id


def _rescreened(desk: Desk, number: int = 2, years: int = 3) -> RunPage:
    position_id, revision_id = _published(desk, number, years)
    return rescreen_position(
        actor=desk.stage.actor,
        now=read_clock(),
        position_id=position_id,
        revision_id=revision_id,
        address=ADDRESS,
    )


def test_the_list_leads_to_a_run_and_to_those_whose_result_changed(desk: Desk, signed_in: SignedIn) -> None:
    ref = apply(desk, KEIKO, service_branch="jsdf", service_years=2)
    apply(desk, somebody(1), service_branch="jsdf", service_years=5)
    run = _rescreened(desk)
    client = signed_in("officer")

    listed = client.get("/desk/rescreening/").content.decode()
    shown = client.get(f"/desk/rescreening/{run.run_ref}/").content.decode()
    queue = client.get(f"/desk/?run={run.run_ref}&decision=").content.decode()

    assert (run.run_ref in listed, "revision 2" in listed, "hx-get" in listed) == (True, True, False)
    assert ("1 application has another result." in shown, "1 letter was drafted." in shown) == (True, True)
    assert f"run={run.run_ref}" in shown
    assert (ref in queue, queue.count("<tr data-row"), f"/desk/rescreening/{run.run_ref}/" in queue) == (True, 1, True)


def test_a_run_under_way_shows_how_far_it_is_and_asks_again(desk: Desk, signed_in: SignedIn) -> None:
    for number in range(3):
        apply(desk, somebody(number), service_branch="jsdf", service_years=2)
    position_id, revision_id = _published(desk, 2, 3)
    actor, now = desk.stage.actor, read_clock()
    begun = begin_rescreening(actor=actor, now=now, position_id=position_id, revision_id=revision_id)
    advance_rescreening(actor=actor, now=now, run_ref=begun.run_ref, address=ADDRESS, chunk=2)
    client, path = signed_in("officer"), f"/desk/rescreening/{begun.run_ref}/"

    page, part = client.get(path).content.decode(), client.get(f"{path}progress/")

    assert f'hx-get="{path}progress/"' in page
    assert 'max="3" value="2"' in part.content.decode()
    assert "HX-Refresh" not in part.headers

    while begun.status != "finished":
        begun = advance_rescreening(actor=actor, now=now, run_ref=begun.run_ref, address=ADDRESS)
    assert client.get(f"{path}progress/").headers["HX-Refresh"] == "true"


def test_before_the_first_one_the_page_says_what_begins_it(desk: Desk, signed_in: SignedIn) -> None:
    assert "Publish a revision" in signed_in("officer").get("/desk/rescreening/").content.decode()


@pytest.mark.parametrize("login", ["finance", "press"])
def test_other_roles_see_no_re_screening(desk: Desk, signed_in: SignedIn, login: str) -> None:
    run = _rescreened(desk)
    paths = ("/desk/rescreening/", f"/desk/rescreening/{run.run_ref}/", f"/desk/rescreening/{run.run_ref}/progress/")

    assert [signed_in(login).get(path).status_code for path in paths] == [404] * 3


def test_another_organisations_run_is_nothing(desk: Desk, elsewhere: Client) -> None:
    run = _rescreened(desk)

    assert elsewhere.get(f"/desk/rescreening/{run.run_ref}/").status_code == 404
    assert run.run_ref not in elsewhere.get("/desk/rescreening/").content.decode()


def test_a_malformed_reference_and_a_wrong_method(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("officer")

    assert client.get("/desk/rescreening/S-1/").status_code == 404
    assert client.post("/desk/rescreening/").status_code == 405


def test_the_number_of_queries_does_not_grow_with_the_runs(
    desk: Desk, signed_in: SignedIn, count_queries: CountQueries
) -> None:
    _rescreened(desk)
    client = signed_in("officer")
    one = count_queries(client, "/desk/rescreening/")
    _rescreened(desk, number=3, years=4)
    _rescreened(desk, number=4, years=5)

    assert count_queries(client, "/desk/rescreening/") == one


def test_bad_news_is_read_before_it_is_approved(desk: Desk, signed_in: SignedIn) -> None:
    """It cannot be ticked in the outbox; whoever posts it all the same gets nowhere before the letter was opened."""
    ref = apply(desk, KEIKO, service_branch="jsdf", service_years=2)
    _rescreened(desk)
    with acting(desk.stage.actor):
        letter = letters_about(actor=desk.stage.actor, ref=ref)[-1].ref
    client = signed_in("officer")

    listed = client.get("/desk/letters/").content.decode()
    unread = client.post("/desk/letters/approve/", {"letter": [letter]}, follow=True).content.decode()
    opened = client.get(f"/desk/letters/{letter}/").content.decode()
    client.post("/desk/letters/approve/", {"letter": [letter]})

    assert ("Read first" in listed, f'value="{letter}"' in listed) == (True, False)
    assert ("was left alone" in unread, "approved only here" in opened) == (True, True)
    with acting(desk.stage.actor):
        assert letters_about(actor=desk.stage.actor, ref=ref)[-1].status == "approved"

"""The roster: placements, the advisory that holds them, and the two duty officers who lift a hold."""

import re

import pytest
from django.test import Client

from appealdesk.appeals.actions.record import record_advisories
from appealdesk.foundation.actor import system_actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import Refusal
from tests.core.advisories.files import arrivals, danger
from tests.web.desk.cast import Desk, apply, audited, decided, somebody, work_off
from tests.web.desk.conftest import CountQueries, SignedIn

ENTRY = re.compile(r"/desk/roster/(U-[0-9A-Z]{9})/propose/")
HOLD = re.compile(r"/desk/roster/holds/(H-[0-9A-Z]{9})/lift/")
PLACEMENT = re.compile(r"/desk/roster/placements/(C-[0-9A-Z]{9})/clear/")


def _accepted(desk: Desk, number: int = 0, position: str = "defence") -> str:
    ref = apply(desk, somebody(number), position=position)
    decided(desk, ref)
    work_off(read_clock())
    return ref


def _page(client: Client, query: str = "") -> str:
    return client.get(f"/desk/roster/{query}").content.decode()


def test_whoever_is_accepted_stands_on_the_roster(desk: Desk, signed_in: SignedIn) -> None:
    ref = _accepted(desk)

    page = _page(signed_in("officer"))

    assert (ref in page, len(ENTRY.findall(page))) == (True, 1)


def test_a_placement_that_travels_is_held_at_once_by_the_advisory(desk: Desk, signed_in: SignedIn) -> None:
    _accepted(desk)
    client = signed_in("officer")

    answer = client.post(f"/desk/roster/{ENTRY.findall(_page(client))[0]}/propose/", follow=True)

    page = answer.content.decode()
    said = ("held at once", "Ministry of Foreign Affairs of Japan: Ukraine, level 4 of 4")
    assert ([text for text in said if text not in page], "Held" in page) == ([], True)


def test_an_officer_has_no_button_that_lifts_a_hold_and_is_refused(desk: Desk, signed_in: SignedIn) -> None:
    _accepted(desk)
    officer, duty = signed_in("officer"), signed_in("duty")
    officer.post(f"/desk/roster/{ENTRY.findall(_page(officer))[0]}/propose/")
    hold = HOLD.findall(_page(duty))[0]

    answer = officer.post(f"/desk/roster/holds/{hold}/lift/")

    assert (HOLD.findall(_page(officer)), answer.status_code) == ([], 422)


def test_nobody_lifts_a_hold_while_the_advisory_stands(desk: Desk, signed_in: SignedIn) -> None:
    _accepted(desk)
    client = signed_in("duty")
    client.post(f"/desk/roster/{ENTRY.findall(_page(client))[0]}/propose/")
    hold = HOLD.findall(_page(client))[0]

    answer = client.post(f"/desk/roster/holds/{hold}/lift/")

    assert (answer.status_code, hold in _page(client)) == (422, True)


def test_a_remote_placement_is_proposed_and_cleared_by_a_duty_officer(desk: Desk, signed_in: SignedIn) -> None:
    _accepted(desk, position="medical")
    client = signed_in("duty")
    client.post(f"/desk/roster/{ENTRY.findall(_page(client))[0]}/propose/")

    answer = client.post(f"/desk/roster/placements/{PLACEMENT.findall(_page(client))[0]}/clear/", follow=True)

    assert ("is cleared." in answer.content.decode(), PLACEMENT.findall(_page(client))) == (True, [])


def test_the_list_is_filtered_by_the_state_of_placements(desk: Desk, signed_in: SignedIn) -> None:
    held, idle = _accepted(desk, 0), _accepted(desk, 1)
    client = signed_in("officer")
    client.post(f"/desk/roster/{ENTRY.findall(_page(client))[0]}/propose/")

    page = _page(client, "?status=held")

    assert (held in page, idle in page) == (True, False)


def test_the_roster_says_that_an_answer_could_not_be_read(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("officer")
    record_advisories(actor=system_actor(None), now=read_clock(), issuer="jp-mofa", data=arrivals(danger()))
    before = _page(client)
    with pytest.raises(Refusal):
        record_advisories(actor=system_actor(None), now=read_clock(), issuer="jp-mofa", data=b"<html>")

    page = _page(client)

    told = "Ministry of Foreign Affairs of Japan: this may not be the latest advice."
    assert (told in before, told in page, "could not be read." in page) == (False, True, True)


def test_an_empty_roster_teaches_the_next_step(desk: Desk, signed_in: SignedIn) -> None:
    assert "Nobody is on the roster yet." in _page(signed_in("officer"))


def test_another_organisations_roster_is_nothing(desk: Desk, signed_in: SignedIn, elsewhere: Client) -> None:
    _accepted(desk)
    duty = signed_in("duty")
    entry = ENTRY.findall(_page(duty))[0]
    duty.post(f"/desk/roster/{entry}/propose/")
    hold = HOLD.findall(_page(duty))[0]

    answers = [elsewhere.post(f"/desk/roster/{entry}/propose/"), elsewhere.post(f"/desk/roster/holds/{hold}/lift/")]

    assert ([answer.status_code for answer in answers], entry in _page(elsewhere)) == ([404, 404], False)


def test_the_number_of_queries_does_not_grow_with_the_roster(
    desk: Desk, signed_in: SignedIn, count_queries: CountQueries
) -> None:
    client = signed_in("officer")
    _accepted(desk, 0)
    client.post(f"/desk/roster/{ENTRY.findall(_page(client))[0]}/propose/")
    one = count_queries(client, "/desk/roster/")
    for number in (1, 2):
        _accepted(desk, number)
        client.post(f"/desk/roster/{ENTRY.findall(_page(client))[0]}/propose/")

    assert count_queries(client, "/desk/roster/") == one


def test_proposing_stands_in_the_log(desk: Desk, signed_in: SignedIn) -> None:
    _accepted(desk)
    client = signed_in("officer")

    client.post(f"/desk/roster/{ENTRY.findall(_page(client))[0]}/propose/")

    assert [actor for actor, _ in audited("placement.proposed")] == [f"staff:{desk.staff['officer'].ref}"]

"""The search for persons recorded twice, at the desk: begun, watched, stopped, by those who work with people."""

import pytest
from django.test import Client

from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.db import acting
from appealdesk.people.models import Resolution
from tests.people.cast import audited
from tests.web.desk.cast import KEIKO, Desk, apply, work_off
from tests.web.desk.conftest import CountQueries, SignedIn

PATH = "/desk/people/recorded-twice/"


def running(desk: Desk) -> str:
    with acting(desk.stage.actor):
        return Resolution.objects.get(status="running").ref


def test_an_officer_starts_watches_and_reads_what_was_found(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("officer")
    empty = client.get(PATH).content.decode()
    apply(desk, KEIKO)
    offered = client.get(PATH).content.decode()

    answers = [client.post(f"{PATH}start/", follow=True).content.decode() for _ in range(2)]
    ref = running(desk)
    part = client.get(PATH, headers={"hx-request": "true"})
    work_off(read_clock())
    done = client.get(PATH, headers={"hx-request": "true"})

    assert ("Nobody has looked yet." in empty, "Look at 1 new record" in offered) == (True, True)
    assert ("0 / 1" in answers[0], "A search is under way already" in answers[1]) == (True, True)
    assert (f"{PATH}{ref}/stop/" in part.content.decode(), part.headers.get("HX-Refresh")) == (True, None)
    assert ("finished" in done.content.decode(), done.headers["HX-Refresh"]) == (True, "true")
    assert [tag for tag in ("persons.resolving_started", "persons.resolved") if len(audited(tag)) != 1] == []


def test_a_search_is_stopped_once(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("duty")
    apply(desk, KEIKO)
    client.post(f"{PATH}start/", {"everybody": "yes"})
    ref = running(desk)

    first, second = (client.post(f"{PATH}{ref}/stop/", follow=True).content.decode() for _ in range(2))
    work_off(read_clock())

    assert ("The search is stopped." in first, "The search had ended already." in second) == (True, True)
    assert "Look at 1 new record" in client.get(PATH).content.decode()
    assert [subject for _, subject in audited("persons.resolving_stopped")] == [ref]


@pytest.mark.parametrize("login", ["finance", "press"])
def test_others_find_nothing(desk: Desk, signed_in: SignedIn, login: str) -> None:
    client = signed_in(login)

    assert client.get(PATH).status_code == client.post(f"{PATH}start/").status_code == 404


def test_what_belongs_elsewhere_is_malformed_or_asked_wrongly_is_refused(
    desk: Desk, signed_in: SignedIn, elsewhere: Client
) -> None:
    apply(desk, KEIKO)
    client = signed_in("officer")
    client.post(f"{PATH}start/")
    ref = running(desk)

    assert elsewhere.post(f"{PATH}{ref}/stop/").status_code == 404
    assert ref not in elsewhere.get(PATH).content.decode()
    assert [client.post(f"{PATH}{bad}/stop/").status_code for bad in ("L-1", "L-000000000")] == [404, 404]
    assert [client.get(f"{PATH}start/").status_code, client.get(f"{PATH}{ref}/stop/").status_code] == [405, 405]


def test_the_list_costs_the_same_at_one_and_at_three(
    desk: Desk, signed_in: SignedIn, count_queries: CountQueries
) -> None:
    apply(desk, KEIKO)
    client = signed_in("officer")
    counts = []
    for _ in range(3):
        client.post(f"{PATH}start/", {"everybody": "yes"})
        client.post(f"{PATH}{running(desk)}/stop/")
        counts.append(count_queries(client, PATH))

    assert counts == counts[:1] * 3

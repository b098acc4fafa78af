"""Requests to be erased on the desk: who waits, by when, and the two answers."""

import pytest
from django.test import Client

from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.db import acting, fetch_value
from tests.web.desk.cast import Desk, apply, audited, somebody, work_off
from tests.web.desk.conftest import CountQueries, SignedIn

LIST = "/desk/erasure/"


@pytest.fixture
def officer(desk: Desk, signed_in: SignedIn) -> Client:
    return signed_in("officer")


def asked(desk: Desk, client: Client, number: int = 0) -> tuple[str, str, str]:
    """Somebody applied, and asked an officer to be erased; request, person and application."""
    application = apply(desk, somebody(number), service_years=4)
    with acting(desk.stage.actor):
        person = fetch_value(
            "SELECT person.ref FROM people_person person JOIN enquiries_application application"
            " ON application.person_id = person.id WHERE application.ref = %s",
            [application],
        )
    address = client.post(f"/desk/erasure/of/{person}/").headers["Location"]
    return address.strip("/").split("/")[-1], person, application


def test_who_asked_an_officer_waits_in_the_list(officer: Client, desk: Desk) -> None:
    request, person, _ = asked(desk, officer)
    again = officer.post(f"/desk/erasure/of/{person}/")

    page = officer.get(LIST).content.decode()

    assert again.headers["Location"] == f"{LIST}{request}/"
    assert ("1 request waits" in page, "Person ason" in page, f"{LIST}{request}/" in page) == (True, True, True)


def test_whoever_is_erased_is_erased_everywhere(officer: Client, desk: Desk) -> None:
    request, person, application = asked(desk, officer)
    unsure = officer.post(f"{LIST}{request}/answer/", data={"act": "erase"})

    done = officer.post(f"{LIST}{request}/answer/", data={"act": "erase", "sure": "yes"})
    work_off(read_clock())

    assert (unsure.status_code, done.status_code, done.headers["Location"]) == (422, 302, LIST)
    assert audited("person.erased") == [(f"staff:{desk.staff['officer'].ref}", person)]
    pages = [officer.get(path) for path in (LIST, f"{LIST}{request}/", f"/desk/applications/{application}/")]
    assert [(page.status_code, "ason" in page.content.decode()) for page in pages] == [(200, False)] * 3
    assert "Erased" in officer.get(f"/desk/people/{person}/").content.decode()


def test_a_decline_needs_a_reason(officer: Client, desk: Desk) -> None:
    request, person, _ = asked(desk, officer)

    without = officer.post(f"{LIST}{request}/answer/", data={"act": "decline"})
    with_one = officer.post(f"{LIST}{request}/answer/", data={"act": "decline", "reason": "open_claim"})
    late = officer.post(f"{LIST}{request}/answer/", data={"act": "erase", "sure": "yes"})

    assert (without.status_code, with_one.status_code, late.status_code) == (422, 302, 409)
    assert audited("erasure.declined") == [(f"staff:{desk.staff['officer'].ref}", person)]


@pytest.mark.parametrize("login", ["finance", "press", "elsewhere"])
def test_who_may_not(desk: Desk, officer: Client, elsewhere: Client, signed_in: SignedIn, login: str) -> None:
    request, person, _ = asked(desk, officer)
    client = signed_in(login)

    assert client.get(f"{LIST}{request}/").status_code == 404
    answer = {"act": "erase", "sure": "yes"}
    posts = [client.post(f"{LIST}{request}/answer/", data=answer), client.post(f"/desk/erasure/of/{person}/")]
    assert [post.status_code for post in posts] == [404, 404]


def test_malformed_and_wrong(officer: Client, desk: Desk) -> None:
    request, _, _ = asked(desk, officer)

    assert [officer.get(f"{LIST}{ref}/").status_code for ref in ("M-1", "M-000000000")] == [404, 404]
    assert (officer.get(f"{LIST}{request}/answer/").status_code, officer.post(LIST).status_code) == (405, 405)


def test_the_list_costs_the_same_for_one_and_for_three(
    officer: Client, desk: Desk, count_queries: CountQueries
) -> None:
    asked(desk, officer)
    one = count_queries(officer, LIST)
    asked(desk, officer, 1)
    asked(desk, officer, 2)

    assert count_queries(officer, LIST) == one

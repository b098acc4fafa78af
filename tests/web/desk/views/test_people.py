"""One person with every record, and what was said about which records are theirs."""

import re

from django.test import Client

from tests.web.desk.cast import KEIKO, Desk, apply, audited
from tests.web.desk.conftest import CountQueries, SignedIn

PERSON = re.compile(r"/desk/people/(P-[0-9A-Z]{9})/")


def _person(client: Client, application: str) -> str:
    """The reference of the applicant; that of somebody who was joined leads to the one who was kept."""
    ref = PERSON.findall(client.get(f"/desk/applications/{application}/").content.decode())[0]
    leads_to = client.get(f"/desk/people/{ref}/").headers.get("location", "")
    return PERSON.findall(leads_to)[0] if leads_to else ref


def test_a_person_is_shown_with_every_record_and_offer(desk: Desk, signed_in: SignedIn) -> None:
    refs = [apply(desk, KEIKO), apply(desk, KEIKO, position="medical", channel="phone")]
    client = signed_in("officer")

    page = client.get(f"/desk/people/{_person(client, refs[0])}/").content.decode()

    assert [text for text in (*refs, "青木 恵子", "14\u00a0July\u00a01982", "090-2345-6781") if text not in page] == []


def test_opening_a_person_stands_in_the_log(desk: Desk, signed_in: SignedIn) -> None:
    person = _person(signed_in("officer"), apply(desk, KEIKO))

    signed_in("duty").get(f"/desk/people/{person}/")

    assert (f"staff:{desk.staff['duty'].ref}", person) in audited("person.read")


def test_the_history_says_who_joined_which_records_and_why(desk: Desk, signed_in: SignedIn) -> None:
    ref = apply(desk, KEIKO)
    apply(desk, KEIKO, position="medical", channel="phone")
    client = signed_in("officer")

    page = client.get(f"/desk/people/{_person(client, ref)}/").content.decode()

    expected = (
        "What was said about these records",
        "same phone number",
        "the rule",
        "Take it back",
        'class="edge-same"',
    )
    assert [text for text in expected if text not in page] == []


def test_the_history_costs_the_same_for_many_records(
    desk: Desk, signed_in: SignedIn, count_queries: CountQueries
) -> None:
    ref = apply(desk, KEIKO)
    apply(desk, KEIKO, position="medical")
    client = signed_in("officer")
    address = f"/desk/people/{_person(client, ref)}/"
    two = count_queries(client, address)
    apply(desk, KEIKO, position="medical", channel="phone")

    assert count_queries(client, address) == two


def test_another_organisations_person_is_nothing(desk: Desk, signed_in: SignedIn, elsewhere: Client) -> None:
    ref = _person(signed_in("officer"), apply(desk, KEIKO))

    assert elsewhere.get(f"/desk/people/{ref}/").status_code == 404

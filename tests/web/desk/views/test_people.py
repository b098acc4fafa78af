"""One person with every record, and the pairs of which an officer says whether they are one person."""

import re

from django.test import Client

from tests.web.desk.cast import KEIKO, Desk, apply, audited, somebody
from tests.web.desk.conftest import CountQueries, SignedIn

PAIR = re.compile(r'name="a" value="(R-[0-9A-Z]{9})"><input type="hidden" name="b" value="(R-[0-9A-Z]{9})"')
PERSON = re.compile(r"/desk/people/(P-[0-9A-Z]{9})/")
# The same telephone and birth date under another name is a question: a household has one telephone.
HOUSEHOLD = KEIKO.model_copy(update={"written": "青木 太郎", "reading": "アオキ タロウ", "latin": "Taro Aoki"})


def _pairs(client: Client) -> list[tuple[str, str]]:
    return PAIR.findall(client.get("/desk/people/").content.decode())


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


def test_a_pair_that_shares_something_waits_side_by_side(desk: Desk, signed_in: SignedIn) -> None:
    apply(desk, KEIKO)
    apply(desk, HOUSEHOLD)
    client = signed_in("officer")

    page = client.get("/desk/people/").content.decode()

    assert (len(_pairs(client)), "青木 恵子" in page, "青木 太郎" in page) == (1, True, True)


def test_one_person_joins_the_records(desk: Desk, signed_in: SignedIn) -> None:
    first, second = apply(desk, KEIKO), apply(desk, HOUSEHOLD)
    client = signed_in("officer")
    a, b = _pairs(client)[0]

    client.post("/desk/people/judge/", {"a": a, "b": b, "verdict": "same"})

    assert (_pairs(client), _person(client, first) == _person(client, second)) == ([], True)


def test_two_people_are_not_asked_about_again(desk: Desk, signed_in: SignedIn) -> None:
    first, second = apply(desk, KEIKO), apply(desk, HOUSEHOLD)
    client = signed_in("officer")
    a, b = _pairs(client)[0]

    client.post("/desk/people/judge/", {"a": a, "b": b, "verdict": "different"})

    assert (_pairs(client), _person(client, first) == _person(client, second)) == ([], False)


def test_a_verdict_that_does_not_exist_is_nothing(desk: Desk, signed_in: SignedIn) -> None:
    apply(desk, KEIKO)
    apply(desk, HOUSEHOLD)
    client = signed_in("officer")
    a, b = _pairs(client)[0]

    assert client.post("/desk/people/judge/", {"a": a, "b": b, "verdict": "perhaps"}).status_code == 404


def test_without_questions_the_page_teaches_what_they_are(desk: Desk, signed_in: SignedIn) -> None:
    assert "No pair waits for you." in signed_in("officer").get("/desk/people/").content.decode()


def test_another_organisations_people_are_nothing(desk: Desk, signed_in: SignedIn, elsewhere: Client) -> None:
    ref = apply(desk, KEIKO)
    apply(desk, HOUSEHOLD)
    client = signed_in("officer")
    a, b = _pairs(client)[0]

    answers = [
        elsewhere.get(f"/desk/people/{_person(client, ref)}/"),
        elsewhere.post("/desk/people/judge/", {"a": a, "b": b, "verdict": "same"}),
    ]

    assert ([answer.status_code for answer in answers], _pairs(elsewhere)) == ([404, 404], [])


def test_the_number_of_queries_does_not_grow_with_the_pairs(
    desk: Desk, signed_in: SignedIn, count_queries: CountQueries
) -> None:
    client = signed_in("officer")
    apply(desk, KEIKO)
    apply(desk, HOUSEHOLD)
    one = count_queries(client, "/desk/people/")
    for number in (1, 2):
        apply(desk, somebody(number, written=f"Number{'ab'[number - 1]} Other", phones=("090-2345-6781",)))

    assert count_queries(client, "/desk/people/") == one


def test_opening_a_person_stands_in_the_log(desk: Desk, signed_in: SignedIn) -> None:
    person = _person(signed_in("officer"), apply(desk, KEIKO))

    signed_in("duty").get(f"/desk/people/{person}/")

    assert (f"staff:{desk.staff['duty'].ref}", person) in audited("person.read")

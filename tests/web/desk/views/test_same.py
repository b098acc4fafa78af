"""Same person? One pair after the other, each decided by a key and taken back by another."""

import re
from datetime import date

import pytest
from django.test import Client

from tests.web.desk.cast import KEIKO, Desk, apply, audited, somebody
from tests.web.desk.conftest import CountQueries, SignedIn

PAIR = re.compile(r'name="a" value="(R-[0-9A-Z]{9})"><input type="hidden" name="b" value="(R-[0-9A-Z]{9})"')
UNDO = re.compile(r'action="(/desk/people/judgements/J-[0-9A-Z]{9}/undo/)"')
PERSON = re.compile(r"/desk/people/(P-[0-9A-Z]{9})/")
# The same telephone and birth date under another name is a question: a household has one telephone.
HOUSEHOLD = KEIKO.model_copy(update={"written": "青木 太郎", "reading": "アオキ タロウ", "latin": "Taro Aoki"})
TWIN = KEIKO.model_copy(update={"birth_date": date(1990, 2, 3), "emails": ("keiko.aoki@post.example",)})


def _page(client: Client, at: str = "") -> str:
    return client.get(f"/desk/people/{at}").content.decode()


def _pair(client: Client, at: str = "") -> tuple[str, str] | None:
    found = PAIR.findall(_page(client, at))
    return found[0] if found else None


def _judge(client: Client, pair: tuple[str, str] | None, verdict: str, **more: str) -> None:
    assert pair is not None
    answer = client.post("/desk/people/judge/", {"a": pair[0], "b": pair[1], "verdict": verdict, **more})
    assert answer.status_code == 302


def _person(client: Client, application: str) -> str:
    """The reference of the applicant now."""
    ref = PERSON.findall(client.get(f"/desk/applications/{application}/").content.decode())[0]
    leads_to = client.get(f"/desk/people/{ref}/").headers.get("location", "")
    return PERSON.findall(leads_to)[0] if leads_to else ref


def test_a_pair_that_shares_something_waits_side_by_side_with_its_evidence(desk: Desk, signed_in: SignedIn) -> None:
    apply(desk, KEIKO)
    apply(desk, HOUSEHOLD)

    page = _page(signed_in("officer"))

    expected = (
        "青木 <mark>恵子</mark>",
        "青木 <mark>太郎</mark>",
        "The phone numbers are equal.",
        "+13.0",
        'class="speaks-against"',
        "The family names agree and the given names do not: perhaps one family.",
        "Most for it:",
    )
    assert [text for text in expected if text not in page] == []


def test_one_person_joins_the_records_and_the_next_pair_comes_at_once(desk: Desk, signed_in: SignedIn) -> None:
    first, second = apply(desk, KEIKO), apply(desk, TWIN)
    apply(desk, HOUSEHOLD)
    client = signed_in("officer")
    before = _pair(client)

    _judge(client, before, "same")

    assert _person(client, first) == _person(client, second)
    assert _pair(client) not in {None, before}


def test_two_people_are_not_asked_about_again(desk: Desk, signed_in: SignedIn) -> None:
    first, second = apply(desk, KEIKO), apply(desk, HOUSEHOLD)
    client = signed_in("officer")

    _judge(client, _pair(client), "different")

    assert (_pair(client), _person(client, first) == _person(client, second)) == (None, False)


@pytest.mark.parametrize("verdict", ["same", "different"])
def test_the_last_verdict_is_taken_back_and_the_pair_asked_about_again(
    verdict: str, desk: Desk, signed_in: SignedIn
) -> None:
    first, second = apply(desk, KEIKO), apply(desk, HOUSEHOLD)
    client = signed_in("officer")
    before = _pair(client)
    _judge(client, before, verdict)

    answer = client.post(UNDO.findall(_page(client))[0])

    assert (answer.status_code, answer.headers["location"]) == (302, "/desk/people/")
    assert (_pair(client), _person(client, first) == _person(client, second)) == (before, False)
    assert UNDO.findall(_page(client)) == []


def test_a_pair_is_skipped_by_the_address(desk: Desk, signed_in: SignedIn) -> None:
    apply(desk, KEIKO)
    apply(desk, TWIN)
    apply(desk, HOUSEHOLD)
    client = signed_in("officer")
    skip = re.findall(r'href="(\?at=J-[0-9A-Z]{9})" data-key="n"', _page(client))[0]

    assert _pair(client, skip) not in {None, _pair(client)}


def test_two_persons_whom_an_officer_chose_are_compared_and_joined(desk: Desk, signed_in: SignedIn) -> None:
    first, second = apply(desk, somebody(1)), apply(desk, somebody(2))
    client = signed_in("officer")
    one, other = _person(client, first), _person(client, second)
    page = client.get("/desk/people/compare/", {"one": one, "other": other.lower()}).content.decode()

    _judge(client, PAIR.findall(page)[0], "same", one=one, other=other, reason="asked")

    assert _person(client, second) == one
    history = client.get(f"/desk/people/{one}/").content.decode()
    assert "the person was asked" in history
    assert client.get("/desk/people/compare/", {"one": one, "other": other}).headers["location"].endswith(f"{one}/")


def test_what_contradicts_another_judgement_is_refused_with_the_pair_still_there(
    desk: Desk, signed_in: SignedIn
) -> None:
    refs = [apply(desk, somebody(number)) for number in (1, 2, 3)]
    client = signed_in("officer")
    one, two, three = (_person(client, ref) for ref in refs)

    def pair(a: str, b: str) -> tuple[str, str]:
        found: tuple[str, str] = PAIR.findall(
            client.get("/desk/people/compare/", {"one": a, "other": b}).content.decode()
        )[0]
        return found

    _judge(client, pair(one, three), "different", one=one, other=three)
    _judge(client, pair(one, two), "same", one=one, other=two)
    a, b = pair(two, three)

    answer = client.post("/desk/people/judge/", {"a": a, "b": b, "verdict": "same", "one": two, "other": three})

    assert (answer.status_code, "judged to be different people" in answer.content.decode()) == (422, True)


def test_a_reference_that_nobody_has_leads_back_with_a_sentence(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("officer")
    one = _person(client, apply(desk, KEIKO))

    answer = client.get("/desk/people/compare/", {"one": one, "other": "P-000000000", "from": "person"}, follow=True)

    assert "Nobody has this reference" in answer.content.decode()


def test_a_comparison_of_nobody_leads_to_the_pairs_that_wait(desk: Desk, signed_in: SignedIn) -> None:
    answer = signed_in("officer").get("/desk/people/compare/")

    assert (answer.status_code, answer.headers["location"]) == (302, "/desk/people/")


def test_a_verdict_that_does_not_exist_is_nothing(desk: Desk, signed_in: SignedIn) -> None:
    apply(desk, KEIKO)
    apply(desk, HOUSEHOLD)
    client = signed_in("officer")
    a, b = _pair(client) or ("", "")

    assert client.post("/desk/people/judge/", {"a": a, "b": b, "verdict": "perhaps"}).status_code == 404


def test_without_questions_the_page_teaches_what_they_are(desk: Desk, signed_in: SignedIn) -> None:
    assert "No pair waits for you." in _page(signed_in("officer"))


@pytest.mark.parametrize("login", ["press", "finance"])
def test_roles_that_may_not(login: str, desk: Desk, signed_in: SignedIn) -> None:
    apply(desk, KEIKO)
    client = signed_in(login)

    answers = [client.get("/desk/people/"), client.get("/desk/people/compare/?one=P-000000000&other=P-000000001")]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_another_organisations_people_are_nothing(desk: Desk, signed_in: SignedIn, elsewhere: Client) -> None:
    first, second = apply(desk, KEIKO), apply(desk, HOUSEHOLD)
    client = signed_in("officer")
    a, b = _pair(client) or ("", "")
    one, other = _person(client, first), _person(client, second)
    _judge(client, (a, b), "same")
    undo = UNDO.findall(_page(client))[0]

    answers = [
        elsewhere.post("/desk/people/judge/", {"a": a, "b": b, "verdict": "same"}),
        elsewhere.get("/desk/people/compare/", {"one": one, "other": other}),
        elsewhere.post(undo),
    ]

    assert ([answer.status_code for answer in answers], _pair(elsewhere)) == ([404, 404, 404], None)


def test_a_malformed_reference_and_a_wrong_method(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("officer")

    answers = [client.post("/desk/people/judgements/J-1/undo/"), client.get("/desk/people/judge/")]

    assert [answer.status_code for answer in answers] == [404, 405]


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


def test_a_verdict_and_its_undo_stand_in_the_log(desk: Desk, signed_in: SignedIn) -> None:
    apply(desk, KEIKO)
    apply(desk, HOUSEHOLD)
    client = signed_in("officer")
    _judge(client, _pair(client), "different")

    client.post(UNDO.findall(_page(client))[0])

    by = f"staff:{desk.staff['officer'].ref}"
    assert [[actor for actor, _ in audited(f"judgement.{tag}")] for tag in ("recorded", "revoked")] == [[by], [by]]

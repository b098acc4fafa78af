"""The phone screen: who it may be while they speak, the questions of a position, and one enquiry at the end."""

import re

from django.test import Client

from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.db import acting, fetch_all
from tests.web.desk.cast import KEIKO, Desk, apply, audited, somebody, work_off
from tests.web.desk.conftest import CountQueries, SignedIn

SUBMISSION = re.compile(r'name="submission" value="([0-9a-f]{32})"')


def _call(desk: Desk, **more: object) -> dict[str, object]:
    return {
        "submission": "0f" * 16,
        "phone": "090-2345-6781",
        "written": "青木 恵子",
        "reading": "アオキ ケイコ",
        "email": "",
        "birth": "1982-07-14",
        "caller-language": "ja",
        "kind": "offer",
        "about": desk.stage.position_refs["defence"],
        "channel": "phone",
        "fact-service_branch": "none",
        "fact-service_years": "",
        "message": "Saw the post this morning.",
        "disposition": "completed",
        "consent": "yes",
    } | more


def _enquiries(desk: Desk) -> list[tuple[object, ...]]:
    with acting(desk.stage.actor):
        return fetch_all("SELECT kind, channel, disposition FROM enquiries_enquiry ORDER BY id")


def test_the_screen_opens_empty_with_a_fresh_submission(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("officer")

    first, second = (SUBMISSION.findall(client.get("/desk/phone/").content.decode()) for _ in range(2))

    assert (len(first), len(second), first == second) == (1, 1, False)


def test_a_call_becomes_one_enquiry_and_its_reference_is_read_out(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("officer")

    answers = [client.post("/desk/phone/", _call(desk)) for _ in range(2)]
    page = client.get(answers[0]["location"]).content.decode()

    ref = answers[0]["location"].partition("=")[2]
    spoken = f"E {ref[2:5]} {ref[5:8]} {ref[8:]}"
    assert (answers[1]["location"], spoken in page, _enquiries(desk)) == (
        answers[0]["location"],
        True,
        [("offer", "phone", "completed")],
    )


def test_the_worker_makes_an_application_of_the_call(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("officer")
    client.post("/desk/phone/", _call(desk))
    work_off(read_clock())

    assert "Keiko" not in client.get("/desk/").content.decode()
    assert "青木" in client.get("/desk/").content.decode()


def test_whoever_is_known_appears_by_any_form_of_the_name_by_number_and_by_mail(
    desk: Desk, signed_in: SignedIn
) -> None:
    ref = apply(desk, KEIKO)
    client = signed_in("officer")

    asked = (
        {"written": "アオキ ケイコ"},
        {"reading": "あおき けいこ"},
        {"latin": "Aoki Keiko"},
        {"phone": "+81 90 2345 6781"},
        {"email": "Keiko.Aoki@posteo.example"},
    )
    found = [ref in client.post("/desk/phone/who/", fields).content.decode() for fields in asked]

    assert found == [True] * len(asked)


def test_half_a_number_finds_nobody_and_says_so(desk: Desk, signed_in: SignedIn) -> None:
    apply(desk, KEIKO)

    page = signed_in("officer").post("/desk/phone/who/", {"phone": "090-23"}).content.decode()

    assert "Nobody is known by this." in page


def test_a_known_caller_fills_the_fields(desk: Desk, signed_in: SignedIn) -> None:
    apply(desk, KEIKO)
    client = signed_in("officer")
    listed = client.post("/desk/phone/who/", {"phone": "090-2345-6781"}).content.decode()
    person = re.findall(r"/desk/phone/known/(P-[0-9A-Z]{9})/", listed)[0]

    page = client.get(f"/desk/phone/known/{person}/").content.decode()

    values = ("青木 恵子", "アオキ ケイコ", "Keiko Aoki", "090-2345-6781", "1982-07-14")
    assert [value for value in values if f'value="{value}"' not in page] == []


def test_a_known_caller_who_calls_again_is_the_same_person(desk: Desk, signed_in: SignedIn) -> None:
    apply(desk, KEIKO, position="medical")
    client = signed_in("officer")
    client.post("/desk/phone/", _call(desk))
    work_off(read_clock())

    with acting(desk.stage.actor):
        persons = fetch_all(
            "SELECT count(DISTINCT coalesce(person.redirects_to_id, person.id)), count(*)"
            " FROM enquiries_application AS application"
            " JOIN people_person AS person ON person.id = application.person_id"
        )
        both = [ref for (ref,) in fetch_all("SELECT ref FROM enquiries_application ORDER BY id")]
    assert persons == [(1, 2)]
    # Each application names whoever it came from then; the caller's line shows both.
    line = client.post("/desk/phone/who/", {"phone": "090-2345-6781"}).content.decode()
    assert (len(both), [ref for ref in both if ref not in line]) == (2, [])


def test_the_questions_follow_the_position(desk: Desk, signed_in: SignedIn) -> None:
    client, refs = signed_in("officer"), desk.stage.position_refs

    names = [
        re.findall(r'id="fact-([a-z_]+)"', client.get(f"/desk/phone/facts/?about={refs[slug]}").content.decode())
        for slug in ("defence", "medical", "letters")
    ]

    assert names == [
        ["service_branch", "service_years", "specialised_training"],
        ["medical_licence", "languages", "available_from"],
        [],
    ]


def test_what_cannot_be_read_is_said_beside_the_field_and_nothing_is_lost(desk: Desk, signed_in: SignedIn) -> None:
    wrong = {
        "written": "",
        "reading": "Keiko",
        "email": "no-address",
        "phone": "12",
        "birth": "1982-02-31",
        "fact-service_years": "many",
    }

    answer = signed_in("officer").post("/desk/phone/", _call(desk, **wrong))

    page = answer.content.decode()
    sentences = (
        "Write the reading in kana only",
        "Mail cannot reach this address",
        "This number cannot be called",
        "There is no such day",
        "Write a number from 0 to 1,000,000",
    )
    assert (
        answer.status_code,
        [sentence for sentence in sentences if sentence not in page],
        "Saw the post this morning." in page,
        _enquiries(desk),
    ) == (422, [], True, [])


def test_an_offer_needs_a_name_and_a_message_to_the_press_desk_does_not(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("officer")
    nameless = {"written": "", "reading": "", "latin": "", "birth": ""}

    answers = [
        client.post("/desk/phone/", _call(desk, **nameless)),
        client.post("/desk/phone/", _call(desk, kind="press", **nameless)),
    ]

    assert ([answer.status_code for answer in answers], "Ask for the name" in answers[0].content.decode()) == (
        [422, 302],
        True,
    )


def test_a_kind_or_a_position_that_does_not_exist_is_refused(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("officer")

    answers = [
        client.post("/desk/phone/", _call(desk, kind="spy")),
        client.post("/desk/phone/", _call(desk, about="N-7K3M9Q2XC")),
        client.post("/desk/phone/", _call(desk, about="")),
    ]

    assert ([answer.status_code for answer in answers], _enquiries(desk)) == ([422, 404, 404], [])


def test_another_organisations_people_and_positions_are_nothing(desk: Desk, elsewhere: Client) -> None:
    apply(desk, KEIKO)

    listed = elsewhere.post("/desk/phone/who/", {"phone": "090-2345-6781"}).content.decode()
    answers = [
        elsewhere.get(f"/desk/phone/facts/?about={desk.stage.position_refs['defence']}"),
        elsewhere.post("/desk/phone/", _call(desk)),
    ]

    assert ("Nobody is known by this." in listed, [answer.status_code for answer in answers]) == (True, [404, 404])


def test_the_number_of_queries_does_not_grow_with_the_candidates(
    desk: Desk, signed_in: SignedIn, count_queries: CountQueries
) -> None:
    client = signed_in("officer")
    one = count_queries(client, "/desk/phone/")
    apply(desk, somebody(1))
    apply(desk, somebody(2))

    assert count_queries(client, "/desk/phone/") == one


def test_whose_names_were_shown_stands_in_the_log(desk: Desk, signed_in: SignedIn) -> None:
    apply(desk, KEIKO)

    signed_in("officer").post("/desk/phone/who/", {"phone": "090-2345-6781"})

    assert [actor for actor, _ in audited("person.read")] == [f"staff:{desk.staff['officer'].ref}"]


def test_a_caller_speaks_for_somebody_else_and_both_are_kept_apart(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("officer")
    father = {"relation": "household", "other-written": "青木 一郎", "other-birth": "1950-01-02", "agreed": "yes"}

    wrong = client.post("/desk/phone/", _call(desk, **father | {"other-written": "", "other-phone": "12"}))
    right = client.post("/desk/phone/", _call(desk, **father))
    work_off(read_clock())

    with acting(desk.stage.actor):
        related = fetch_all("SELECT kind, agreed FROM people_relation ORDER BY kind")
        persons = fetch_all("SELECT count(DISTINCT person_id) FROM people_record")
    assert (wrong.status_code, 'id="other-phone-problem"' in wrong.content.decode(), right.status_code) == (
        422,
        True,
        302,
    )
    assert (related, persons) == ([("household", True), ("on_behalf", True)], [(2,)])

"""The outbox: letters are read, reworded, approved or kept back."""

import re

import pytest
from django.test import Client

from appealdesk.foundation.actor import system_actor
from appealdesk.letters.actions.draft import draft_letter
from appealdesk.people.actions.identify import identify_person
from tests.letters.cast import values
from tests.web.desk.cast import NOW, TOO_OLD, Desk, apply, audited, decided, somebody
from tests.web.desk.conftest import CountQueries, SignedIn

ROW = re.compile(r'<a class="ref" href="/desk/letters/(L-[0-9A-Z]{9})/" data-open')


def _rows(client: Client, status: str = "draft") -> list[str]:
    return ROW.findall(client.get(f"/desk/letters/?status={status}").content.decode())


def _draft(desk: Desk, number: int = 0) -> str:
    return decided(desk, apply(desk, somebody(number)), "declined").letter_ref


def test_drafts_wait_in_the_outbox(desk: Desk, signed_in: SignedIn) -> None:
    ref = _draft(desk)

    assert _rows(signed_in("officer")) == [ref]


def test_one_letter_can_be_reworded_and_approved_in_one_step(desk: Desk, signed_in: SignedIn) -> None:
    ref, client = _draft(desk), signed_in("officer")

    answer = client.post(
        f"/desk/letters/{ref}/edit/", {"subject": "Your offer", "body": "Dear you,\r\nthank you.", "approve": "yes"}
    )
    page = client.get(f"/desk/letters/{ref}/").content.decode()

    assert (answer["location"], "Dear you,\nthank you." in page, _rows(client), _rows(client, "approved")[0]) == (
        "/desk/letters/",
        True,
        [],
        ref,
    )


def test_a_subject_of_two_lines_is_refused_and_nothing_typed_is_lost(desk: Desk, signed_in: SignedIn) -> None:
    ref = _draft(desk)

    answer = signed_in("officer").post(f"/desk/letters/{ref}/edit/", {"subject": "One\nTwo", "body": "Kept words."})

    page = answer.content.decode()
    assert (answer.status_code, "A subject is one line" in page, "Kept words." in page) == (422, True, True)


def test_what_is_approved_cannot_be_reworded(desk: Desk, signed_in: SignedIn) -> None:
    ref, client = _draft(desk), signed_in("officer")
    client.post(f"/desk/letters/{ref}/approve/")

    assert client.post(f"/desk/letters/{ref}/edit/", {"subject": "Other", "body": "Other"}).status_code == 422


def test_the_ticked_letters_are_approved_together(desk: Desk, signed_in: SignedIn) -> None:
    refs, client = [_draft(desk, number) for number in range(3)], signed_in("officer")

    answer = client.post("/desk/letters/approve/", {"letter": refs[:2]}, follow=True)

    assert ("2 letters are approved" in answer.content.decode(), _rows(client)) == (True, [refs[2]])


def test_approving_nothing_says_that_nothing_happened(desk: Desk, signed_in: SignedIn) -> None:
    answer = signed_in("officer").post("/desk/letters/approve/", {}, follow=True)

    assert "nothing was approved" in answer.content.decode()


def test_a_letter_that_a_colleague_kept_back_is_left_alone(desk: Desk, signed_in: SignedIn) -> None:
    ref, client = _draft(desk), signed_in("officer")
    client.post(f"/desk/letters/{ref}/cancel/")

    answer = client.post("/desk/letters/approve/", {"letter": [ref, "L-7K3M9Q2XC"]}, follow=True)

    assert ("2 letters were changed by a colleague" in answer.content.decode(), _rows(client, "cancelled")) == (
        True,
        [ref],
    )


def test_a_finance_officer_sees_no_letter_about_an_application(desk: Desk, signed_in: SignedIn) -> None:
    ref, client = _draft(desk), signed_in("finance")

    assert (_rows(client), client.get(f"/desk/letters/{ref}/").status_code) == ([], 404)


@pytest.mark.parametrize(("login", "linked"), [("admin", True), ("finance", False)])
def test_a_letter_leads_to_its_person_for_those_who_may_go_there(
    desk: Desk, signed_in: SignedIn, login: str, linked: bool
) -> None:
    actor = system_actor(desk.stage.organisation_id)
    donor = identify_person(actor=actor, now=NOW, identity=somebody(1), source="donation", source_ref="N-7K3M9Q2XC")
    thanks = draft_letter(
        actor=actor,
        now=NOW,
        person_id=donor.person_id,
        about_ref="N-7K3M9Q2XC",
        kind="donation_thanks",
        language="en",
        values=values(),
    )

    page = signed_in(login).get(f"/desk/letters/{thanks.ref}/").content.decode()

    assert (f'href="/desk/people/{donor.person_ref}/"' in page) is linked


def test_another_organisations_letter_is_nothing(desk: Desk, elsewhere: Client) -> None:
    ref = _draft(desk)

    answers = [
        elsewhere.get(f"/desk/letters/{ref}/"),
        elsewhere.post(f"/desk/letters/{ref}/edit/", {"subject": "x", "body": "x"}),
        elsewhere.post(f"/desk/letters/{ref}/approve/"),
        elsewhere.post(f"/desk/letters/{ref}/cancel/"),
        elsewhere.post(f"/desk/letters/{ref}/printed/"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5


def test_an_act_that_does_not_exist_is_nothing(desk: Desk, signed_in: SignedIn) -> None:
    assert signed_in("officer").post(f"/desk/letters/{_draft(desk)}/burn/").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_letters(
    desk: Desk, signed_in: SignedIn, count_queries: CountQueries
) -> None:
    client = signed_in("officer")
    _draft(desk, 0)
    one = count_queries(client, "/desk/letters/")
    _draft(desk, 1)
    decided(desk, apply(desk, TOO_OLD), "declined")

    assert count_queries(client, "/desk/letters/") == one


def test_approving_stands_in_the_log(desk: Desk, signed_in: SignedIn) -> None:
    ref = _draft(desk)

    signed_in("duty").post(f"/desk/letters/{ref}/approve/")

    assert (f"staff:{desk.staff['duty'].ref}", ref) in audited("letter.approved")

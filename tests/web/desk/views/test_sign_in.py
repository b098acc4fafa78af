"""Signing in and out, in every role, with what is said when it fails."""

import pytest
from django.test import Client

from tests.web.desk.cast import PASSWORD, Desk, audited
from tests.web.desk.conftest import SignedIn

WRONG = "Login and password do not belong together."


@pytest.mark.parametrize(
    ("login", "first"),
    [("officer", "/desk/"), ("admin", "/desk/"), ("finance", "/desk/statements/"), ("press", "/desk/figures/")],
)
def test_each_role_arrives_at_its_first_place(desk: Desk, login: str, first: str) -> None:
    answer = Client().post("/desk/sign-in/", {"username": login, "password": PASSWORD})

    assert (answer.status_code, answer["location"]) == (302, first)


def test_the_page_that_was_asked_for_comes_after_the_sign_in(desk: Desk) -> None:
    client = Client()

    asked = client.get("/desk/letters/?status=sent")
    answer = client.post("/desk/sign-in/", {"username": "officer", "password": PASSWORD, "next": "/desk/letters/"})

    assert (asked["location"], answer["location"]) == (
        "/desk/sign-in/?next=%2Fdesk%2Fletters%2F%3Fstatus%3Dsent",
        "/desk/letters/",
    )


def test_no_address_of_another_site_comes_after_the_sign_in(desk: Desk) -> None:
    answer = Client().post(
        "/desk/sign-in/", {"username": "officer", "password": PASSWORD, "next": "https://elsewhere.example/"}
    )

    assert answer["location"] == "/desk/"


def test_a_wrong_password_is_said_without_telling_which_of_the_two_is_wrong(desk: Desk) -> None:
    client = Client(headers={"accept-language": "en"})

    wrong = client.post("/desk/sign-in/", {"username": "officer", "password": "not-this-one"})
    nobody = client.post("/desk/sign-in/", {"username": "nobody", "password": "not-this-one"})

    assert [(answer.status_code, WRONG in answer.content.decode()) for answer in (wrong, nobody)] == [(422, True)] * 2


def test_after_eight_wrong_passwords_the_right_one_is_closed_too(desk: Desk) -> None:
    client = Client(headers={"accept-language": "en"})
    for _ in range(8):
        client.post("/desk/sign-in/", {"username": "officer", "password": "not-this-one"})

    answer = client.post("/desk/sign-in/", {"username": "officer", "password": PASSWORD})

    assert (answer.status_code, "closed for 15 minutes" in answer.content.decode()) == (429, True)


def test_signing_in_and_out_and_a_refusal_stand_in_the_log(desk: Desk) -> None:
    client, ref = Client(), desk.staff["officer"].ref
    client.post("/desk/sign-in/", {"username": "officer", "password": "not-this-one"})
    client.post("/desk/sign-in/", {"username": "officer", "password": PASSWORD})

    client.post("/desk/sign-out/")

    assert (audited("staff.refused"), audited("staff.signed_in"), audited("staff.signed_out")) == (
        [("public:public", "sign-in")],
        [(f"staff:{ref}", ref)],
        [(f"staff:{ref}", ref)],
    )


def test_after_signing_out_the_desk_is_closed(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("officer")

    client.post("/desk/sign-out/")

    assert client.get("/desk/")["location"] == "/desk/sign-in/"


def test_whoever_is_signed_in_passes_the_sign_in(desk: Desk, signed_in: SignedIn) -> None:
    assert signed_in("officer").get("/desk/sign-in/")["location"] == "/desk/"


def test_a_wrong_method_is_refused(db: None) -> None:
    assert (Client().put("/desk/sign-in/").status_code, Client().get("/desk/sign-out/").status_code) == (405, 405)


def test_the_language_of_the_desk_can_be_switched(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("officer")

    client.post("/language/", {"language": "uk", "next": "/desk/"})

    assert 'lang="uk"' in client.get("/desk/").content.decode()


def test_wrong_passwords_for_one_login_close_no_other(desk: Desk) -> None:
    client = Client()
    for _ in range(8):
        client.post("/desk/sign-in/", {"username": "officer", "password": "not-this-one"})

    assert client.post("/desk/sign-in/", {"username": "duty", "password": PASSWORD}).status_code == 302

"""The gate of every address: who may pass, who finds nothing there, and which methods it takes."""

import re

import pytest
from django.test import Client

from tests.web.desk.cast import Desk
from tests.web.desk.conftest import SignedIn

REF = "7K3M9Q2XC"
OFFICERS = frozenset({"officer", "duty", "admin"})
MONEY = frozenset({"finance", "admin"})
PRESS = frozenset({"press", "admin"})
EVERYBODY = frozenset({"officer", "duty", "finance", "press", "admin"})
# Path, the logins that may pass, the methods.
PLACES = (
    ("applications/A-{ref}/", OFFICERS, "get"),
    ("applications/A-{ref}/form/?decide=declined", OFFICERS, "get"),
    ("applications/A-{ref}/changes/", OFFICERS, "get"),
    ("applications/A-{ref}/preview/", OFFICERS, "post"),
    ("applications/A-{ref}/decide/", OFFICERS, "post"),
    ("phone/", OFFICERS, "get"),
    ("phone/who/", OFFICERS, "post"),
    ("phone/facts/", OFFICERS, "get"),
    ("phone/known/P-{ref}/", OFFICERS, "get"),
    ("letters/", OFFICERS | {"finance"}, "get"),
    ("letters/approve/", OFFICERS | {"finance"}, "post"),
    ("letters/L-{ref}/", OFFICERS | {"finance"}, "get"),
    ("letters/L-{ref}/edit/", OFFICERS | {"finance"}, "post"),
    ("letters/L-{ref}/cancel/", OFFICERS | {"finance"}, "post"),
    ("people/", OFFICERS, "get"),
    ("people/P-{ref}/", OFFICERS, "get"),
    ("people/judge/", OFFICERS, "post"),
    ("roster/", OFFICERS, "get"),
    ("roster/U-{ref}/propose/", OFFICERS, "post"),
    ("roster/placements/C-{ref}/clear/", OFFICERS, "post"),
    ("roster/holds/H-{ref}/lift/", OFFICERS, "post"),
    ("statements/", MONEY, "get"),
    ("statements/names/", MONEY, "post"),
    ("statements/T-{ref}/", MONEY, "get"),
    ("statements/T-{ref}/progress/", MONEY, "get"),
    ("donations/", MONEY, "get"),
    ("donations/G-{ref}/refund/", MONEY, "get"),
    ("disbursements/", MONEY, "get"),
    ("disbursements/plan/", MONEY, "post"),
    ("disbursements/D-{ref}/", MONEY, "get"),
    ("disbursements/D-{ref}/pay/", MONEY, "post"),
    ("disbursements/D-{ref}/proof/1/", MONEY, "get"),
    ("disbursements/D-{ref}/approve/", MONEY, "post"),
    ("accounts/", MONEY, "get"),
    ("accounts/funds/", MONEY, "get"),
    ("accounts/funds/open/", MONEY, "post"),
    ("accounts/banks/register/", MONEY, "post"),
    ("accounts/open/", MONEY, "post"),
    ("accounts/threshold/", MONEY, "post"),
    ("accounts/export/", MONEY, "get"),
    ("accounts/corrections/", MONEY, "get"),
    ("accounts/corrections/R-{ref}/agree/", MONEY, "post"),
    ("accounts/transfer/", MONEY, "get"),
    ("accounts/write-off/", MONEY, "get"),
    ("accounts/months/", MONEY, "get"),
    ("accounts/months/close/", MONEY, "post"),
    ("accounts/months/U-{ref}/ask/", MONEY, "post"),
    ("accounts/months/U-{ref}/open/", MONEY, "post"),
    ("reconcile/outgoing/", MONEY, "get"),
    ("reconcile/outgoing/settle/", MONEY, "post"),
    ("reconcile/outgoing/N-{ref}/undo/", MONEY, "post"),
    ("reconcile/outgoing/rules/", MONEY, "post"),
    ("reconcile/outgoing/rules/Y-{ref}/end/", MONEY, "post"),
    ("figures/", PRESS, "get"),
    ("jobs/", frozenset({"duty", "admin"}), "get"),
    ("jobs/1/retry/", frozenset({"duty", "admin"}), "post"),
    ("audit/", EVERYBODY, "get"),
)


def test_a_visitor_is_led_to_the_sign_in(db: None) -> None:
    answers = {
        path: getattr(Client(), method)(f"/desk/{path.format(ref=REF)}")["location"].partition("?")[0]
        for path, _, method in PLACES
    }

    assert set(answers.values()) == {"/desk/sign-in/"}


def test_every_role_that_may_not_finds_nothing(desk: Desk, signed_in: SignedIn) -> None:
    found = {
        (path, login)
        for login in EVERYBODY
        for client in [signed_in(login)]
        for path, allowed, method in PLACES
        if login not in allowed and getattr(client, method)(f"/desk/{path.format(ref=REF)}").status_code != 404
    }

    assert found == set()


def test_a_wrong_method_is_refused(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("admin")
    answers = {
        path: (client.delete if method == "get" else client.get)(f"/desk/{path.format(ref=REF)}").status_code
        for path, _, method in PLACES
    }

    assert answers == dict.fromkeys(answers, 405)


def test_a_malformed_reference_is_nothing(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("admin")
    answers = {
        (path, ref): client.get(f"/desk/{path.format(ref=ref)}").status_code
        for path, _, _ in PLACES
        if "{ref}" in path
        for ref in ("7K3M9Q2X", "7K3M9Q2XIL", "7K3M9Q2XU", "..%2F..%2Fetc")
    }

    assert answers == dict.fromkeys(answers, 404)


def test_a_form_has_no_more_fields_than_its_page_needs(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("admin")
    position = desk.stage.position_refs["defence"]
    sent = {count: {f"f{number}": "1" for number in range(count)} for count in (300, 301, 2000, 2001)}
    answers = {
        (path, count): client.post(f"/desk/{path}", fields).status_code
        for path, counts in (("accounts/open/", (300, 301)), (f"criteria/{position}/said/", (301, 2000, 2001)))
        for count, fields in sent.items()
        if count in counts
    }

    assert answers == {
        ("accounts/open/", 300): 422,
        ("accounts/open/", 301): 400,
        (f"criteria/{position}/said/", 301): 200,
        (f"criteria/{position}/said/", 2000): 200,
        (f"criteria/{position}/said/", 2001): 400,
    }


def test_a_fragment_sends_the_whole_page_to_the_sign_in(db: None) -> None:
    answer = Client().get("/desk/phone/facts/", headers={"hx-request": "true"})

    assert (answer.status_code, answer["hx-redirect"]) == (204, "/desk/sign-in/")


def test_the_navigation_shows_the_places_of_a_role(desk: Desk, signed_in: SignedIn) -> None:
    page = signed_in("press").get("/desk/figures/").content.decode()

    assert [
        name for name in ("Queue", "Phone", "Donations", "Key figures", "Jobs", "Audit") if f">{name}</a>" in page
    ] == [
        "Key figures",
        "Audit",
    ]


@pytest.mark.parametrize(("login", "first"), [("finance", "/desk/statements/"), ("press", "/desk/figures/")])
def test_a_role_without_a_queue_begins_at_its_first_place(
    desk: Desk, signed_in: SignedIn, login: str, first: str
) -> None:
    assert signed_in(login).get("/desk/")["location"] == first


def test_the_places_beyond_the_line_are_in_a_menu_that_is_called_by_the_page(desk: Desk, signed_in: SignedIn) -> None:
    administrator = signed_in("admin")

    pages = [administrator.get(address).content.decode() for address in ("/desk/", "/desk/facts/")]

    assert [re.findall(r"<summary(?: class=\"here\")?>(.*?)</summary>", page)[0] for page in pages] == ["More", "Facts"]

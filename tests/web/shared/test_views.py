"""The language switch of the desk: kept in the session, and back to the page it came from."""

import pytest
from django.test import Client


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("/desk/letters/?status=draft", "/desk/letters/?status=draft"),
        ("https://elsewhere.example/", "/desk/"),
        ("//elsewhere.example/", "/desk/"),
        ("javascript:alert(1)", "/desk/"),
        ("", "/desk/"),
    ],
)
def test_it_leads_back_and_never_elsewhere(client: Client, db: None, target: str, expected: str) -> None:
    response = client.post("/language/", {"language": "uk", "next": target})

    assert (response.status_code, response.headers["Location"]) == (302, expected)
    assert client.session["language"] == "uk"


def test_an_unknown_language_changes_nothing(client: Client, db: None) -> None:
    client.post("/language/", {"language": "de"})

    assert "language" not in client.session


def test_reading_is_not_enough(client: Client, db: None) -> None:
    assert client.get("/language/").status_code == 405


def test_a_forged_form_is_refused(db: None) -> None:
    assert Client(enforce_csrf_checks=True).post("/language/", {"language": "uk"}).status_code == 403

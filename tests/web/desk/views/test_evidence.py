"""Documents on the desk: the list, the pages, and what an officer says of them."""

import re

import pytest
from django.test import Client

from appealdesk.enquiries.actions.add_evidence import add_evidence
from appealdesk.enquiries.inputs import EvidenceInput
from tests.core.documents.papers import pdf, photograph
from tests.web.desk.cast import NOW, Desk, apply, audited, somebody
from tests.web.desk.conftest import CountQueries, SignedIn

LIST = "/desk/evidence/"


@pytest.fixture
def officer(desk: Desk, signed_in: SignedIn) -> Client:
    return signed_in("officer")


def sent(desk: Desk, number: int = 0, data: bytes | None = None) -> tuple[str, str]:
    """Somebody applies and sends a document; references of document and application."""
    application = apply(desk, somebody(number), specialised_training=True, service_years=4)
    entry = EvidenceInput(
        application_ref=application, fact_keys=("specialised_training", "service_years"), data=data or photograph()
    )
    added = add_evidence(actor=desk.stage.actor, now=NOW, entry=entry, most_bytes=10_000_000, most_documents=5)
    return added.ref, application


def test_the_list_says_who_waits_and_how_many(officer: Client, desk: Desk) -> None:
    ref, application = sent(desk)

    page = officer.get(LIST).content.decode()

    assert f'href="/desk/evidence/{ref}/"' in page
    assert ("1 document to check" in page, application in page, "Person ason" in page) == (True, True, True)
    assert [subject for _, subject in audited("person.read")][-1:] != []


def test_a_document_is_shown_with_what_was_told(officer: Client, desk: Desk) -> None:
    ref, application = sent(desk)

    page = officer.get(f"{LIST}{ref}/").content.decode()

    assert f'src="/desk/evidence/{ref}/pages/1/"' in page
    assert re.search(r"Years of service: <strong>4</strong>", page) is not None
    assert audited("evidence.opened")[-1][1] == application
    assert f'href="/desk/evidence/{ref}/"' in officer.get(f"/desk/applications/{application}/").content.decode()


def test_a_page_comes_as_a_picture_and_as_nothing_else(officer: Client, desk: Desk) -> None:
    ref, application = sent(desk)

    response = officer.get(f"{LIST}{ref}/pages/1/")

    assert response.content.startswith(b"\xff\xd8\xff")
    names = ("Content-Type", "X-Content-Type-Options", "Content-Security-Policy", "Cache-Control")
    assert [response.headers[name] for name in names] == [
        "image/jpeg",
        "nosniff",
        "default-src 'none'; sandbox; frame-ancestors 'none'",
        "no-store",
    ]
    assert audited("evidence.read") == [(f"staff:{desk.staff['officer'].ref}", application)]


def test_verifying_goes_on_to_the_next_document(officer: Client, desk: Desk) -> None:
    (first, application), (second, _) = sent(desk), sent(desk, 1)
    form = {"verdict": "verified", "fact": ["service_years"], "note": "Stamp.", "valid_until": "2099-02-28", "seen": ""}

    response = officer.post(f"{LIST}{first}/check/", data=form)

    assert (response.status_code, response.headers["Location"]) == (302, f"{LIST}{second}/")
    assert audited("evidence.verified") == [(f"staff:{desk.staff['officer'].ref}", application)]
    page = officer.get(f"{LIST}{first}/").content.decode()
    assert ("Stamp." in page, "28 February 2099".replace(" ", "\u00a0") in page) == (True, True)


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"verdict": "verified", "fact": ["service_years"], "note": ""}, "Say what you checked"),
        (
            {"verdict": "verified", "fact": ["service_years"], "note": "x", "valid_until": "soon"},
            "There is no such day",
        ),
        ({"verdict": "refused", "note": "Blurred."}, "Say why it cannot be used"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    officer: Client, desk: Desk, form: dict[str, str], sentence: str
) -> None:
    ref, _ = sent(desk)

    response = officer.post(f"{LIST}{ref}/check/", data=form)

    page = response.content.decode()
    assert (response.status_code, sentence in page, (form["note"] or "verified") in page) == (422, True, True)


def test_a_colleague_was_faster(officer: Client, desk: Desk, signed_in: SignedIn) -> None:
    ref, _ = sent(desk)
    officer.post(f"{LIST}{ref}/check/", data={"verdict": "refused", "reason": "unreadable", "seen": ""})

    late = signed_in("duty").post(
        f"{LIST}{ref}/check/", data={"verdict": "verified", "fact": ["service_years"], "note": "ok", "seen": ""}
    )

    assert (late.status_code, "has checked this document meanwhile" in late.content.decode()) == (409, True)


@pytest.mark.parametrize("login", ["finance", "press"])
def test_roles_that_may_not(desk: Desk, signed_in: SignedIn, login: str) -> None:
    ref, _ = sent(desk)
    client = signed_in(login)

    assert [client.get(path).status_code for path in (LIST, f"{LIST}{ref}/", f"{LIST}{ref}/pages/1/")] == [404] * 3
    assert client.post(f"{LIST}{ref}/check/", data={"verdict": "refused"}).status_code == 404


def test_another_organisation_and_a_malformed_reference_are_not_found(
    officer: Client, desk: Desk, elsewhere: Client
) -> None:
    ref, _ = sent(desk)

    assert [elsewhere.get(path).status_code for path in (f"{LIST}{ref}/", f"{LIST}{ref}/pages/1/")] == [404, 404]
    assert elsewhere.post(f"{LIST}{ref}/check/", data={"verdict": "refused", "reason": "expired"}).status_code == 404
    assert [officer.get(f"{LIST}{part}/").status_code for part in ("Z-1", "Z-00000000O", "Z-000000000")] == [404] * 3


def test_a_wrong_method(officer: Client, desk: Desk) -> None:
    ref, _ = sent(desk)

    assert (officer.get(f"{LIST}{ref}/check/").status_code, officer.post(f"{LIST}{ref}/").status_code) == (405, 405)


def test_the_list_costs_the_same_for_one_and_for_three(
    officer: Client, desk: Desk, count_queries: CountQueries
) -> None:
    sent(desk)
    one = count_queries(officer, LIST)
    sent(desk, 1, pdf(2))
    sent(desk, 2)

    assert (one, count_queries(officer, LIST)) == (23, 23)

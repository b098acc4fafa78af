"""The pages for what goes wrong: in three languages, with a way on, and without the database."""

import re
from html import unescape
from urllib.parse import urlencode

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils.translation import override

from appealdesk.web.shared import errors

HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')


@pytest.mark.parametrize(
    ("language", "words"), [("ja", "こちらで問題が発生しました"), ("en", "Something broke"), ("uk", "Сталася помилка")]
)
def test_a_bug_is_told_in_the_language_of_the_browser(language: str, words: str) -> None:
    request = RequestFactory().get("/ja/", headers={"accept-language": language})

    response = errors.server_error(request)

    assert (response.status_code, words in response.content.decode()) == (500, True)


@pytest.mark.parametrize(
    ("cause", "language", "words"),
    [
        (psycopg.OperationalError(), "ja", "データベースに接続できません"),
        (psycopg.OperationalError(), "en", "The database cannot be reached"),
        (psycopg.errors.DiskFull(), "en", "The database&#x27;s disk is full"),
        (psycopg.errors.DiskFull(), "uk", "На диску бази даних немає місця"),
    ],
)
def test_a_database_that_is_away_or_full_is_no_bug(cause: Exception, language: str, words: str) -> None:
    request = RequestFactory().get("/ja/", headers={"accept-language": language})

    try:
        raise OperationalError from cause
    except OperationalError:
        response = errors.server_error(request)

    assert (response.status_code, words in response.content.decode()) == (503, True)


def test_a_bug_is_told_in_the_language_of_the_page() -> None:
    request = RequestFactory().get("/uk/", headers={"accept-language": "ja"})
    request.LANGUAGE_CODE = "uk"

    assert '<html lang="uk">' in errors.server_error(request).content.decode()


@pytest.mark.parametrize(
    ("handler", "status"),
    [(errors.bad_request, 400), (errors.permission_denied, 403), (errors.not_found, 404)],
)
def test_each_error_has_its_status_and_a_way_on(handler, status: int) -> None:  # type: ignore[no-untyped-def]
    response = handler(RequestFactory().get("/ja/"), Exception())

    assert (response.status_code, 'href="/"' in response.content.decode()) == (status, True)


def test_an_old_form_of_the_desk_is_told_so() -> None:
    with override("ja"):
        response = errors.csrf_failure(RequestFactory().post("/desk/"))

    page = response.content.decode()
    assert (response.status_code, 'href="/desk/"' in page, "有効期限" in page) == (403, True, True)


def test_htmx_gets_only_the_notice() -> None:
    request = RequestFactory().get("/desk/x", headers={"HX-Request": "true"})

    response = errors.not_found(request, Exception())

    assert (response.headers["HX-Retarget"], b"<html" in response.content) == ("#notices", False)


def away(request: HttpRequest, cause: Exception | None = None) -> str:
    try:
        raise OperationalError from cause or psycopg.OperationalError()
    except OperationalError:
        return errors.server_error(request).content.decode()


def test_what_was_typed_can_be_sent_again_as_it_was() -> None:
    typed = {"words": 'a "quoted" <name>', "act": "save", "csrfmiddlewaretoken": "t0ken"}
    sent = urlencode(typed)

    page = away(RequestFactory().post("/desk/x/?page=2", sent, content_type="application/x-www-form-urlencoded"))

    assert re.findall(r'action="([^"]*)"', page) == ["/desk/x/?page=2"]
    assert [(name, unescape(value)) for name, value in HIDDEN.findall(page)] == list(typed.items())
    assert "what you typed is kept in this page" in page


def test_a_password_and_a_file_are_not_kept_in_a_page() -> None:
    password = urlencode({"username": "a", "password": "secret"})
    requests = [
        RequestFactory().post("/desk/sign-in/", password, content_type="application/x-www-form-urlencoded"),
        RequestFactory().post("/desk/statements/", {"file": SimpleUploadedFile("bank.txt", b"1")}),
    ]

    assert [HIDDEN.findall(away(request)) for request in requests] == [[], []]


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/desk/cash/?currency=USD", ['href="/desk/cash/?currency=USD"']),
        ("http://elsewhere/desk/cash/", []),
        ("http://testserver/ja/", []),
        ("javascript:alert(1)", []),
        ("", []),
    ],
)
def test_the_page_before_is_the_desks_own(referer: str, back: list[str]) -> None:
    request = RequestFactory().post("/desk/cash/begin/", headers={"Referer": referer})

    page = errors.error_response(request, status=422, title="No", sentence="No.").content.decode()

    assert re.findall(r'href="/desk/c[^"]*"', page) == back


def test_the_desks_language_is_known_without_the_database() -> None:
    request = RequestFactory().get("/desk/", headers={"accept-language": "en"})
    request.COOKIES["desk_language"] = "uk"

    assert '<html lang="uk">' in away(request)

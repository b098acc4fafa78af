"""The pages for what goes wrong: in three languages, with a way on, and without the database."""

import psycopg
import pytest
from django.db import OperationalError
from django.test import RequestFactory
from django.utils.translation import override

from appealdesk.web.shared import errors


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

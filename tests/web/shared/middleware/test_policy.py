"""The content security policy: on every answer, and without inline code."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from appealdesk.web.shared.middleware.policy import PolicyMiddleware, policy_header


def _plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def _strict(request: HttpRequest) -> HttpResponse:
    return HttpResponse(headers={"Content-Security-Policy": "sandbox"})


def test_the_directives_become_a_header() -> None:
    assert policy_header({"default-src": ["'none'"], "img-src": ["'self'", "data:"]}) == (
        "default-src 'none'; img-src 'self' data:"
    )


def test_every_answer_has_the_policy() -> None:
    response = PolicyMiddleware(_plain)(RequestFactory().get("/"))

    assert response.headers["Content-Security-Policy"] == policy_header(settings.CONTENT_SECURITY_POLICY)


def test_a_page_may_have_a_policy_of_its_own() -> None:
    response = PolicyMiddleware(_strict)(RequestFactory().get("/"))

    assert response.headers["Content-Security-Policy"] == "sandbox"


def test_no_inline_code_may_run() -> None:
    sources = [source for allowed in settings.CONTENT_SECURITY_POLICY.values() for source in allowed]

    assert [source for source in sources if "unsafe" in source or source == "*"] == []

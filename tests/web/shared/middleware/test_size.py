"""Requests that are too large are refused before anything reads them."""

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from appealdesk.web.shared.middleware.size import PUBLIC_MAX_BYTES, SizeMiddleware


def _send(path: str, length: str) -> int:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    request = RequestFactory().post(path, data=b"", content_type="text/plain")
    request.META["CONTENT_LENGTH"] = length
    return SizeMiddleware(view)(request).status_code


@pytest.mark.parametrize(
    ("path", "length", "status"),
    [
        ("/ja/", "", 200),
        ("/ja/", str(PUBLIC_MAX_BYTES), 200),
        ("/ja/", str(PUBLIC_MAX_BYTES + 1), 413),
        ("/desk/statements/", str(PUBLIC_MAX_BYTES + 1), 200),
        ("/desk/statements/", str(settings.STATEMENT_MAX_BYTES + 1), 413),
        (f"/ja/status/E-000000000/{'A' * 22}/evidence/", str(2 * settings.EVIDENCE_MAX_BYTES), 200),
        (f"/ja/status/E-000000000/{'A' * 22}/evidence/", str(3 * settings.EVIDENCE_MAX_BYTES), 413),
        ("/ja/", "-1", 413),
        ("/ja/", "many", 413),
        ("/ja/", "１０", 413),
    ],
)
def test_the_limit_of_each_door(path: str, length: str, status: int) -> None:
    assert _send(path, length) == status

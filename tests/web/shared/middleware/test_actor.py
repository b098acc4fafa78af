"""The actor of a desk request: its transaction shows one organisation, and a bug leaves nothing half done."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from appealdesk.accounts.models import Staff
from appealdesk.appeals.models import Organisation
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.db import fetch_value
from appealdesk.web.shared.middleware.actor import ActorMiddleware, request_actor

_SETTING = "SELECT current_setting('appealdesk.organisation', true)"


def _request(path: str) -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = Staff(ref="S-1", login="officer", organisation_id=7, role="desk_officer", language="ja")
    return request


def test_a_desk_request_sees_its_organisation(db: None) -> None:
    seen: list[object] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.extend((request_actor(request).ref, fetch_value(_SETTING)))
        return HttpResponse()

    response = ActorMiddleware(view)(_request("/desk/"))

    assert seen == ["S-1", "7"]
    assert response.headers["Cache-Control"] == "no-store"


def test_a_public_request_sees_none(db: None) -> None:
    seen: list[object] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(fetch_value(_SETTING) or "")
        return HttpResponse()

    ActorMiddleware(view)(_request("/ja/"))

    assert seen == [""]


@pytest.mark.parametrize(("status", "kept"), [(200, 1), (302, 1), (422, 1), (500, 0)])
def test_a_bug_leaves_nothing_half_done(db: None, status: int, kept: int) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        Organisation.objects.create(
            ref="O-1", slug="half-done", names={}, country="JP", timezone="Asia/Tokyo", created_at=read_clock()
        )
        return HttpResponse(status=status)

    response = ActorMiddleware(view)(_request("/desk/"))

    assert (response.status_code, Organisation.objects.filter(slug="half-done").count()) == (status, kept)


def test_a_request_without_an_actor_is_denied() -> None:
    with pytest.raises(PermissionDenied):
        request_actor(RequestFactory().get("/desk/"))

"""A notice is shown on the next page, once."""

from django.http import HttpRequest
from django.test import RequestFactory

from appealdesk.web.shared.notices import Notice, say, take_notices


def _request() -> HttpRequest:
    request = RequestFactory().get("/desk/")
    request.session = {}  # type: ignore[assignment]  # A session is a mapping to its users.
    return request


def test_notices_are_taken_once_and_in_order() -> None:
    request = _request()
    say(request, "The letter left.")
    say(request, "Nobody travels now.", tone="held")

    first, second = take_notices(request), take_notices(request)

    assert first == (Notice("The letter left.", "done"), Notice("Nobody travels now.", "held"))
    assert second == ()


def test_each_tone_has_an_icon() -> None:
    icons = [Notice("", tone).icon for tone in ("done", "held", "stop", "other")]

    assert icons == [f"shared/icons/{name}.svg" for name in ("done", "held", "stop", "info")]

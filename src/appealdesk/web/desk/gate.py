"""The gate before each view of the desk: signed in, the right method, a role that may be here; then the actor.

A place that a role may not see looks like one that does not exist.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol
from urllib.parse import urlencode

from django.core.exceptions import BadRequest, TooManyFieldsSent
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    QueryDict,
)
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from appealdesk.appeals.queries.appeals import timezone_of
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.refusals import NotFound
from appealdesk.web.desk.once import answered_once
from appealdesk.web.shared.culture import zone_of
from appealdesk.web.shared.places import may_visit

__all__ = ["desk_view"]

_P = ParamSpec("_P")
# A page of fifty rows sends a few fields for each of them; what is longer says so at its view.
_MOST_FIELDS = 300
_Guarded = Callable[Concatenate[HttpRequest, Actor, _P], HttpResponseBase]


class _View(Protocol[_P]):
    """What Django calls."""

    def __call__(self, request: HttpRequest, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponseBase: ...


def desk_view(place: str, *methods: str, most_fields: int = _MOST_FIELDS) -> Callable[[_Guarded[_P]], _View[_P]]:
    """Guard a view of a place; the view gets the actor, who speaks the language of the page.

    A form of more than `most_fields` fields is refused before the view reads it, as is one with a NUL.
    """
    allowed = ("GET", "HEAD", *methods) if "GET" in methods else methods

    def guard(view: _Guarded[_P]) -> _View[_P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponseBase:
            actor = getattr(request, "actor", None)
            if not isinstance(actor, Actor):
                return _to_sign_in(request)
            if request.method not in allowed:
                return HttpResponseNotAllowed(allowed)
            if not may_visit(actor.role, place):
                raise NotFound("page")
            _check_fields(request, most_fields)
            speaking = replace(actor, language=get_language() or actor.language)
            with timezone.override(zone_of(timezone_of(actor.own_organisation))):
                return answered_once(request, lambda: view(request, speaking, *args, **kwargs))

        return guarded

    return guard


def _check_fields(request: HttpRequest, most_fields: int) -> None:
    """Refuse a form of too many fields, or with the character NUL, which no browser sends and no database keeps.

    In an address it is a choice that nobody could make, and is left out as such choices are.
    """
    posted = _pairs(request.POST) if request.method == "POST" else []
    asked = _pairs(request.GET)
    if len(asked) + len(posted) > most_fields:
        raise TooManyFieldsSent(f"A form of this page has at most {most_fields} fields.")
    if any("\x00" in value for _name, value in posted):
        raise BadRequest("A field holds the character NUL.")
    kept = [(name, value) for name, value in asked if "\x00" not in value]
    if kept != asked:
        request.GET = QueryDict(urlencode(kept))


def _pairs(fields: QueryDict) -> list[tuple[str, str]]:
    return [(name, value) for name, values in fields.lists() for value in values]


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in, and back to the page that was asked for; a fragment makes the whole page go there."""
    fragment = request.headers.get("HX-Request") == "true"
    wanted = request.get_full_path() if request.method == "GET" and not fragment else ""
    address = reverse("desk:sign_in") + (f"?{urlencode({'next': wanted})}" if wanted not in ("", "/desk/") else "")
    if fragment:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)

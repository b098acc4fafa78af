"""Gives each request of the desk its actor, and one transaction in which that actor's rows are visible."""

from collections.abc import Callable
from contextlib import suppress

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from appealdesk.accounts.queries import signed_in_actor
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting

__all__ = ["ActorMiddleware", "request_actor"]


class ActorMiddleware:
    """Public paths pass untouched: they have no session, no staff and their own short transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith("/desk"):
            return self.get_response(request)
        actor = signed_in_actor(request.user)
        if actor is None:
            return self.get_response(request)
        request.actor = actor  # type: ignore[attr-defined]  # Django's request takes attributes of middlewares.
        with suppress(_RolledBackError), acting(actor):
            response = self.get_response(request)
            if response.status_code >= 500:
                # Django has already turned the error into an answer, so the transaction is told by this one.
                raise _RolledBackError
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class _RolledBackError(Exception):
    pass


def request_actor(request: HttpRequest) -> Actor:
    """The actor of a desk request; the views behind sign-in always have one."""
    actor = getattr(request, "actor", None)
    if not isinstance(actor, Actor):
        raise PermissionDenied
    return actor

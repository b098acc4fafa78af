"""Turns a refusal that a view did not catch into a page that says what to do."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from appealdesk.foundation.refusals import Foreseen
from appealdesk.web.shared.refusals import refusal_response

__all__ = ["RefusalMiddleware"]


class RefusalMiddleware:
    """`process_exception` runs inside the desk's transaction; the action has already undone its own work."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer refusals only; anything else is a bug and goes the way of bugs."""
        if isinstance(exception, Foreseen):
            return refusal_response(request, exception)
        return None

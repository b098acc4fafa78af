"""Answers for a form that stands rendered on the shelf, before anything else of the request is looked at.

In a surge nearly every request opens the same few forms. The first answer went through every middleware; the next ones
are its bytes and its headers again, around a token of their own.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from appealdesk.foundation.refusals import NotFound
from appealdesk.web.public.freshness import SplitPage
from appealdesk.web.public.shelf import APPEALS, FORMS
from appealdesk.web.public.tokens import new_token

__all__ = ["FormResponse", "ShelfMiddleware"]


class FormResponse(HttpResponse):
    """A form as its view made it, with what is needed to make the next one."""

    def __init__(self, page: SplitPage) -> None:
        super().__init__(page.around(new_token(page.appeal.ref).encode()))
        self.page = page
        # The browser may show it again on the way back, with what was typed; nobody else may keep it.
        self.headers["Cache-Control"] = "private, no-cache"


class ShelfMiddleware:
    """Stands first, like the one that serves static files."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "GET":
            return self.get_response(request)
        address = request.get_full_path()
        kept = FORMS.take(address)
        if kept is not None and self._is_present(kept.page):
            again = FormResponse(kept.page)
            for name, value in kept.headers:
                again.headers[name] = value
            return again
        response = self.get_response(request)
        if isinstance(response, FormResponse):
            FORMS.put(address, response.page, tuple(response.headers.items()))
        return response

    @staticmethod
    def _is_present(page: SplitPage) -> bool:
        try:
            return APPEALS.take(page.appeal.slug) is page.appeal
        except NotFound:
            return False

"""Refuses a request that is too large before anything reads it, and says what would fit."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from appealdesk.web.shared.errors import error_response

__all__ = ["PUBLIC_MAX_BYTES", "SizeMiddleware"]

# Room for a megabyte of Japanese text as a form sends it; the form itself then says which field is too long.
PUBLIC_MAX_BYTES = 10 * 1024 * 1024


class SizeMiddleware:
    """The desk takes statement files, the public door only forms."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        limit = settings.STATEMENT_MAX_BYTES if request.path_info.startswith("/desk") else PUBLIC_MAX_BYTES
        if length.isascii() and length.isdigit() and int(length) <= limit:
            return self.get_response(request)
        sentence = _(
            "What you sent is larger than the %(limit)d megabytes that can be received here. "
            "Go back with your browser: what you typed should still be there. Make it shorter and send it again."
        ) % {"limit": limit // (1024 * 1024)}
        return error_response(request, status=413, title=_("This is too large"), sentence=sentence)

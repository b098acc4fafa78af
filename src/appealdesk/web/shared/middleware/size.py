"""Refuses a request that is too large before anything reads it, and says what would fit."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from appealdesk.web.shared.errors import error_response

__all__ = ["PUBLIC_MAX_BYTES", "SizeMiddleware"]

# Room for a megabyte of Japanese text as a form sends it; the form itself then says which field is too long.
PUBLIC_MAX_BYTES = 10 * 1024 * 1024
# Documents come to one address below a status link, as large as two of the largest together.
_EVIDENCE = re.compile(r"/(?:ja|en|uk)/status/[^/]+/[^/]+/evidence/")
_ROOM_FOR_THE_FORM = 64 * 1024


class SizeMiddleware:
    """The desk takes statement files; the public door takes forms, and documents where they are asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        limit = _limit(request.path_info)
        if length.isascii() and length.isdigit() and int(length) <= limit:
            return self.get_response(request)
        sentence = _(
            "What you sent is larger than the %(limit)d megabytes that can be received here. "
            "Go back with your browser: what you typed should still be there. Make it shorter and send it again."
        ) % {"limit": limit // (1024 * 1024)}
        return error_response(request, status=413, title=_("This is too large"), sentence=sentence)


def _limit(path: str) -> int:
    if path.startswith("/desk"):
        return int(settings.STATEMENT_MAX_BYTES)
    if _EVIDENCE.fullmatch(path):
        return 2 * int(settings.EVIDENCE_MAX_BYTES) + _ROOM_FOR_THE_FORM
    return PUBLIC_MAX_BYTES

"""Chooses the language: on public pages the path says it, at the desk the session or the member of staff."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from appealdesk.foundation.languages import LANGUAGES

__all__ = ["LanguageMiddleware", "language_of", "preferred_language"]

_DEFAULT = "en"


class LanguageMiddleware:
    """Activates the language for the request and names it in the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def language_of(request: HttpRequest) -> str:
    """The language of the path, else of the desk's session or staff, else what the browser prefers."""
    first = request.path_info[1:3]
    if first in LANGUAGES and request.path_info[3:4] in ("", "/"):
        return first
    if request.path_info.startswith(("/desk", "/language")):
        chosen = request.session.get("language") or getattr(request.user, "language", "")
        if chosen in LANGUAGES:
            return str(chosen)
    return preferred_language(request)


def preferred_language(request: HttpRequest) -> str:
    """The first of our languages by the weights of Accept-Language, else English."""
    best, weight = _DEFAULT, 0.0
    for part in request.headers.get("Accept-Language", "")[:500].split(","):
        tag, _, quality = part.strip().partition(";q=")
        language = tag.split("-")[0].strip().lower()
        try:
            value = float(quality) if quality else 1.0
        except ValueError:
            continue
        if language in LANGUAGES and value > weight:
            best, weight = language, value
    return best

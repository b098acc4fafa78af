"""Chooses the language: on public pages the path says it, at the desk the session or the member of staff."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from appealdesk.foundation.languages import LANGUAGES

__all__ = ["LanguageMiddleware", "kept_language", "language_of", "preferred_language"]

_DEFAULT = "en"
_STAFF = ("/desk", "/language")
_COOKIE = "desk_language"


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
        if request.path_info.startswith(_STAFF) and request.COOKIES.get(_COOKIE) != language:
            # Session and staff are in the database, and the page that says that it is away speaks the same language.
            response.set_cookie(
                _COOKIE,
                language,
                max_age=settings.SESSION_COOKIE_AGE,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response


def language_of(request: HttpRequest) -> str:
    """The language of the path, else of the desk's session or staff, else what the browser prefers."""
    first = request.path_info[1:3]
    if first in LANGUAGES and request.path_info[3:4] in ("", "/"):
        return first
    if request.path_info.startswith(_STAFF):
        chosen = request.session.get("language") or getattr(request.user, "language", "")
        if chosen in LANGUAGES:
            return str(chosen)
    return preferred_language(request)


def kept_language(request: HttpRequest) -> str:
    """What is known where the database is away: the language of the desk's last page, else the browser's."""
    kept = request.COOKIES.get(_COOKIE, "")
    return kept if request.path_info.startswith(_STAFF) and kept in LANGUAGES else preferred_language(request)


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

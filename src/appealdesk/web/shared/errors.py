"""The pages for what goes wrong, in the reader's language, without touching the database."""

import sys
from dataclasses import dataclass

import psycopg
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override

from appealdesk.web.shared.came_from import page_before, typed_fields
from appealdesk.web.shared.middleware.language import kept_language

__all__ = ["ErrorPage", "bad_request", "error_response", "not_found", "permission_denied", "server_error"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage:
    """What went wrong, and what to do; `home` is where it is safe to go on, `back` the desk's page before it.

    `typed` is a form that can be sent again to `address` as it was.
    """

    status: int
    title: str
    sentence: str
    home: str
    back: str = ""
    address: str = ""
    typed: tuple[tuple[str, str], ...] = ()


def error_response(
    request: HttpRequest,
    *,
    status: int,
    title: str,
    sentence: str,
    typed: tuple[tuple[str, str], ...] = (),
) -> HttpResponse:
    """An error page; for an htmx request only the notice, put into the page's region for notices."""
    desk = request.path_info.startswith("/desk")
    page = ErrorPage(
        status=status,
        title=title,
        sentence=sentence,
        home="/desk/" if desk else "/",
        back=page_before(request) if desk else "",
        address=request.get_full_path(),
        typed=typed,
    )
    if request.headers.get("HX-Request") == "true":
        response = render(request, "shared/_error.html", {"page": page}, status=status)
        response.headers["HX-Retarget"] = "#notices"
        response.headers["HX-Reswap"] = "innerHTML"
        return response
    return render(request, "shared/error.html", {"page": page}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: Django could not read the request."""
    return error_response(
        request,
        status=400,
        title=_("We could not read this request"),
        sentence=_("Something in the request was damaged. Go back, reload the page and try again."),
    )


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: not signed in, or a form that this site did not issue."""
    return error_response(
        request,
        status=403,
        title=_("You cannot do this here"),
        sentence=_("Sign in with an account that may do this, or ask an administrator of your organisation."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's own token is missing or old."""
    return error_response(
        request,
        status=403,
        title=_("The form was open for too long"),
        sentence=_("Go back, reload the page and send the form again. Nothing was changed."),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing is there, or the reader may not see it."""
    return error_response(
        request,
        status=404,
        title=_("There is nothing at this address"),
        sentence=_("Check the address. If you followed a link, the page may have moved; begin again at the start."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a bug, or 503: the database. The page promises only what is true."""
    # A middleware may have broken before the language was chosen.
    with override(getattr(request, "LANGUAGE_CODE", "") or kept_language(request)):
        error = sys.exc_info()[1]
        if isinstance(error, OperationalError | InterfaceError):
            return _database_away(request, full=isinstance(error.__cause__, psycopg.errors.DiskFull))
        typed = typed_fields(request)
        sentence = (
            _(
                "It was recorded and we will look at it. Nothing was half done, and what you typed is kept in this "
                "page: send it again in a few minutes."
            )
            if typed
            else _(
                "It was recorded and we will look at it. Nothing was half done: try again in a few minutes, "
                "or go back; what you typed should still be there."
            )
        )
        return error_response(
            request, status=500, title=_("Something broke on our side"), sentence=sentence, typed=typed
        )


def _database_away(request: HttpRequest, *, full: bool) -> HttpResponse:
    """503: nobody's mistake, and nothing for the reader but to wait; what was typed waits with them."""
    typed = typed_fields(request)
    title = _("The database's disk is full") if full else _("The database cannot be reached")
    if typed and full:
        sentence = _(
            "Nothing was stored or half done, and what you typed is kept in this page. Ask whoever runs this site to "
            "make room, then send it again."
        )
    elif typed:
        sentence = _(
            "Nothing was half done, and what you typed is kept in this page: send it again in a minute. If this lasts, "
            "tell whoever runs this site."
        )
    elif full:
        sentence = _(
            "Nothing was stored or half done. Ask whoever runs this site to make room, then send it again: "
            "what you typed should still be there when you go back."
        )
    else:
        sentence = _(
            "Nothing was half done. Go back and try again in a minute: what you typed should still be there. "
            "If this lasts, tell whoever runs this site."
        )
    return error_response(request, status=503, title=title, sentence=sentence, typed=typed)

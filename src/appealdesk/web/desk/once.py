"""A form of the desk that is sent twice is done once, and the second is answered as the first was.

A page's forms carry Django's token, masked anew for each page, so that the same token with the same fields at the same
address is the same press of the same button. What was done is noted in the session, in the transaction that did it.
A form that was refused, or that brings a file, is none of this: it may come again, and a file is known by its content.
"""

import hashlib
from collections.abc import Callable
from contextlib import suppress

from django.contrib.sessions.backends.base import UpdateError
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect

from appealdesk.foundation.db import fetch_value

__all__ = ["answered_once"]

_KEY = "sent"
_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of Django's field
# Somebody who presses twice does so on the page that is open, and few have more of them open than this.
_KEPT = 8
# Any number will do as long as no other part of the product takes advisory locks of this class.
_LOCK = 20412


def answered_once(request: HttpRequest, answer: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """What `answer` says, or where the same form led to before; the second of two at once waits for the first."""
    if request.method != "POST" or not request.POST.get(_TOKEN) or request.FILES:
        return answer()
    digest = _digest(request)
    fetch_value("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, int(digest[:7], 16)])
    noted = _noted(request)
    if digest in noted:
        return HttpResponseRedirect(noted[digest])
    response = answer()
    if isinstance(response, HttpResponseRedirect):
        request.session[_KEY] = dict([*noted.items(), (digest, response.url)][-_KEPT:])
        # Whoever signed out meanwhile in another window has no session left to note it in.
        with suppress(UpdateError):
            request.session.save()
    return response


def _digest(request: HttpRequest) -> str:
    parts = [request.get_full_path(), *(f"{name}={values}" for name, values in sorted(request.POST.lists()))]
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _noted(request: HttpRequest) -> dict[str, str]:
    """What stands there now: the session of this request was read before it waited."""
    found: dict[str, str] = type(request.session)(request.session.session_key).get(_KEY, {})
    return found

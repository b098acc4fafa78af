"""Signing in and out. After eight wrong passwords the sign-in is closed for a quarter of an hour, and says so."""

from dataclasses import dataclass

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from appealdesk.accounts.actions.note import note_refused_sign_in, note_sign_in, note_sign_out
from appealdesk.accounts.queries import signed_in_actor
from appealdesk.foundation.actor import public_actor
from appealdesk.foundation.clock import read_clock
from appealdesk.web.shared.middleware.actor import request_actor
from appealdesk.web.shared.places import places_of

__all__ = ["SignInPage", "locked_out", "sign_in", "sign_out"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPage:
    """The form; `problem` says why the last try failed, `locked` that the sign-in is closed for a while."""

    login: str = ""
    next: str = ""
    problem: str = ""
    locked: bool = False


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """GET: the form. POST: the first place of the role, or the page that was asked for."""
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        wanted = ""
    if request.method != "POST":
        actor = signed_in_actor(request.user)
        if actor is not None:
            return HttpResponseRedirect(wanted or reverse(places_of(actor.role)[0].url_name))
        return render(request, "desk/sign_in/sign_in.html", {"page": SignInPage(next=wanted)})
    # No login holds a NUL, and the table of tries takes none.
    name = request.POST.get("username", "").replace("\0", "").strip().lower()
    # The lock counts by the field that the account model calls its login, so that it is handed in under that name.
    staff = authenticate(request, login=name, password=request.POST.get("password", ""))
    actor = signed_in_actor(staff)
    if staff is None or actor is None:
        locked = bool(getattr(request, "axes_locked_out", False))
        note_refused_sign_in(actor=public_actor(None), now=read_clock(), locked=locked)
        problem = _("Login and password do not belong together. Check both, and whether the Caps Lock key is on.")
        page = SignInPage(login=name[:40], next=wanted, problem=problem)
        return render(request, "desk/sign_in/sign_in.html", {"page": page}, status=422)
    login(request, staff)
    note_sign_in(actor=actor, now=read_clock())
    return HttpResponseRedirect(wanted or reverse(places_of(actor.role)[0].url_name))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    if signed_in_actor(request.user) is not None:
        note_sign_out(actor=request_actor(request), now=read_clock())
    logout(request)
    return HttpResponseRedirect(reverse("desk:sign_in"))


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: dict[str, str] | None) -> HttpResponse:
    """The page of a closed sign-in; the lock has noted the try already."""
    page = SignInPage(
        problem=_(
            "Too many wrong passwords: signing in here is closed for 15 minutes. If it was not you, "
            "tell an administrator of your organisation."
        ),
        locked=True,
    )
    return render(request, "desk/sign_in/sign_in.html", {"page": page}, status=429)

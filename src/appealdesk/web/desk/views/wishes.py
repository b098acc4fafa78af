"""What somebody told an officer: what they agree to, and the language of our letters."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import NotFound
from appealdesk.people.actions.agree import agree_to_purpose
from appealdesk.people.actions.choose_language import choose_language
from appealdesk.people.actions.withdraw import withdraw_consent
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.shared.notices import say

__all__ = ["agree", "language"]


@desk_view("people", "POST")
def agree(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """One purpose: agreed to, renewed, or taken back."""
    now, purpose, act = read_clock(), request.POST.get("purpose", ""), request.POST.get("act", "")
    if act == "agree":
        agree_to_purpose(actor=actor, now=now, purpose=purpose, person_ref=ref)
        say(request, _("Noted: they agree for one year."))
    elif act == "withdraw":
        withdraw_consent(actor=actor, now=now, purpose=purpose, person_ref=ref)
        if purpose == "processing":
            say(request, _("Noted: taken back. What they offered is withdrawn within seconds."))
        else:
            say(request, _("Noted: taken back."))
    else:
        raise NotFound("act")
    return HttpResponseRedirect(reverse("desk:person", kwargs={"ref": ref}))


@desk_view("people", "POST")
def language(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """The language of our letters from now on."""
    if choose_language(actor=actor, now=read_clock(), language=request.POST.get("language", ""), person_ref=ref):
        say(request, _("Letters to them are in this language from now on."))
    return HttpResponseRedirect(reverse("desk:person", kwargs={"ref": ref}))

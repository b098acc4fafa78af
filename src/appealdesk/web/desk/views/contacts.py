"""Contact points at the desk: ask for confirmation by a letter or a code, and note that nothing arrives."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.letters.actions.confirm import confirm_address
from appealdesk.people.actions.ask_confirmation import ask_confirmation
from appealdesk.people.actions.mark_failing import mark_failing
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.shared.notices import say
from appealdesk.web.shared.refusals import refusal_sentence

__all__ = ["CodeView", "contact"]


@dataclass(frozen=True, slots=True)
class CodeView:
    """A code to be read out; it is shown this once and kept nowhere."""

    person_ref: str
    code: str
    expires_at: datetime


@desk_view("people", "POST")
def contact(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """One act about one contact point of a person."""
    now, act, point = read_clock(), request.POST.get("act", ""), request.POST.get("point", "")
    try:
        if act == "letter" and ":email:" in point:
            confirm_address(actor=actor, now=now, address=settings.PUBLIC_ADDRESS, point=point)
            say(request, _("A letter with a link is on its way. It works once, within 48 hours."))
        elif act == "code" and ":phone:" in point:
            asked = ask_confirmation(actor=actor, now=now, point=point)
            page = CodeView(ref, f"{asked.secret[:3]} {asked.secret[3:]}", asked.expires_at)
            return render(request, "desk/people/code.html", {"page": page})
        elif act in {"failing", "works"}:
            mark_failing(actor=actor, now=now, point=point, failing=act == "failing")
            say(request, _("Noted: nothing arrives there.") if act == "failing" else _("Noted: it works again."))
        else:
            raise NotFound("act")
    except Refusal as refusal:
        say(request, refusal_sentence(refusal), tone="stop")
    return HttpResponseRedirect(reverse("desk:person", kwargs={"ref": ref}))

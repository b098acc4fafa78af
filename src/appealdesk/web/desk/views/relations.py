"""Who speaks for whom, and who lives together, as an officer was told."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.ids import is_ref
from appealdesk.foundation.refusals import Foreseen, NotFound
from appealdesk.people.actions.end_relation import end_relation
from appealdesk.people.actions.relate import relate_persons
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.shared.notices import say
from appealdesk.web.shared.refusals import refusal_sentence

__all__ = ["end", "relate"]

# What a form calls it: the kind, and whether the person of the page is the one who speaks.
_ROLES = {
    "speaks_for": ("on_behalf", True),
    "spoken_for_by": ("on_behalf", False),
    "contact_of": ("contact_of", True),
    "has_contact": ("contact_of", False),
    "lives_with": ("household", True),
}


@desk_view("people", "POST")
def relate(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Note a relation; the two are two people from then on."""
    other = request.POST.get("other", "").strip().upper()
    if request.POST.get("role", "") not in _ROLES:
        raise NotFound("relation")
    kind, speaks = _ROLES[request.POST["role"]]
    back = HttpResponseRedirect(reverse("desk:person", kwargs={"ref": ref}))
    if not is_ref(other, "P"):
        say(request, _("Type the reference of the other person, such as P-7K3M9Q2XC."), tone="stop")
        return back
    try:
        relate_persons(
            actor=actor,
            now=read_clock(),
            speaker_ref=ref if speaks else other,
            person_ref=other if speaks else ref,
            kind=kind,
            agreed=request.POST.get("agreed") == "yes",
        )
        say(request, _("Noted. The two are two people, whatever they share."))
    except Foreseen as refusal:
        say(request, refusal_sentence(refusal), tone="stop")
    return back


@desk_view("people", "POST")
def end(request: HttpRequest, actor: Actor, ref: str, relation: str) -> HttpResponse:
    """It does not hold any more."""
    end_relation(actor=actor, now=read_clock(), relation_ref=relation)
    say(request, _("Noted: it does not hold any more."))
    return HttpResponseRedirect(reverse("desk:person", kwargs={"ref": ref}))

"""Sanctions: hits one by one, side by side, each decided by one key and undone by another; how fresh the lists are."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pydantic import ValidationError

from appealdesk.accounts.queries import staff_names
from appealdesk.donations.queries.held import gifts_of, payee_page
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import NotFound
from appealdesk.letters.queries.outbox import count_kept_back
from appealdesk.people.actions.note import note_reading
from appealdesk.people.queries.identities import identities_of
from appealdesk.sanctions.actions.settle import settle_hit
from appealdesk.sanctions.actions.undo import undo_decision
from appealdesk.sanctions.inputs import SettleInput
from appealdesk.sanctions.queries.hits import HitPage, hits_page, list_pages, undoable
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.desk.pages.sanctions import SanctionsView, hit_view
from appealdesk.web.shared.notices import say

__all__ = ["sanctions", "settle", "undo"]


@desk_view("sanctions", "GET")
def sanctions(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The hits of a state and one of them opened; the reading of names is noted."""
    last = undoable(actor=actor, ref=request.GET["last"]) if request.GET.get("last") else ""
    page = _page(actor, request.GET.get("state", ""), request.GET.get("at", ""), last=last)
    return render(request, "desk/sanctions/sanctions.html", {"page": page})


@desk_view("sanctions", "POST")
def settle(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Not the same, or a true hit, with a reason."""
    try:
        entry = SettleInput.model_validate(
            {
                "hit_ref": ref,
                "verdict": request.POST.get("verdict", ""),
                "reason": request.POST.get("reason", ""),
            }
        )
    except ValidationError:
        typed = request.POST.get("reason", "")
        problem = _("Please write in a few words why: a colleague or an auditor will read it.")
        page = _page(actor, request.POST.get("state", ""), ref, reason=typed, problem=problem)
        if ref not in page.titles:
            raise NotFound("hit") from None
        return render(request, "desk/sanctions/sanctions.html", {"page": page}, status=422)
    state = settle_hit(actor=actor, now=read_clock(), entry=entry)
    say(request, _SAID[state]())
    return HttpResponseRedirect(_address(request, request.POST.get("next", ""), last=ref))


@desk_view("sanctions", "POST")
def undo(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Take one's last decision about the hit back; it is shown again."""
    undo_decision(actor=actor, now=read_clock(), hit_ref=ref)
    say(request, _("The decision is taken back; what held before holds again."))
    return HttpResponseRedirect(reverse("desk:sanctions") + f"?{urlencode({'at': ref})}")


_SAID = {
    "not_same": lambda: _(
        "Noted: not the same. Nothing of theirs is held by this any more, and it is not asked again."
    ),
    "escalated": lambda: _("Noted as a true hit. It stays held, and a second person confirms it."),
    "confirmed": lambda: _("Confirmed by two people. What is theirs stays held."),
    "open": lambda: _("You contradict your colleague. The hit waits again: talk about it."),
}


def _page(actor: Actor, state: str, at: str, *, last: str = "", reason: str = "", problem: str = "") -> SanctionsView:
    hits = hits_page(actor=actor, state=state, at=at)
    chosen = next((hit for hit in hits.hits if hit.ref == at), hits.hits[0] if hits.hits else None)
    persons = [hit.person_id for hit in hits.hits if hit.person_id is not None]
    donors = identities_of(actor=actor, person_ids=persons)
    note_reading(actor=actor, now=read_clock(), person_refs={donor.ref for donor in donors.values()}, page="sanctions")
    payees = {hit.payee_ref: payee_page(actor=actor, payee_ref=hit.payee_ref) for hit in hits.hits if hit.payee_ref}
    language = get_language() or "en"

    def title(hit: HitPage) -> str:
        donor = donors.get(hit.person_id or 0)
        return (donor.names.display(language) if donor else payees[hit.payee_ref].name if hit.payee_ref else "") or "–"

    shown = None
    if chosen is not None:
        mine = chosen.person_id
        gifts = gifts_of(actor=actor, person_id=mine) if mine is not None else ()
        shown = hit_view(
            chosen,
            donor=donors.get(mine or 0),
            payee=payees.get(chosen.payee_ref),
            gifts=gifts,
            letters=count_kept_back(actor=actor, about_refs=[gift.ref for gift in gifts]) if gifts else 0,
            by=staff_names(decision.by for decision in chosen.decisions),
            language=language,
            reason=reason,
            problem=problem,
        )
    return SanctionsView(
        lists=list_pages(actor=actor, now=read_clock()),
        hits=hits,
        shown=shown,
        titles={hit.ref: title(hit) for hit in hits.hits},
        last="" if chosen is not None and chosen.ref == last else last,
    )


def _address(request: HttpRequest, at: str, *, last: str) -> str:
    asked = {"state": request.POST.get("state", ""), "at": at, "last": last}
    query = urlencode({name: value for name, value in asked.items() if value})
    return reverse("desk:sanctions") + (f"?{query}" if query else "")

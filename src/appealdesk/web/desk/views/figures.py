"""Key figures for the press: what is public now, and the next release."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from appealdesk.appeals.queries.appeals import appeals_of
from appealdesk.appeals.queries.pages import AppealCard
from appealdesk.figures.actions.release import release_figures
from appealdesk.figures.queries.releases import ReleasePage, current_releases
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.shared.notices import say
from appealdesk.web.shared.refusals import refusal_sentence, refusal_status

__all__ = ["AppealFigures", "FiguresView", "figures"]

_LONGEST_CORRECTION = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealFigures:
    """An appeal with the figures in force; `problem` says why a release was refused."""

    appeal: AppealCard
    releases: tuple[ReleasePage, ...]
    correction: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class FiguresView:
    """The appeals of the organisation; `language` is that of the public pages to which the list links."""

    appeals: tuple[AppealFigures, ...]
    language: str


@desk_view("figures", "GET", "POST")
def figures(request: HttpRequest, actor: Actor) -> HttpResponse:
    """GET: what is public. POST: release the figures of one appeal now."""
    if request.method == "POST":
        return _release(request, actor)
    return _show(request, actor)


def _release(request: HttpRequest, actor: Actor) -> HttpResponse:
    ref = request.POST.get("appeal", "")
    appeal = next((card for card in appeals_of(actor.own_organisation) if card.ref == ref), None)
    if appeal is None:
        raise NotFound("appeal")
    correction = request.POST.get("correction", "").strip()
    try:
        if len(correction) > _LONGEST_CORRECTION:
            raise Refusal("desk.correction_too_long", _("Say in at most 300 characters what was wrong."))
        released = release_figures(
            actor=actor,
            now=read_clock(),
            appeal_id=appeal.id,
            signing_key=settings.APPEALDESK_SIGNING_KEY,
            correction=correction,
        )
    except Refusal as refusal:
        return _show(request, actor, refused=appeal.ref, correction=correction, refusal=refusal)
    text = ngettext(
        "%(count)d figure is public now, with its proof.",
        "%(count)d figures are public now, with their proofs.",
        len(released.refs),
    )
    say(request, text % {"count": len(released.refs)})
    return HttpResponseRedirect(reverse("desk:figures"))


def _show(
    request: HttpRequest, actor: Actor, *, refused: str = "", correction: str = "", refusal: Refusal | None = None
) -> HttpResponse:
    page = FiguresView(
        tuple(
            AppealFigures(
                appeal=card,
                releases=current_releases(card.id),
                correction=correction if card.ref == refused else "",
                problem=refusal_sentence(refusal) if refusal and card.ref == refused else "",
            )
            for card in appeals_of(actor.own_organisation)
        ),
        actor.language,
    )
    status = refusal_status(refusal) if refusal else 200
    return render(request, "desk/figures/figures.html", {"page": page}, status=status)

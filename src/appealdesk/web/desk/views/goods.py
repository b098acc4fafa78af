"""Offers of goods: what waits for an answer, one offer with who offers it, and those taken by telephone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.accounts.queries import staff_names
from appealdesk.appeals.queries.appeals import appeal_names, appeals_of
from appealdesk.donations.actions.answer import answer_in_kind
from appealdesk.donations.actions.erase import erase_in_kind
from appealdesk.donations.actions.offer import offer_in_kind
from appealdesk.donations.actions.read import read_in_kind, read_in_kind_page
from appealdesk.donations.queries.in_kind import InKindDetail, InKindList, Shown, in_kind_mark, in_kind_stand
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.ids import new_submission_id
from appealdesk.foundation.languages import Localised, pick
from appealdesk.foundation.refusals import Refusal
from appealdesk.web.desk.forms.goods import goods_fields, read_goods
from appealdesk.web.desk.forms.numbers import read_number
from appealdesk.web.desk.forms.typed import Problems, TypedField, problem_of, sent_values
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.shared.notices import say
from appealdesk.web.shared.refusals import refusal_sentence, refusal_status

__all__ = [
    "GoodsChange",
    "GoodsFormView",
    "GoodsListChange",
    "GoodsListView",
    "GoodsView",
    "act",
    "changes",
    "erase",
    "goods",
    "list_changes",
    "new",
    "offer",
]

_TAKING = ("open", "paused")


@dataclass(frozen=True, slots=True)
class GoodsListView:
    """The offers in one state; `query` is the page's own address."""

    offers: InKindList
    shown: str
    query: str


@dataclass(frozen=True, slots=True)
class GoodsListChange:
    """The list that is not any more as it is shown."""

    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsView:
    """One offer and who did what."""

    detail: InKindDetail
    appeal: Localised
    names: Mapping[str, str]
    problem: str
    unsure: str


@dataclass(frozen=True, slots=True)
class GoodsChange:
    """What a colleague made of an offer that is still shown as it was."""

    ref: str
    status: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsFormView:
    """The form of an offer that came by telephone."""

    fields: tuple[TypedField, ...]
    problems: Mapping[str, str]
    submission: str


@desk_view("goods", "GET")
def goods(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Those that wait for an answer, unless told otherwise."""
    shown, after = _asked(request)
    offers = read_in_kind_page(actor=actor, now=read_clock(), shown=shown, after=after)
    page = GoodsListView(offers, shown, f"show={shown}&after={after}" if after else f"show={shown}")
    return render(request, "desk/goods/list.html", {"page": page})


@desk_view("goods", "GET")
def list_changes(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Whether other offers stand in the list since it was shown."""
    shown, after = _asked(request)
    changed = in_kind_mark(actor=actor, shown=shown, after=after) != request.GET.get("seen", "")
    page = GoodsListChange(shown) if changed else None
    return render(request, "desk/goods/_list_changes.html", {"page": page})


def _asked(request: HttpRequest) -> tuple[Shown, int]:
    shown: Shown = "open"
    match request.GET.get("show", ""):
        case "accepted" | "handed_over" | "ended" as asked:
            shown = asked
    return shown, read_number(request.GET, "after", default=0)


@desk_view("goods", "GET", "POST")
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Write down an offer that somebody makes by telephone."""
    if request.method != "POST":
        return _form(request, actor, {"language": actor.language}, {})
    problems: Problems = {}
    appeals = {card.ref: card.id for card in appeals_of(actor.own_organisation) if card.status in _TAKING}
    entry = read_goods(request.POST, appeals, problems)
    if entry is None:
        return _form(request, actor, sent_values(request.POST), problems, status=422)
    try:
        ref = offer_in_kind(actor=actor, now=read_clock(), entry=entry)
    except Refusal as refusal:
        wrong = problem_of(refusal, ("until",))
        return _form(request, actor, sent_values(request.POST), wrong, status=refusal_status(refusal))
    say(request, _("The offer is written down: %(ref)s.") % {"ref": ref})
    return HttpResponseRedirect(reverse("desk:goods_offer", kwargs={"ref": ref}))


@desk_view("goods", "GET")
def offer(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """One offer; reading it is noted."""
    return _offer(request, actor, ref)


@desk_view("goods", "POST")
def act(
    request: HttpRequest,
    actor: Actor,
    ref: str,
    act: Literal["accepted", "declined", "handed_over", "withdrawn", "offered"],
) -> HttpResponse:
    """One answer, or taking it back; a refusal comes back to the page with its sentence."""
    try:
        letter = answer_in_kind(actor=actor, now=read_clock(), ref=ref, seen=request.POST.get("seen", ""), outcome=act)
    except Refusal as refusal:
        return _offer(request, actor, ref, refusal_sentence(refusal), status=refusal_status(refusal))
    say(request, (_WRITTEN if letter else _SAID)[act]())
    return HttpResponseRedirect(reverse("desk:goods_offer", kwargs={"ref": ref}))


@desk_view("goods", "GET")
def changes(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """What a colleague answered since the page was shown."""
    now = in_kind_stand(actor=actor, ref=ref)
    changed = now.stand != request.GET.get("seen", "")
    page = GoodsChange(ref, now.status, staff_names([now.decided_by]).get(now.decided_by, "")) if changed else None
    return render(request, "desk/goods/_changes.html", {"page": page})


@desk_view("goods", "POST")
def erase(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Destroy what was written, once the box was ticked."""
    if request.POST.get("sure") != "yes":
        return _offer(request, actor, ref, unsure=_("Tick the box if nobody needs the words any more."), status=422)
    try:
        erase_in_kind(actor=actor, now=read_clock(), ref=ref)
    except Refusal as refusal:
        return _offer(request, actor, ref, refusal_sentence(refusal), status=refusal_status(refusal))
    say(request, _("What was written is erased. That it was offered and answered stays."))
    return HttpResponseRedirect(reverse("desk:goods_offer", kwargs={"ref": ref}))


_WRITTEN = {
    "accepted": lambda: _("Accepted. A letter to the offerer waits in the outbox."),
    "declined": lambda: _("Declined. A letter to the offerer waits in the outbox."),
}
_SAID = {
    "accepted": lambda: _("Accepted. Tell the offerer where and when to bring the goods."),
    "declined": lambda: _("Declined. Tell the offerer, with thanks."),
    "handed_over": lambda: _("The goods are here. This is no donation in the ledger."),
    "withdrawn": lambda: _("Noted: the offerer withdrew."),
    "offered": lambda: _("The answer is taken back; the offer waits again."),
}


def _offer(
    request: HttpRequest, actor: Actor, ref: str, problem: str = "", *, unsure: str = "", status: int = 200
) -> HttpResponse:
    detail = read_in_kind(actor=actor, now=read_clock(), ref=ref)
    page = GoodsView(
        detail=detail,
        appeal=appeal_names(detail.appeal_id),
        names=staff_names((detail.recorded_by, detail.decided_by)),
        problem=problem,
        unsure=unsure,
    )
    return render(request, "desk/goods/offer.html", {"page": page}, status=status)


def _form(
    request: HttpRequest, actor: Actor, data: Mapping[str, str], problems: Mapping[str, str], *, status: int = 200
) -> HttpResponse:
    cards = [card for card in appeals_of(actor.own_organisation) if card.status in _TAKING]
    page = GoodsFormView(
        fields=goods_fields(data, problems, [(card.ref, pick(card.titles, actor.language)) for card in cards]),
        problems=problems,
        submission=data.get("submission") or new_submission_id().hex(),
    )
    return render(request, "desk/goods/new.html", {"page": page}, status=status)

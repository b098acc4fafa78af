"""The dry run of a draft, and the second person's look: approve and publish, or send back with a note."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.appeals.actions.send_back import send_back_draft
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.screening.actions.approve import approve_criteria
from appealdesk.web.desk.forms.moves import read_moves
from appealdesk.web.desk.forms.numbers import read_number
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.desk.pages.criteria_editor import CriteriaPage, criteria_desk, criteria_page
from appealdesk.web.desk.pages.criteria_review import DryRunView, dry_run_view
from appealdesk.web.shared.notices import say
from appealdesk.web.shared.refusals import refusal_sentence, refusal_status

__all__ = ["ReviewPage", "approve", "dry_run"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPage:
    """A saved draft before its publication; `dry` is None while it is not finished. `note` is what was typed."""

    criteria: CriteriaPage
    dry: DryRunView | None
    decides: bool
    note: str = ""
    problem: str = ""
    problem_field: str = ""

    @property
    def ref(self) -> str:
        """The position's reference."""
        return self.criteria.ref


@desk_view("criteria", "GET")
def dry_run(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Everybody judged by the saved draft, and who would have another result."""
    return render(request, "desk/criteria/review.html", {"page": _page(request, actor, ref, decides=False)})


@desk_view("criteria", "GET", "POST")
def approve(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """GET: what is to be approved. POST: approve and publish, or send back."""
    if request.method != "POST":
        return render(request, "desk/criteria/review.html", {"page": _page(request, actor, ref, decides=True)})
    now, version, note = read_clock(), read_number(request.POST, "version", default=0), request.POST.get("note", "")
    try:
        if request.POST.get("act") == "send_back":
            send_back_draft(actor=actor, now=now, position_ref=ref, version=version, note=note)
            say(request, _("Sent back with your note. Its author can change it again."))
            return HttpResponseRedirect(reverse("desk:criteria", kwargs={"ref": ref}))
        page = approve_criteria(actor=actor, now=now, position_ref=ref, version=version)
    except Refusal as refusal:
        shown = _page(
            request,
            actor,
            ref,
            decides=True,
            note=note,
            problem=refusal_sentence(refusal),
            problem_field=refusal.field,
        )
        return render(request, "desk/criteria/review.html", {"page": shown}, status=refusal_status(refusal))
    if page.effective_from > now:
        text = _("Published as revision %(number)d. It takes effect later; until then the revision before it judges.")
    else:
        text = _("Published as revision %(number)d. Everybody who has applied is being judged again.")
    say(request, text % {"number": page.number})
    return HttpResponseRedirect(reverse("desk:criteria_history", kwargs={"ref": ref}))


def _page(
    request: HttpRequest,
    actor: Actor,
    ref: str,
    *,
    decides: bool,
    note: str = "",
    problem: str = "",
    problem_field: str = "",
) -> ReviewPage:
    now = read_clock()
    desk = criteria_desk(actor, ref)
    if desk.draft is None:
        raise NotFound("draft")
    criteria = criteria_page(actor, now, desk)
    dry: DryRunView | None = None
    if criteria.said.sentences:
        chosen = read_moves(request.GET)
        try:
            dry = dry_run_view(actor=actor, now=now, draft=desk.draft, document=desk.draft.document, chosen=chosen)
        except Refusal as refusal:
            problem = problem or refusal_sentence(refusal)
    return ReviewPage(
        criteria=criteria,
        dry=dry,
        decides=decides and criteria.may_approve,
        note=note,
        problem=problem,
        problem_field=problem_field,
    )

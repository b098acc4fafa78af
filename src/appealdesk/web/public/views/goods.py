"""Goods that somebody offers on the public page: recorded as an offer, answered by a person."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from appealdesk.appeals.queries.pages import AppealPage
from appealdesk.donations.actions.offer import offer_in_kind
from appealdesk.foundation.actor import public_actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.ids import is_ref
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.web.public.forms.card import TAKING
from appealdesk.web.public.forms.fields import Fields, read_fields
from appealdesk.web.public.forms.goods import goods_questions, read_goods
from appealdesk.web.public.forms.problems import Problem, Problems
from appealdesk.web.public.forms.questions import Question, field_order
from appealdesk.web.public.limits import GOODS, count
from appealdesk.web.public.shelf import APPEALS
from appealdesk.web.public.tokens import is_token, new_token
from appealdesk.web.public.views.giving import see_other
from appealdesk.web.shared.culture import zone_of
from appealdesk.web.shared.refusals import refusal_sentence, with_status

__all__ = ["GoodsView", "goods"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsView:
    """The form; `sent` is the reference of an offer that has just been made."""

    language: str
    appeal: AppealPage
    token: str
    questions: tuple[Question, ...]
    problems: tuple[Problem, ...]
    consent_problem: str
    consent_given: bool
    sent: str

    @property
    def has_form(self) -> bool:
        """True if there are answers that a change of the language must keep."""
        return not self.sent


# Without a cookie there is nothing that another site could act with.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def goods(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """GET: the form, or thanks after it. POST: an offer that a person will answer."""
    appeal = APPEALS.take(slug)
    if appeal.status not in TAKING:
        raise NotFound("page")
    fields = read_fields(request) if request.method == "POST" else Fields([])
    problems, now, refused = Problems(), read_clock(), None
    # A change of the language comes as a form, too, and is no attempt to send it.
    is_sent = request.method == "POST" and "choose" not in fields
    today = now.astimezone(zone_of(appeal.timezone)).date()
    entry = read_goods(appeal, fields, language=language, today=today, problems=problems) if is_sent else None
    if entry is not None:
        try:
            count(request, GOODS, now)
            ref = offer_in_kind(actor=public_actor(appeal.organisation_id, language=language), now=now, entry=entry)
        except Refusal as refusal:
            refused = refusal
            problems.say("refusal", refusal_sentence(refusal), anchor="main")
        else:
            return see_other(reverse("public:goods", kwargs={"language": language, "slug": slug}) + f"?sent={ref}")
    questions = goods_questions(fields, problems)
    token, sent = fields.one("token"), request.GET.get("sent", "")
    page = GoodsView(
        language=language,
        appeal=appeal,
        token=token if is_token(token, appeal.ref) else new_token(appeal.ref),
        questions=questions,
        problems=problems.ordered((*field_order(questions), "consent")),
        consent_problem=problems.of("consent"),
        consent_given=fields.one("consent") == "yes",
        sent=sent if is_ref(sent, "X") else "",
    )
    response = render(request, "public/giving/goods.html", {"page": page}, status=422 if problems else 200)
    response.headers["Cache-Control"] = "no-store"
    return response if refused is None else with_status(response, refused)

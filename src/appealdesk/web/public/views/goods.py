"""Goods that somebody offers on the public page: recorded as an offer, answered by a person."""

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from appealdesk.donations.actions.offer import offer_in_kind
from appealdesk.foundation.actor import public_actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import Foreseen
from appealdesk.web.public.forms.card import TAKING
from appealdesk.web.public.forms.goods import goods_questions, read_goods
from appealdesk.web.public.forms.problems import Problems
from appealdesk.web.public.limits import GOODS, count
from appealdesk.web.public.shelf import APPEALS
from appealdesk.web.public.views.giving import form_answer, is_attempt, refusal_of, see_other, typed
from appealdesk.web.shared.culture import zone_of

__all__ = ["goods"]


# Without a cookie there is nothing that another site could act with.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def goods(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """GET: the form, or thanks after it. POST: an offer that a person will answer."""
    appeal = APPEALS.take(slug)
    fields, problems, refused, now = typed(request), Problems(), None, read_clock()
    sent, entry = request.GET.get("sent", ""), None
    if appeal.status not in TAKING:
        # Whoever has typed already keeps it; an old link leads to the appeal, which says how it stands.
        if request.method != "POST" and not sent:
            return see_other(reverse("public:appeal", kwargs={"language": language, "slug": slug}))
        if not sent:
            problems.add("refusal", "giving.closed", anchor="main")
    elif is_attempt(request, fields):
        today = now.astimezone(zone_of(appeal.timezone)).date()
        entry = read_goods(appeal, fields, language=language, today=today, problems=problems)
    if entry is not None:
        try:
            count(request, GOODS, now)
            ref = offer_in_kind(actor=public_actor(appeal.organisation_id, language=language), now=now, entry=entry)
        except (Foreseen, OperationalError) as error:
            refused = refusal_of(error)
        else:
            return see_other(reverse("public:goods", kwargs={"language": language, "slug": slug}) + f"?sent={ref}")
    questions = goods_questions(fields, problems)
    return form_answer(
        request, "public/giving/goods.html", language, appeal, fields, problems, questions, sent=sent, refused=refused
    )

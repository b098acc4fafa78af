"""Asking to be erased: one page says what that means and what stays, one press records the request."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from appealdesk.appeals.queries.pages import AppealPage
from appealdesk.enquiries.actions.ask_erasure import ask_erasure
from appealdesk.enquiries.queries.enquiries import StatusPage
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import Refusal
from appealdesk.web.public.forms.fields import Fields, read_fields
from appealdesk.web.public.forms.problems import Problem, Problems
from appealdesk.web.public.forms.questions import Question, text_question
from appealdesk.web.public.own import Own, open_own, own_response, to_status
from appealdesk.web.shared.refusals import refusal_sentence

__all__ = ["ErasurePage", "erasure"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasurePage:
    """What an erasure means, and the one question."""

    language: str
    secret: str
    status: StatusPage
    appeal: AppealPage
    question: Question
    problems: tuple[Problem, ...]


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def erasure(request: HttpRequest, language: str, ref: str, secret: str) -> HttpResponse:
    """GET: what it means. POST: the request is recorded; a second press finds it recorded."""
    own = open_own(ref=ref, secret=secret, language=language, now=read_clock())
    if own.status.erased:
        return to_status(own)
    problems = Problems()
    if request.method != "POST":
        return _form(request, own, Fields([]), problems)
    fields = read_fields(request)
    words = fields.one("words").replace("\r\n", "\n").strip()
    try:
        ask_erasure(actor=own.visitor, now=read_clock(), enquiry_ref=ref, secret=secret, words=words)
    except Refusal as refusal:
        problems.say("words", refusal_sentence(refusal))
        return _form(request, own, fields, problems, status=422)
    return to_status(own, done="erasure")


def _form(request: HttpRequest, own: Own, fields: Fields, problems: Problems, *, status: int = 200) -> HttpResponse:
    page = ErasurePage(
        language=own.language,
        secret=own.secret,
        status=own.status,
        appeal=own.appeal,
        question=text_question(
            "words",
            _("Is there anything we should know about this?"),
            kind="textarea",
            need=_("(optional)"),
            fields=fields,
            problems=problems,
        ),
        problems=problems.ordered(("words",)),
    )
    return own_response(request, "public/status/erasure.html", page, status=status)

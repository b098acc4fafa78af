"""Contesting a decision: why, in one's own words; somebody else than whoever decided looks again."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from appealdesk.appeals.queries.pages import AppealPage
from appealdesk.enquiries.queries.applications import ApplicationRow
from appealdesk.enquiries.queries.enquiries import StatusPage
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal
from appealdesk.screening.actions.request import request_review
from appealdesk.screening.inputs import ReviewInput
from appealdesk.screening.queries.decisions import result_for_public
from appealdesk.screening.queries.reviews import may_ask_again, reviews_for_public
from appealdesk.web.public.forms.fields import Fields, read_fields
from appealdesk.web.public.forms.problems import Problem, Problems
from appealdesk.web.public.forms.questions import Question
from appealdesk.web.public.forms.review import read_review, review_question
from appealdesk.web.public.own import Own, open_own, own_response, to_status
from appealdesk.web.shared.refusals import refusal_sentence

__all__ = ["ReviewPage", "review"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPage:
    """The one question, and what is wrong with its answer."""

    language: str
    secret: str
    status: StatusPage
    appeal: AppealPage
    question: Question
    problems: tuple[Problem, ...]
    can_answer: bool
    answers_url: str

    @property
    def has_form(self) -> bool:
        """True: a change of the language must keep what was typed."""
        return True


# Without a cookie there is nothing that another site could act with; the secret of the address is the proof.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, language: str, ref: str, secret: str) -> HttpResponse:
    """GET: the form. POST: the request is stored once, and the status page says so."""
    own = open_own(ref=ref, secret=secret, language=language, now=read_clock())
    if not own.is_live or own.application is None or not _may_ask(own, own.application):
        return to_status(own)
    problems = Problems()
    if request.method != "POST":
        return _form(request, own, Fields([]), problems)
    fields = read_fields(request)
    if "choose" in fields:
        return _form(request, own, fields, problems)
    text = read_review(fields, problems)
    if not problems:
        try:
            entry = ReviewInput.model_validate(
                {"application_ref": own.application.ref, "language": language, "text": text}
            )
            request_review(actor=own.reader, now=read_clock(), entry=entry)
        except Refusal as refusal:
            problems.say("message", refusal_sentence(refusal))
    if problems:
        return _form(request, own, fields, problems, status=422)
    return to_status(own, done="review")


def _may_ask(own: Own, application: ApplicationRow) -> bool:
    """True where there is something to contest. While a request is open, the status page says how it stands."""
    with acting(own.reader):
        result = result_for_public(application.ref, language=own.language)
        asked = reviews_for_public(application.ref, language=own.language)
    return result is not None and may_ask_again(result.outcome, asked)


def _form(request: HttpRequest, own: Own, fields: Fields, problems: Problems, *, status: int = 200) -> HttpResponse:
    page = ReviewPage(
        language=own.language,
        secret=own.secret,
        status=own.status,
        appeal=own.appeal,
        question=review_question(fields, problems),
        problems=problems.ordered(("message",)),
        can_answer=bool(own.questions),
        answers_url=reverse("public:answers", args=(own.language, own.status.ref, own.secret)),
    )
    return own_response(request, "public/status/review.html", page, status=status)

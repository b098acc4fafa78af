"""Correcting what was told, and answering what is still open: the questions of the offer form, as they were answered.

An answer is superseded, never overwritten, and the offer is screened again. One address asks everything, one below it
asks a single question.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from appealdesk.appeals.queries.pages import AppealPage, FactPage
from appealdesk.enquiries.actions.correct_facts import correct_facts
from appealdesk.enquiries.inputs import FactCorrection
from appealdesk.enquiries.queries.enquiries import StatusPage
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.web.public.forms.answers import fact_field, read_answers, written_answers
from appealdesk.web.public.forms.fields import Fields, read_fields
from appealdesk.web.public.forms.problems import Problem, Problems
from appealdesk.web.public.forms.questions import Question, fact_questions, field_order
from appealdesk.web.public.own import Own, open_own, own_response, to_status
from appealdesk.web.shared.refusals import refusal_sentence

__all__ = ["AnswersPage", "answers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersPage:
    """The questions with the answers so far; `fact_key` is empty where every question is asked."""

    language: str
    secret: str
    status: StatusPage
    appeal: AppealPage
    fact_key: str
    questions: tuple[Question, ...]
    problems: tuple[Problem, ...]

    @property
    def has_form(self) -> bool:
        """True: a change of the language must keep the answers."""
        return True


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest, language: str, ref: str, secret: str, fact_key: str = "") -> HttpResponse:
    """GET: the questions. POST: the changed answers are stored, then the status page says so."""
    own = open_own(ref=ref, secret=secret, language=language, now=read_clock())
    asked = tuple(fact for fact in own.questions if fact_key in ("", fact.key))
    if not own.is_live or own.application is None:
        return to_status(own)
    if not asked:
        raise NotFound("question")
    problems = Problems()
    if request.method != "POST":
        return _form(request, own, asked, written_answers(asked, own.answers), problems, fact_key)
    fields = read_fields(request)
    if "choose" in fields:
        return _form(request, own, asked, fields, problems, fact_key)
    changed = _changed(own, asked, fields, problems)
    if not problems and changed:
        try:
            correct_facts(
                actor=own.visitor,
                now=read_clock(),
                secret=secret,
                entry=FactCorrection.model_validate(
                    {"application_ref": own.application.ref, "facts": changed, "source": "declared"}
                ),
            )
        except Refusal as refusal:
            anchor = fact_field(refusal.field) if refusal.field else "main"
            problems.say(anchor, refusal_sentence(refusal), anchor=anchor)
    if problems:
        return _form(request, own, asked, fields, problems, fact_key, status=422)
    return to_status(own, done="answers" if changed else "nothing")


def _changed(own: Own, asked: tuple[FactPage, ...], fields: Fields, problems: Problems) -> dict[str, object]:
    """The answers that differ from those in force; a question that is left open changes nothing."""
    given = read_answers(asked, fields, problems)
    before = own.answers
    return {
        key: answer if isinstance(answer, dict) and "absent" in answer else {"value": answer}
        for key, answer in given.items()
        if answer != before.get(key)
    }


def _form(
    request: HttpRequest,
    own: Own,
    asked: tuple[FactPage, ...],
    fields: Fields,
    problems: Problems,
    fact_key: str,
    *,
    status: int = 200,
) -> HttpResponse:
    questions = fact_questions(asked, fields=fields, problems=problems, language=own.language)
    page = AnswersPage(
        language=own.language,
        secret=own.secret,
        status=own.status,
        appeal=own.appeal,
        fact_key=fact_key,
        questions=questions,
        problems=problems.ordered(field_order(questions)),
    )
    return own_response(request, "public/status/answers.html", page, status=status)

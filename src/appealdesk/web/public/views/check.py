"""The eligibility check: yes, not now, or what we would need to know. It stores nothing and asks for no name."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from appealdesk.appeals.queries.pages import AppealPage, PositionPage
from appealdesk.foundation.clock import read_clock
from appealdesk.placements.queries.ways import WayPage, ways_of_appeal
from appealdesk.screening.queries.eligibility import Eligibility, check_eligibility
from appealdesk.web.public.forms.answers import read_answers, read_day
from appealdesk.web.public.forms.fields import Fields, read_fields
from appealdesk.web.public.forms.offer import asks_birth
from appealdesk.web.public.forms.problems import Problem, Problems
from appealdesk.web.public.forms.questions import Question, day_question, fact_questions, field_order
from appealdesk.web.public.shelf import APPEALS
from appealdesk.web.shared.culture import zone_of

__all__ = ["CheckPage", "check"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPage:
    """The questions of a position, and after an answer the result with ways to help."""

    language: str
    appeal: AppealPage
    position: PositionPage | None
    questions: tuple[Question, ...]
    problems: tuple[Problem, ...]
    result: Eligibility | None
    ways: tuple[WayPage, ...]

    @property
    def has_form(self) -> bool:
        """True if there are answers that a change of the language must keep."""
        return bool(self.questions)

    @property
    def is_open(self) -> bool:
        """True if the appeal takes offers."""
        return self.appeal.status == "open"


# Nothing is written, so a forged request could do nothing; and without a cookie there is nothing to forge with.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """GET: the questions of the chosen position. POST: the result, above the same questions."""
    appeal = APPEALS.take(slug)
    fields = read_fields(request) if request.method == "POST" else Fields([])
    chosen = fields.one("position") or request.GET.get("position", "")
    position = next((position for position in appeal.positions if position.slug == chosen), None)
    problems = Problems()
    result = None
    # A change of the language posts the answers to the other language, and asks for no result.
    if request.method == "POST" and position is not None and "choose" not in fields:
        result = _result(appeal, position, fields, problems, language)
    questions = _questions(position, fields, problems, language) if position else ()
    page = CheckPage(
        language=language,
        appeal=appeal,
        position=position,
        questions=questions,
        problems=problems.ordered(field_order(questions)),
        result=result,
        ways=ways_of_appeal(appeal.id) if result else (),
    )
    response = render(request, "public/check/check.html", {"page": page}, status=422 if problems else 200)
    response.headers["Cache-Control"] = "no-store" if request.method == "POST" else "private, no-cache"
    return response


def _result(
    appeal: AppealPage, position: PositionPage, fields: Fields, problems: Problems, language: str
) -> Eligibility | None:
    today = read_clock().astimezone(zone_of(appeal.timezone)).date()
    answers = read_answers(position.facts, fields, problems)
    birth = _read_birth(position, fields, problems, today)
    if problems:
        return None
    if birth is not None:
        answers["birth_date"] = birth.isoformat()
    return check_eligibility(position, answers, today, language=language)


def _read_birth(position: PositionPage, fields: Fields, problems: Problems, today: date) -> date | None:
    if not asks_birth(position):
        return None
    birth = read_day("birth", fields, problems)
    if birth is not None and birth > today:
        problems.add("birth", "answer.birth_future", anchor="birth-year")
    return birth


def _questions(position: PositionPage, fields: Fields, problems: Problems, language: str) -> tuple[Question, ...]:
    questions = fact_questions(position.facts, fields=fields, problems=problems, language=language)
    if not asks_birth(position):
        return questions
    hint = _("This position has an age limit.")
    return (*questions, day_question("birth", _("Date of birth"), fields=fields, problems=problems, hint=hint))

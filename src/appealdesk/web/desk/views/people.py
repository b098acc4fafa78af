"""One person with every record, and the pairs of which an officer says whether they are one person."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from pydantic import ValidationError

from appealdesk.enquiries.queries.applications import ApplicationRow, applications_of_person
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import NotFound
from appealdesk.people.actions.judge import judge_records
from appealdesk.people.actions.note import note_reading
from appealdesk.people.actions.read import read_person
from appealdesk.people.inputs import JudgementInput
from appealdesk.people.queries.persons import PersonPage, QuestionPage, RecordPage, open_questions
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.shared.notices import say

__all__ = ["ComparedRow", "PersonView", "QuestionView", "judge", "person", "questions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """A person, and the offers that they made."""

    person: PersonPage
    applications: tuple[ApplicationRow, ...]


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One line of the comparison; `mark` says whether the two sides agree, differ, or one says nothing."""

    label: str
    a: str
    b: str

    @property
    def mark(self) -> str:
        """met, unmet or unknown: the icons of the criteria say it too."""
        if not self.a or not self.b:
            return "unknown"
        return "met" if self.a == self.b else "unmet"

    @property
    def icon(self) -> str:
        """The template of the icon."""
        return f"shared/icons/{self.mark}.svg"


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A pair with the lines that are compared."""

    question: QuestionPage
    rows: tuple[ComparedRow, ...]


@dataclass(frozen=True, slots=True)
class QuestionsView:
    """The pairs that wait."""

    questions: tuple[QuestionView, ...]


@desk_view("people", "GET")
def person(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """One person, opened; the reading is noted."""
    found = read_person(actor=actor, now=read_clock(), ref=ref)
    if found.ref != ref:
        return HttpResponseRedirect(reverse("desk:person", kwargs={"ref": found.ref}))
    page = PersonView(
        person=found,
        applications=applications_of_person(actor=actor, person_id=found.id),
    )
    return render(request, "desk/people/person.html", {"page": page})


@desk_view("people", "GET")
def questions(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The pairs that wait for an officer."""
    found = open_questions(actor=actor)
    shown = {ref for question in found for ref in (question.a_person_ref, question.b_person_ref)}
    note_reading(actor=actor, now=read_clock(), person_refs=shown, page="questions")
    page = QuestionsView(tuple(QuestionView(question, _compared(question.a, question.b)) for question in found))
    return render(request, "desk/people/questions.html", {"page": page})


@desk_view("people", "POST")
def judge(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Same or different; the verdict can be taken back by judging again."""
    verdict = request.POST.get("verdict", "")
    try:
        entry = JudgementInput(
            record_a=request.POST.get("a", ""),
            record_b=request.POST.get("b", ""),
            verdict=verdict,
            reasons=("officer.compared",),
        )
    except ValidationError as error:
        raise NotFound("judgement") from error
    judged = judge_records(actor=actor, now=read_clock(), entry=entry)
    if verdict == "same":
        say(request, _("The two records are one person now: %(ref)s.") % {"ref": judged.person_a})
    else:
        say(request, _("Noted: these are two different people. The pair is not asked about again."))
    return HttpResponseRedirect(reverse("desk:questions"))


def _compared(a: RecordPage, b: RecordPage) -> tuple[ComparedRow, ...]:
    def joined(values: tuple[str, ...]) -> str:
        return " · ".join(values)

    return (
        ComparedRow(_("Written form"), a.names.written, b.names.written),
        ComparedRow(_("Reading"), a.names.reading, b.names.reading),
        ComparedRow(_("Latin form"), a.names.latin, b.names.latin),
        ComparedRow(_("Date of birth"), _day(a), _day(b)),
        ComparedRow(_("Phone"), joined(a.phones), joined(b.phones)),
        ComparedRow(_("E-mail"), joined(a.emails), joined(b.emails)),
    )


def _day(record: RecordPage) -> str:
    return record.birth_date.isoformat() if record.birth_date else ""

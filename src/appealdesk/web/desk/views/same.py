"""Same person? One pair after the other, each decided by a key and taken back by another."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from pydantic import ValidationError

from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.ids import is_ref
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.people.actions.judge import judge_records
from appealdesk.people.actions.note import note_reading
from appealdesk.people.actions.revoke import revoke_judgement
from appealdesk.people.inputs import JudgementInput
from appealdesk.people.queries.judgements import (
    ComparisonPage,
    LastVerdict,
    WaitingQuestions,
    comparison_of_persons,
    comparison_of_question,
    judgements_of,
    last_verdict,
    waiting_questions,
)
from appealdesk.people.queries.persons import records_of
from appealdesk.web.desk.comparison import Comparison, Picture, comparison, picture
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.shared.notices import say
from appealdesk.web.shared.refusals import refusal_sentence, refusal_status

__all__ = ["ComparePersonsView", "QuestionsView", "compare", "judge", "questions", "undo"]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionsView:
    """The pair that is asked about, and those that wait; `picture` where its two persons have more than two records."""

    waiting: WaitingQuestions
    at: str
    following: str
    asked: Comparison | None
    picture: Picture | None
    last: LastVerdict | None
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparePersonsView:
    """Two persons whom an officer chose."""

    asked: Comparison
    picture: Picture | None
    problem: str


@desk_view("people", "GET")
def questions(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The pair that is asked for, or the likeliest that waits."""
    return _questions(request, actor, at=request.GET.get("at", ""))


@desk_view("people", "GET")
def compare(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Two persons of whom an officer thinks that they may be one; of nobody, the pairs that wait."""
    one, other = request.GET.get("one", ""), request.GET.get("other", "")
    return _persons(request, actor, one, other) if one or other else HttpResponseRedirect(_address(""))


@desk_view("people", "POST")
def judge(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Same or different; the next pair comes at once, and the verdict can be taken back."""
    said = request.POST
    try:
        entry = JudgementInput.model_validate(
            {
                "record_a": said.get("a", ""),
                "record_b": said.get("b", ""),
                "verdict": said.get("verdict", ""),
                "reasons": [f"officer.{said.get('reason') or 'compared'}"],
            }
        )
    except ValidationError as error:
        raise NotFound("judgement") from error
    try:
        judged = judge_records(actor=actor, now=read_clock(), entry=entry)
    except Refusal as refusal:
        problem, status = refusal_sentence(refusal), refusal_status(refusal)
        if is_ref(said.get("one", ""), "P"):
            return _persons(request, actor, said["one"], said.get("other", ""), problem=problem, status=status)
        return _questions(request, actor, at=said.get("at", ""), problem=problem, status=status)
    if is_ref(said.get("one", ""), "P"):
        say(request, _("The two records are one person now.") if entry.verdict == "same" else _("Noted: two people."))
        return HttpResponseRedirect(reverse("desk:person", kwargs={"ref": judged.person_a}))
    return HttpResponseRedirect(_address(said.get("next", "")))


@desk_view("people", "POST")
def undo(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Take one judgement back; what it joined is parted, and what it parted may be joined again."""
    person = request.POST.get("person", "")
    person = person if is_ref(person, "P") else ""
    try:
        parted = revoke_judgement(
            actor=actor, now=read_clock(), judgement_ref=ref, reason=request.POST.get("reason", "mistake")
        )
    except Refusal as refusal:
        say(request, refusal_sentence(refusal), tone="stop")
        return HttpResponseRedirect(reverse("desk:person", kwargs={"ref": person}) if person else _address(""))
    if not person:
        say(request, _("Taken back: the pair is as it was."))
        return HttpResponseRedirect(_address(""))
    if parted.person_a != parted.person_b:
        say(
            request,
            _("Taken back: they are %(one)s and %(other)s now.") % {"one": parted.person_a, "other": parted.person_b},
        )
    else:
        say(request, _("Taken back."))
    return HttpResponseRedirect(reverse("desk:person", kwargs={"ref": person}))


def _questions(request: HttpRequest, actor: Actor, *, at: str, problem: str = "", status: int = 200) -> HttpResponse:
    waiting = waiting_questions(actor=actor)
    refs = [question.ref for question in waiting.questions]
    place = refs.index(at) if at in refs else 0
    shown = {ref for question in waiting.questions for ref in (question.a_person_ref, question.b_person_ref)}
    note_reading(actor=actor, now=read_clock(), person_refs=shown, page="questions")
    pair = comparison_of_question(actor=actor, ref=refs[place]) if refs else None
    page = QuestionsView(
        waiting=waiting,
        at=refs[place] if refs else "",
        following=refs[(place + 1) % len(refs)] if len(refs) > 1 else "",
        asked=comparison(pair) if pair else None,
        picture=_picture(actor, pair) if pair else None,
        last=last_verdict(actor=actor),
        problem=problem,
    )
    return render(request, "desk/people/questions.html", {"page": page}, status=status)


def _persons(
    request: HttpRequest, actor: Actor, one: str, other: str, *, problem: str = "", status: int = 200
) -> HttpResponse:
    one, other = one.strip().upper(), other.strip().upper()
    try:
        pair = comparison_of_persons(actor=actor, one_ref=one, other_ref=other)
    except NotFound:
        if request.GET.get("from") != "person" or not is_ref(one, "P"):
            raise
        say(request, _("Nobody has this reference, or they are erased: %(ref)s.") % {"ref": other[:20]}, tone="stop")
        return HttpResponseRedirect(reverse("desk:person", kwargs={"ref": one}))
    note_reading(actor=actor, now=read_clock(), person_refs={pair.a_person_ref, pair.b_person_ref}, page="comparison")
    if pair.joined:
        say(request, _("These two are one person already."))
        return HttpResponseRedirect(reverse("desk:person", kwargs={"ref": pair.a_person_ref}))
    page = ComparePersonsView(asked=comparison(pair), picture=_picture(actor, pair), problem=problem)
    return render(request, "desk/people/compare.html", {"page": page}, status=status)


def _picture(actor: Actor, pair: ComparisonPage) -> Picture | None:
    """Both persons as one picture, where there is more to see than the two records."""
    persons = (pair.a_person_ref, pair.b_person_ref)
    records = records_of(actor=actor, person_refs=persons)
    if len(records) <= 2:
        return None
    return picture(records, judgements_of(actor=actor, person_refs=persons), here=(pair.a.ref, pair.b.ref))


def _address(at: str) -> str:
    return reverse("desk:questions") + (f"?{urlencode({'at': at})}" if is_ref(at, "J") else "")

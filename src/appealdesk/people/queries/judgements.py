"""Judgements as they are shown: a pair side by side with its evidence, and everything that joins a person's records."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import F, Q, QuerySet

from appealdesk.core.names.compare import Evidence
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.refusals import NotFound
from appealdesk.people.access import access_person, may_see_people, visible_people
from appealdesk.people.models import Judgement, Record
from appealdesk.people.queries.likeness import compare
from appealdesk.people.queries.persons import QuestionPage, RecordPage, question_page, record_page, said_in

__all__ = [
    "CORRECTED",
    "ComparisonPage",
    "JudgementRow",
    "LastVerdict",
    "WaitingQuestions",
    "comparison_of_persons",
    "comparison_of_question",
    "judgements_of",
    "last_verdict",
    "waiting_questions",
]

CORRECTED: Final = "officer.corrected"
"""The reason of a judgement that makes a corrected date of birth the person's."""
_MOST_WAITING: Final = 50
# Of two persons with many records, so many of each are compared to find the pair that says most.
_MOST_COMPARED: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonPage:
    """Two records side by side: the evidence, weightiest first, its sum, and the strongest piece against that."""

    a: RecordPage
    a_person_ref: str
    b: RecordPage
    b_person_ref: str
    bits: float
    evidence: tuple[Evidence, ...]
    against: Evidence | None

    @property
    def joined(self) -> bool:
        """True where the two records are of one person already."""
        return self.a_person_ref == self.b_person_ref


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingQuestions:
    """How many pairs wait, and the likeliest of them."""

    total: int
    questions: tuple[QuestionPage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementRow:
    """One judgement about two records, by their references; `revoked_at` is set where it does not hold any more."""

    ref: str
    a_ref: str
    a_person_ref: str
    b_ref: str
    b_person_ref: str
    verdict: str
    source: str
    bits: float | None
    reasons: tuple[str, ...]
    author: str
    at: datetime
    revoked_at: datetime | None
    revoked_by: str
    revoked_for: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LastVerdict:
    """What an officer said last and has not taken back."""

    ref: str
    verdict: str
    person_refs: tuple[str, str]
    at: datetime


def waiting_questions(*, actor: Actor) -> WaitingQuestions:
    """The pairs that wait for an officer, the likeliest first. Two queries; the door notes the reading."""
    people = visible_people(actor) if may_see_people(actor) else visible_people(actor).none()
    undecided = Judgement.objects.filter(
        a__person__in=people, verdict=Judgement.Verdict.UNDECIDED, revoked_at__isnull=True
    )
    # Where the records were joined by way of others meanwhile, the question has answered itself.
    waiting = undecided.exclude(a__person=F("b__person")).filter(a__sealed__isnull=False, b__sealed__isnull=False)
    rows = waiting.select_related("a__person", "b__person").order_by(F("bits").desc(nulls_last=True), "pk")
    return WaitingQuestions(total=waiting.count(), questions=tuple(question_page(row) for row in rows[:_MOST_WAITING]))


def comparison_of_question(*, actor: Actor, ref: str) -> ComparisonPage:
    """The pair of one question, compared afresh. One query."""
    row = _visible(actor).filter(ref=ref).first()
    if row is None:
        raise NotFound("question")
    return _comparison(row.a, row.b)


def comparison_of_persons(*, actor: Actor, one_ref: str, other_ref: str) -> ComparisonPage:
    """Of the records of two persons, the pair with most to say for their being one. Four queries."""
    if not may_see_people(actor):
        raise NotFound("person")
    one, other = access_person(actor, one_ref), access_person(actor, other_ref)
    mine, theirs = ([*_opened(person.pk)] for person in (one, other))
    pairs = [_comparison(*sorted((a, b), key=lambda record: record.pk)) for a in mine for b in theirs if a.pk != b.pk]
    if not pairs:
        raise NotFound("person")
    return max(pairs, key=lambda pair: pair.bits)


def judgements_of(*, actor: Actor, person_refs: Sequence[str]) -> tuple[JudgementRow, ...]:
    """Every judgement about a record of these persons, also those taken back, in their order. One query."""
    theirs = Q(a__person__ref__in=person_refs) | Q(b__person__ref__in=person_refs)
    rows = _visible(actor).filter(theirs).order_by("at", "pk")
    return tuple(
        JudgementRow(
            ref=row.ref,
            a_ref=row.a.ref,
            a_person_ref=row.a.person.ref,
            b_ref=row.b.ref,
            b_person_ref=row.b.person.ref,
            verdict=row.verdict,
            source=row.source,
            bits=None if row.bits is None else float(row.bits),
            reasons=tuple(row.reasons),
            author=row.author,
            at=row.at,
            revoked_at=row.revoked_at,
            revoked_by=row.revoked_by,
            revoked_for=row.revoked_for,
        )
        for row in rows
    )


def last_verdict(*, actor: Actor) -> LastVerdict | None:
    """What this officer said last, if it still holds, so that one key takes it back. One query.

    A correction is none of these: whoever mends it corrects once more.
    """
    own = _visible(actor).filter(author=actor.ref, source=Judgement.Source.OFFICER, revoked_at__isnull=True)
    row = own.exclude(reasons__contains=[CORRECTED]).order_by("-pk").first()
    if row is None:
        return None
    return LastVerdict(ref=row.ref, verdict=row.verdict, person_refs=(row.a.person.ref, row.b.person.ref), at=row.at)


def _visible(actor: Actor) -> QuerySet[Judgement]:
    rows = Judgement.objects.select_related("a__person", "b__person")
    if not may_see_people(actor):
        return rows.none()
    return rows.filter(organisation_id=actor.own_organisation)


def _opened(person_id: int) -> Sequence[Record]:
    records = Record.objects.select_related("person").filter(person_id=person_id, sealed__isnull=False)
    return list(records.order_by("-pk")[:_MOST_COMPARED])


def _comparison(a: Record, b: Record) -> ComparisonPage:
    mine, theirs = said_in(a), said_in(b)
    likeness = compare(mine, theirs) if mine and theirs else None
    return ComparisonPage(
        a=record_page(a, mine),
        a_person_ref=a.person.ref,
        b=record_page(b, theirs),
        b_person_ref=b.person.ref,
        bits=float(likeness.bits) if likeness else 0.0,
        evidence=likeness.evidence if likeness else (),
        against=likeness.against if likeness else None,
    )

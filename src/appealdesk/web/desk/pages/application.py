"""The page of one application: criteria joined to their facts, the form of a decision, the strip of its neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.appeals.queries.pages import FactPage
from appealdesk.audit.queries.trail import TrailPage, trail_of
from appealdesk.enquiries.queries.evidence import evidence_of_application
from appealdesk.foundation.actor import Actor, Role
from appealdesk.foundation.languages import pick
from appealdesk.letters.queries.outbox import LetterRow, letters_about
from appealdesk.placements.queries.ways import WayPage, ways_of_appeal
from appealdesk.screening.actions.read import read_application, read_queue
from appealdesk.screening.inputs import QueueFilter
from appealdesk.screening.queries.application import ApplicationPage, FactLine
from appealdesk.screening.queries.explanation import CriterionLine
from appealdesk.screening.queries.library import library_of
from appealdesk.screening.queries.queue import QueuePage
from appealdesk.screening.reasons import reasons_for
from appealdesk.web.desk.forms.decision import DecisionForm
from appealdesk.web.desk.pages.evidence import DocumentRow, documents_in_words
from appealdesk.web.desk.pages.history import HistoryRow, history_of
from appealdesk.web.shared.fact_text import absence_text, evidence_text, fact_text

__all__ = ["ApplicationView", "CriterionRow", "DecisionView", "FactRow", "Offer", "application_view", "decision_view"]

_STRIP = 12
_TRAIL = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """One fact in words: what was said, how well it is shown, who says so, and since when."""

    label: str
    text: str
    known: bool
    evidence: str
    source: str
    at: datetime | None
    asked: bool


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One criterion and the fact that it looks at."""

    line: CriterionLine
    fact: FactRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A reason or a way to help that can be chosen in the form."""

    value: str
    label: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """The form of one decision; `problems` maps a field to what is wrong with it."""

    ref: str
    outcome: str
    reasons: tuple[Offer, ...]
    ways: tuple[Offer, ...]
    note: str
    seen: str
    seen_proposal: str
    basis: str
    writes_letter: bool
    letter_language: str
    query: str
    problem: str = ""
    problem_field: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationView:
    """Everything about one application; `form` is there while somebody decides.

    `undoable` is what `u` takes back, or empty; `own_proposal` and `own_review` tell that a colleague has to answer.
    `problem` is why the last thing was not done, and `typed` what was written for it.
    """

    detail: ApplicationPage
    criteria: tuple[CriterionRow, ...]
    other_facts: tuple[FactRow, ...]
    documents: tuple[DocumentRow, ...]
    strip: QueuePage
    query: str
    ways: tuple[WayPage, ...]
    letters: tuple[LetterRow, ...]
    trail: TrailPage
    form: DecisionView | None
    conflict: bool
    may_decide: bool
    letter_waits: bool
    undoable: str
    own_proposal: bool
    own_review: bool
    history: tuple[HistoryRow, ...]
    problem: str
    typed: str


def application_view(
    *,
    actor: Actor,
    now: datetime,
    ref: str,
    filters: QueueFilter,
    query: str,
    form: DecisionForm | None = None,
    conflict: bool = False,
    problem: str = "",
    typed: str = "",
) -> ApplicationView:
    """Read the application and its neighbours in the queue; both readings are noted."""
    detail = read_application(actor=actor, now=now, ref=ref)
    neighbours = filters.model_copy(update={"after": ref, "before": ""})
    strip = read_queue(actor=actor, now=now, filters=neighbours, size=_STRIP)
    facts = {line.fact.key: _fact_row(line, actor.language) for line in detail.facts}
    judged = {line.fact_key for line in detail.criteria}
    ways = ways_of_appeal(detail.application.appeal_id)
    letters = (*letters_about(actor=actor, ref=detail.enquiry.row.ref), *detail.letters)
    return ApplicationView(
        detail=detail,
        criteria=tuple(CriterionRow(line, facts.get(line.fact_key)) for line in detail.criteria),
        other_facts=tuple(row for key, row in facts.items() if key not in judged),
        documents=documents_in_words(
            evidence_of_application(actor=actor, application_id=detail.application.id),
            fact_dictionary(detail.application.organisation_id),
            actor.language,
        ),
        strip=strip,
        query=query,
        ways=ways,
        letters=letters,
        trail=trail_of(
            actor=actor, subjects=[ref, detail.enquiry.row.ref, *(letter.ref for letter in letters)], limit=_TRAIL
        ),
        form=decision_view(detail, ways, form, language=actor.language, query=query) if form else None,
        conflict=conflict,
        may_decide=actor.has_role(Role.DESK_OFFICER, Role.DUTY_OFFICER, Role.ADMINISTRATOR),
        letter_waits=_letter_waits(detail, {"draft", "approved"}),
        undoable=_undoable(detail, actor),
        own_proposal=detail.proposal is not None and detail.proposal.by_ref == actor.ref,
        own_review=detail.review is not None and detail.review.contested_by_ref == actor.ref,
        history=history_of(detail),
        problem=problem,
        typed=typed,
    )


def decision_view(
    detail: ApplicationPage, ways: Sequence[WayPage], form: DecisionForm, *, language: str, query: str
) -> DecisionView:
    """The form with its choices in words."""
    return DecisionView(
        ref=detail.application.ref,
        outcome=form.outcome,
        reasons=tuple(
            Offer(
                value=reason.code,
                label=pick(reason.texts, language),
                text="",
                chosen=reason.code in form.reason_codes,
            )
            for reason in reasons_for(form.outcome, library_of(detail.application.organisation_id))
        ),
        ways=tuple(
            Offer(
                value=way.ref,
                label=pick(way.titles, language),
                text=pick(way.texts, language),
                chosen=way.ref in form.way_refs,
            )
            for way in (ways if form.offers_ways else ())
        ),
        note=form.note,
        seen=form.seen,
        seen_proposal=form.seen_proposal,
        basis=form.basis,
        writes_letter=form.writes_letter,
        letter_language=detail.application.language,
        query=query,
        problem=form.problem,
        problem_field=form.problem_field,
    )


def _letter_waits(detail: ApplicationPage, statuses: set[str]) -> bool:
    """True while the letter of the present decision has one of these statuses."""
    present = detail.decision
    return present is not None and any(
        letter.ref == present.letter_ref and letter.status in statuses for letter in detail.letters
    )


def _undoable(detail: ApplicationPage, actor: Actor) -> str:
    """What `u` takes back: one's own proposal, or a decision whose letter nobody has approved."""
    if detail.proposal is not None:
        return detail.proposal.ref if detail.proposal.by_ref == actor.ref else ""
    present = detail.decision
    if present is None or detail.review is not None or detail.application.withdrawn_at is not None:
        return ""
    waits = not present.letter_ref or _letter_waits(detail, {"draft", "cancelled"})
    return present.ref if waits else ""


def _fact_row(line: FactLine, language: str) -> FactRow:
    return FactRow(
        label=line.label,
        text=_fact_words(line.fact, line, language),
        known=line.known,
        evidence=evidence_text(line.evidence),
        source=line.source,
        at=line.at,
        asked=line.asked,
    )


def _fact_words(fact: FactPage, line: FactLine, language: str) -> str:
    return fact_text(fact, line.value, language) if line.known else absence_text(line.absent)

"""Everything that the desk's page about one application shows."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from appealdesk.appeals.queries.appeals import appeal_by_id, day_of
from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.appeals.queries.pages import AppealPage, FactPage, PositionName, PositionPage, RevisionPage
from appealdesk.appeals.queries.positions import position_names, revisions_of_position
from appealdesk.core.criteria.ages import age_on
from appealdesk.core.criteria.evaluate import evaluate
from appealdesk.core.criteria.facts import Facts
from appealdesk.enquiries.queries.applications import (
    ApplicationRow,
    FactRow,
    application_by_ref,
    application_facts,
    applications_of_persons,
)
from appealdesk.enquiries.queries.enquiries import EnquiryPage, EnquiryRow, enquiries_of_person, enquiry_page
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.languages import Localised, pick
from appealdesk.letters.queries.outbox import LetterRow, letters_about
from appealdesk.people.queries.identities import IdentityPage, identities_of
from appealdesk.people.queries.persons import persons_joined_with
from appealdesk.screening.access import check_may_screen
from appealdesk.screening.models import DecisionCode, Screening, ScreeningProfile, ScreeningRun
from appealdesk.screening.queries.answers import BIRTH_DATE, answers_of
from appealdesk.screening.queries.decisions import DecisionLine, decisions_of
from appealdesk.screening.queries.explanation import CriterionLine, explain_lines
from appealdesk.screening.queries.proposals import Changes, ProposalLine, changes_since, proposals_of
from appealdesk.screening.queries.reviews import ReviewLine, reviews_of
from appealdesk.screening.queries.runs import outcome_word
from appealdesk.screening.queries.wording import ANY_POSITION, position_of
from appealdesk.screening.slots import COLUMNS, typed_facts

__all__ = ["ApplicationPage", "EarlierDecision", "FactLine", "HistoryLine", "OtherApplication", "application_page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactLine:
    """One fact of the dictionary with what is known of it; `asked` where the criteria in force ask about it."""

    fact: FactPage
    label: str
    value: Any
    evidence: str
    absent: str
    source: str
    at: datetime | None
    asked: bool

    @property
    def known(self) -> bool:
        """True if there is a value."""
        return self.value is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One result in the past: what the rules said, by which revision, and in which re-screening if it was one."""

    at: datetime
    outcome: str
    previous: str
    revision_number: int | None
    reasons: tuple[str, ...]
    run_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherApplication:
    """Another application of the same person."""

    ref: str
    position_titles: Localised
    received_at: datetime
    decision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierDecision:
    """A decision about another application of the same person, with what it was for; undone ones too."""

    line: DecisionLine
    application_ref: str
    position_titles: Localised
    appeal_titles: Localised


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationPage:
    """One application, opened. `seen_decision_ref` goes back with the officer's decision.

    `changes` is there while a proposed acceptance waits: what is not any more as the first person saw it.
    """

    application: ApplicationRow
    enquiry: EnquiryPage
    identity: IdentityPage
    age: int | None
    appeal: AppealPage
    position: PositionPage | None
    position_titles: Localised
    revision: RevisionPage | None
    outcome: str
    screened_at: datetime | None
    criteria: tuple[CriterionLine, ...]
    facts: tuple[FactLine, ...]
    history: tuple[HistoryLine, ...]
    decisions: tuple[DecisionLine, ...]
    earlier_decisions: tuple[EarlierDecision, ...]
    proposals: tuple[ProposalLine, ...]
    changes: Changes | None
    reviews: tuple[ReviewLine, ...]
    letters: tuple[LetterRow, ...]
    contacts: tuple[EnquiryRow, ...]
    others: tuple[OtherApplication, ...]
    seen_decision_ref: str

    @property
    def decision(self) -> DecisionLine | None:
        """The decision that counts now; None where nothing is decided, also after an undo."""
        return next((line for line in self.decisions if line.present and line.decided), None)

    @property
    def proposal(self) -> ProposalLine | None:
        """The acceptance that waits for a second person."""
        return next((line for line in self.proposals if line.is_open), None)

    @property
    def review(self) -> ReviewLine | None:
        """The applicant's request to look again, until it is answered."""
        return next((line for line in self.reviews if line.is_open), None)


def application_page(*, actor: Actor, now: datetime, ref: str) -> ApplicationPage:
    """One application. Doors call `screening.actions.read.read_application`, which notes the reading as well.

    The criteria are judged afresh by the revision in force on this day, so that the page agrees with its facts.
    """
    check_may_screen(actor)
    application = application_by_ref(actor=actor, ref=ref)
    appeal = appeal_by_id(application.appeal_id, now=now)
    position = position_of(appeal, application.position_id)
    revision = position.revision if position else None
    dictionary = fact_dictionary(application.organisation_id)
    today = day_of(application.organisation_id, now=now)
    identity = identities_of(actor=actor, person_ids=[application.person_id])[application.person_id]
    stored = application_facts(actor=actor, application_ids=[application.id])[application.id]
    birth_date = identity.birth_date.isoformat() if identity.birth_date else None
    facts = typed_facts(dictionary, answers_of(stored, birth_date))
    profile = ScreeningProfile.objects.filter(pk=application.id).values("screened_at", *COLUMNS).first()
    same = persons_joined_with(actor=actor, person_id=application.person_id)
    siblings = applications_of_persons(actor=actor, person_ids=same)
    places = position_names(application.organisation_id)
    chain = decisions_of(
        actor=actor, application_ids={application.id, *(row.id for row in siblings)}, language=actor.language
    )
    decisions = tuple(line for line in chain if line.application_id == application.id)
    told = _facts(dictionary, stored, birth_date, revision, actor.language)
    proposals = proposals_of(actor=actor, application_id=application.id, language=actor.language)
    return ApplicationPage(
        application=application,
        enquiry=enquiry_page(actor=actor, ref=application.enquiry_ref),
        identity=identity,
        age=age_on(identity.birth_date, today) if identity.birth_date else None,
        appeal=appeal,
        position=position,
        position_titles=position.titles if position else ANY_POSITION,
        revision=revision,
        outcome=evaluate(revision.criteria, facts, today).outcome.value if revision else outcome_word(None),
        screened_at=profile["screened_at"] if profile else None,
        criteria=_criteria(revision, facts, stored, dictionary, today, actor.language),
        facts=told,
        history=_history(application),
        decisions=decisions,
        earlier_decisions=_earlier(siblings, application, chain, places),
        proposals=proposals,
        changes=_changes(proposals, profile, revision, told),
        reviews=reviews_of(actor=actor, application_id=application.id),
        letters=letters_about(actor=actor, ref=application.ref),
        contacts=enquiries_of_person(actor=actor, person_id=application.person_id),
        others=_others(siblings, application, chain, places),
        seen_decision_ref=next((line.ref for line in decisions if line.present), ""),
    )


def _changes(
    proposals: tuple[ProposalLine, ...],
    profile: Mapping[str, Any] | None,
    revision: RevisionPage | None,
    facts: tuple[FactLine, ...],
) -> Changes | None:
    waiting = next((line for line in proposals if line.is_open), None)
    if waiting is None or profile is None:
        return None
    stated = [(line.label, line.at) for line in facts]
    return changes_since(waiting, facts=profile, revision=revision, stated=stated)


def _criteria(
    revision: RevisionPage | None,
    facts: Facts,
    stored: Mapping[str, FactRow],
    dictionary: Mapping[str, FactPage],
    today: date,
    language: str,
) -> tuple[CriterionLine, ...]:
    if revision is None:
        return ()
    lines = explain_lines(
        criteria=revision.criteria, facts=facts, dictionary=dictionary, as_of=today, language=language
    )
    return tuple(
        replace(line, source=stored[line.fact_key].source) if line.fact_key in stored else line for line in lines
    )


def _facts(
    dictionary: Mapping[str, FactPage],
    stored: Mapping[str, FactRow],
    birth_date: str | None,
    revision: RevisionPage | None,
    language: str,
) -> tuple[FactLine, ...]:
    """What was told or is asked about, in the dictionary's order."""
    asked = {leaf.fact for leaf in revision.criteria.leaves} if revision else set()
    lines = []
    for key, fact in dictionary.items():
        row = stored.get(key)
        value = birth_date if key == BIRTH_DATE else (row.value if row else None)
        if row is None and value is None and key not in asked:
            continue
        lines.append(
            FactLine(
                fact=fact,
                label=pick(fact.labels, language),
                value=value,
                evidence=row.evidence if row else ("claimed" if value is not None else ""),
                absent=row.absent if row else ("" if value is not None else "not_asked"),
                source=row.source if row else ("declared" if value is not None else ""),
                at=row.at if row else None,
                asked=key in asked,
            )
        )
    return tuple(lines)


def _history(application: ApplicationRow) -> tuple[HistoryLine, ...]:
    """The results, newest first. Three queries at most."""
    rows = list(Screening.objects.filter(application_id=application.id).order_by("-id"))
    revisions = {page.id: page for page in revisions_of_position(application.position_id or 0)} if rows else {}
    run_ids = {row.run_id for row in rows if row.run_id is not None}
    run_refs = dict(ScreeningRun.objects.filter(pk__in=run_ids).values_list("pk", "ref")) if run_ids else {}
    return tuple(
        HistoryLine(
            at=row.at,
            outcome=outcome_word(row.outcome),
            previous=outcome_word(row.previous_outcome),
            revision_number=revisions[row.revision_id].number if row.revision_id in revisions else None,
            reasons=revisions[row.revision_id].criteria.leaf_ids(row.reasons) if row.revision_id in revisions else (),
            run_ref=run_refs.get(row.run_id or 0, ""),
        )
        for row in rows
    )


def _earlier(
    siblings: tuple[ApplicationRow, ...],
    application: ApplicationRow,
    chain: tuple[DecisionLine, ...],
    places: Mapping[int, PositionName],
) -> tuple[EarlierDecision, ...]:
    """What was decided about the same person elsewhere, newest first; an appeal may be over, or superseded."""
    appeals = {place.appeal_id: place.appeal_titles for place in places.values()}
    rows = {row.id: row for row in siblings}
    return tuple(
        EarlierDecision(
            line=line,
            application_ref=rows[line.application_id].ref,
            position_titles=_titles(rows[line.application_id], places),
            appeal_titles=appeals.get(rows[line.application_id].appeal_id, {}),
        )
        for line in chain
        if line.application_id != application.id
    )


def _titles(row: ApplicationRow, places: Mapping[int, PositionName]) -> Localised:
    place = places.get(row.position_id) if row.position_id is not None else None
    return place.titles if place else ANY_POSITION


def _others(
    siblings: tuple[ApplicationRow, ...],
    application: ApplicationRow,
    chain: tuple[DecisionLine, ...],
    places: Mapping[int, PositionName],
) -> tuple[OtherApplication, ...]:
    decided = {line.application_id: line.outcome for line in chain if line.present}
    return tuple(
        OtherApplication(
            ref=row.ref,
            position_titles=_titles(row, places),
            received_at=row.received_at,
            decision=decided.get(row.id, DecisionCode.UNDECIDED.name.lower()),
        )
        for row in siblings
        if row.id != application.id
    )

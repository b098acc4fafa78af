"""The phone screen: where an enquiry may go, the questions of a position, and who the caller may be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from appealdesk.appeals.queries.appeals import appeals_of
from appealdesk.appeals.queries.pages import AppealCard, PositionName, PositionPage
from appealdesk.appeals.queries.positions import position_by_ref, position_names
from appealdesk.enquiries.queries.applications import ApplicationRow, applications_of_persons
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.languages import Localised
from appealdesk.foundation.refusals import NotFound
from appealdesk.people.actions.note import note_reading
from appealdesk.people.queries.candidates import CandidatePage, candidates
from appealdesk.people.queries.persons import kept_persons
from appealdesk.screening.queries.decisions import decisions_of
from appealdesk.screening.queries.wording import ANY_POSITION
from appealdesk.web.desk.forms.facts import FactField, fact_fields
from appealdesk.web.desk.forms.phone import CHANNELS, DISPOSITIONS, KINDS, Caller, PhoneForm

__all__ = [
    "CandidateRow",
    "CandidatesView",
    "FactsView",
    "PhoneView",
    "candidates_view",
    "destination",
    "facts_view",
    "phone_view",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealChoice:
    """An open appeal with the positions that somebody can offer for."""

    appeal: AppealCard
    positions: tuple[PositionName, ...]


@dataclass(frozen=True, slots=True)
class FactsView:
    """The questions of the chosen position."""

    fields: tuple[FactField, ...]
    position_titles: Localised | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateApplication:
    """An application of a candidate in a line."""

    ref: str
    position_titles: Localised
    decision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateRow:
    """Somebody who may be calling; `key` is the digit that takes them over."""

    person: CandidatePage
    applications: tuple[CandidateApplication, ...]
    key: str


@dataclass(frozen=True, slots=True)
class CandidatesView:
    """Who it may be; `asked` is false while nothing is typed that could find anybody."""

    rows: tuple[CandidateRow, ...]
    asked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneView:
    """The whole screen; `taken` is the reference of the call that was just written down."""

    form: PhoneForm
    appeals: tuple[AppealChoice, ...]
    facts: FactsView
    known: CandidatesView
    taken: str
    problems: Mapping[str, str]
    kinds: tuple[str, ...] = KINDS
    channels: tuple[str, ...] = CHANNELS
    dispositions: tuple[str, ...] = DISPOSITIONS

    @property
    def spoken_problems(self) -> Mapping[str, str]:
        """What is wrong with the fields about the one for whom the caller speaks, by their names."""
        return {name.removeprefix("other-"): text for name, text in self.problems.items() if name.startswith("other-")}

    @property
    def taken_spoken(self) -> str:
        """The reference in groups, as it is read out."""
        head, _, tail = self.taken.partition("-")
        return " ".join((head, tail[:3], tail[3:6], tail[6:])) if tail else ""


def phone_view(*, actor: Actor, now: datetime, form: PhoneForm, known: CandidatesView, taken: str = "") -> PhoneView:
    """The screen with its lists."""
    appeals = tuple(card for card in appeals_of(actor.own_organisation) if card.status == "open")
    names = position_names(actor.own_organisation)
    choices = tuple(
        AppealChoice(
            appeal=card, positions=tuple(position for position in names.values() if position.appeal_id == card.id)
        )
        for card in appeals
    )
    return PhoneView(
        form=form,
        appeals=choices,
        facts=facts_view(actor=actor, now=now, form=form),
        known=known,
        taken=taken,
        problems=form.problems,
    )


def facts_view(*, actor: Actor, now: datetime, form: PhoneForm) -> FactsView:
    """The questions of the position that the form is about."""
    _, position = destination(actor=actor, now=now, about=form.about) if form.about else (None, None)
    if position is None:
        return FactsView((), None)
    return FactsView(fact_fields(position.facts, form.data, form.problems, actor.language), position.titles)


def destination(*, actor: Actor, now: datetime, about: str) -> tuple[AppealCard, PositionPage | None]:
    """The appeal and perhaps the position behind a reference; another organisation's is not found."""
    cards = {card.id: card for card in appeals_of(actor.own_organisation)}
    if about.startswith("Q-"):
        card = next((card for card in cards.values() if card.ref == about), None)
        if card is None:
            raise NotFound("appeal")
        return card, None
    position = position_by_ref(about, now=now)
    if position.appeal_id not in cards:
        raise NotFound("position")
    return cards[position.appeal_id], position


def candidates_view(*, actor: Actor, now: datetime, caller: Caller) -> CandidatesView:
    """Who the caller may be, with their applications; whose names were shown is noted."""
    asked = {
        "written": caller.written,
        "reading": caller.reading,
        "latin": caller.latin,
        "phone": caller.phone,
        "email": caller.email,
    }
    if not any(asked.values()):
        return CandidatesView((), asked=False)
    found = candidates(actor=actor, **asked)
    note_reading(actor=actor, now=now, person_refs=[row.person_ref for row in found], page="phone")
    theirs = _applications(actor, found)
    rows = tuple(
        CandidateRow(person=person, applications=theirs.get(person.person_id, ()), key=str(place) if place < 10 else "")
        for place, person in enumerate(found, start=1)
    )
    return CandidatesView(rows, asked=True)


def _applications(actor: Actor, found: tuple[CandidatePage, ...]) -> Mapping[int, tuple[CandidateApplication, ...]]:
    rows = applications_of_persons(actor=actor, person_ids=[person.person_id for person in found])
    names = position_names(actor.own_organisation)
    lines = decisions_of(actor=actor, application_ids=[row.id for row in rows], language=actor.language)
    decided = {line.application_id: line.outcome for line in lines if line.present}
    # An application names the person as whom it came in, who may have been joined with another since.
    kept = kept_persons(actor=actor, person_ids=[row.person_id for row in rows])
    theirs: dict[int, tuple[CandidateApplication, ...]] = {}
    for row in rows:
        person_id = kept[row.person_id]
        theirs[person_id] = (*theirs.get(person_id, ()), _application(row, names, decided))
    return theirs


def _application(
    row: ApplicationRow, names: Mapping[int, PositionName], decided: Mapping[int, str]
) -> CandidateApplication:
    position = names.get(row.position_id) if row.position_id is not None else None
    return CandidateApplication(
        ref=row.ref,
        position_titles=position.titles if position else ANY_POSITION,
        decision=decided.get(row.id, "undecided"),
    )

"""One person with every record, and what was said about which records are theirs."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.accounts.queries import staff_names
from appealdesk.enquiries.queries.applications import ApplicationRow, applications_of_person
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.people.actions.note import note_reading
from appealdesk.people.actions.read import read_person
from appealdesk.people.queries.consents import PurposePage, purposes_of
from appealdesk.people.queries.contacts import ContactPage, contacts_of
from appealdesk.people.queries.judgements import CORRECTED, JudgementRow, judgements_of
from appealdesk.people.queries.persons import PersonPage, RecordPage
from appealdesk.people.queries.relations import RelationPage, relations_of
from appealdesk.web.desk.comparison import Picture, picture
from appealdesk.web.desk.gate import desk_view

__all__ = ["HistoryLine", "PersonView", "person"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One line of a person's history: a record came, a judgement was made, or one was taken back."""

    at: datetime
    kind: str
    a: str
    b: str = ""
    other_person: str = ""
    by: str = ""
    record: RecordPage | None = None
    judgement: JudgementRow | None = None

    @property
    def can_undo(self) -> bool:
        """True for a judgement that still holds and says something."""
        said = self.judgement
        return self.kind == "judged" and said is not None and said.revoked_at is None and said.verdict != "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """A person, the offers that they made, their records as one picture, and what was said about them."""

    person: PersonPage
    applications: tuple[ApplicationRow, ...]
    contacts: tuple[ContactPage, ...]
    relations: tuple[RelationPage, ...]
    purposes: tuple[PurposePage, ...]
    picture: Picture
    history: tuple[HistoryLine, ...]

    @property
    def joined(self) -> bool:
        """True where there is more than one record, so that there is something to see."""
        return len(self.person.records) > 1


@desk_view("people", "GET")
def person(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """One person, opened; the reading is noted."""
    now = read_clock()
    found = read_person(actor=actor, now=now, ref=ref)
    if found.ref != ref:
        return HttpResponseRedirect(reverse("desk:person", kwargs={"ref": found.ref}))
    relations = relations_of(actor=actor, person_ref=found.ref)
    note_reading(
        actor=actor, now=now, person_refs=[row.other_ref for row in relations], page="relations", about_ref=found.ref
    )
    judgements = judgements_of(actor=actor, person_refs=[found.ref])
    drawn = picture(found.records, judgements)
    page = PersonView(
        person=found,
        applications=applications_of_person(actor=actor, person_id=found.id),
        contacts=contacts_of(actor=actor, person_ref=found.ref, now=now),
        relations=relations,
        purposes=purposes_of(actor=actor, person_ref=found.ref, now=now),
        picture=drawn,
        history=_history(found, drawn, judgements),
    )
    return render(request, "desk/people/person.html", {"page": page})


def _history(found: PersonPage, drawn: Picture, judgements: tuple[JudgementRow, ...]) -> tuple[HistoryLine, ...]:
    """Everything in its order, the newest first."""
    names = staff_names({author for row in judgements for author in (row.author, row.revoked_by) if author})

    def by(author: str) -> str:
        return names.get(author, _("the rule") if author == "system" else author)

    # A correction and the judgement that makes it the person's are one line; it is mended by correcting once more.
    corrected = {row.b_ref: by(row.author) for row in judgements if _corrects(row)}
    lines = [
        HistoryLine(
            at=record.given_at,
            kind="record",
            a=drawn.letter_of(record.ref),
            by=corrected.get(record.ref, ""),
            record=record,
        )
        for record in found.records
    ]
    own = {record.ref for record in found.records}
    for row in judgements:
        if _corrects(row):
            continue
        elsewhere = next(
            (owner for ref, owner in ((row.a_ref, row.a_person_ref), (row.b_ref, row.b_person_ref)) if ref not in own),
            "",
        )
        letters = [drawn.letter_of(ref) for ref in (row.a_ref, row.b_ref) if ref in own]
        a, b = letters[0], letters[1] if len(letters) > 1 else ""
        lines.append(
            HistoryLine(at=row.at, kind="judged", a=a, b=b, other_person=elsewhere, by=by(row.author), judgement=row)
        )
        if row.revoked_at is not None:
            lines.append(
                HistoryLine(
                    at=row.revoked_at,
                    kind="revoked",
                    a=a,
                    b=b,
                    other_person=elsewhere,
                    by=by(row.revoked_by),
                    judgement=row,
                )
            )
    return tuple(sorted(lines, key=lambda line: line.at, reverse=True))


def _corrects(row: JudgementRow) -> bool:
    return CORRECTED in row.reasons and row.revoked_at is None

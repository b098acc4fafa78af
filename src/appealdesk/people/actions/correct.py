"""Correcting a date of birth, as an officer was told it.

What a source said stays as it was said. The correction is a record of its own, judged to be of the same person; being
the newest, it is what counts from now on, and what was known before can be read beside it.
"""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.people.access import access_person, hold_persons, may_see_people
from appealdesk.people.actions.judge import judge_records
from appealdesk.people.actions.store import store_record
from appealdesk.people.events import PersonCorrected
from appealdesk.people.inputs import BirthDateInput, JudgementInput
from appealdesk.people.models import Record
from appealdesk.people.queries.identities import combine
from appealdesk.people.queries.judgements import CORRECTED
from appealdesk.people.queries.persons import said_in

__all__ = ["correct_birth_date"]


def correct_birth_date(*, actor: Actor, now: datetime, entry: BirthDateInput) -> str:
    """Note the date and how the officer knows it; returns the reference of the record that says so.

    Raises Refusal for a day that has not come, for the date that is known already, and for somebody erased. A mistake
    is mended by correcting once more.
    """
    with acting(actor):
        if not may_see_people(actor):
            raise NotFound("person")
        if entry.birth_date > now.date():
            raise Refusal(
                "people.birth_date_future", "The date of birth lies in the future. Check the year.", field="birth"
            )
        hold_persons(actor, alone=True)
        person = access_person(actor, entry.person_ref)
        opened = [(record, said_in(record)) for record in person.records.order_by("given_at", "pk")]
        said = [(record, words) for record, words in opened if words is not None]
        if not said:
            raise Refusal("people.erased_already", "This person was erased already.")
        known = combine(ref=person.ref, language=person.language, statements=[words for _, words in said])
        if known.birth_date == entry.birth_date:
            raise Refusal("people.birth_date_known", "This date of birth is known already.", field="birth")
        # Beside the record that it corrects, so that it stays with it should the records ever be parted.
        corrected, words = next((pair for pair in reversed(said) if pair[1].birth_date), said[-1])
        # A date alone finds nobody: it is kept with the name, so that whoever gives both is found again.
        told = words.model_copy(
            update={
                "written": known.names.written,
                "reading": known.names.reading,
                "latin": known.names.latin,
                "birth_date": entry.birth_date,
                "emails": (),
                "phones": (),
                "address": "",
                "notes": entry.note,
            }
        )
        record = store_record(
            actor=actor,
            now=now,
            identity=told,
            person=person,
            source=Record.Source.OFFICER,
            source_ref=new_ref("X"),
        )
        same = JudgementInput(record_a=corrected.ref, record_b=record.ref, verdict="same", reasons=(CORRECTED,))
        judge_records(actor=actor, now=now, entry=same)
        emit(PersonCorrected(person_ref=person.ref), actor=actor, now=now)
        details = {"record": record.ref}
        record_audit(actor=actor, now=now, tag="person.birth_date_corrected", subject=person.ref, details=details)
    return record.ref

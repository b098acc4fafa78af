"""Noting that somebody speaks for somebody else, or lives with them; they are two people from then on."""

from dataclasses import dataclass
from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.people.access import access_person, access_record, may_see_people
from appealdesk.people.actions.judge import judge_records
from appealdesk.people.inputs import JudgementInput
from appealdesk.people.models import Person, Record, Relation

__all__ = ["Related", "relate_persons", "relate_speaker"]


@dataclass(frozen=True, slots=True)
class Related:
    """The relation's reference; `already` where it was noted before."""

    ref: str
    already: bool = False


def relate_persons(
    *, actor: Actor, now: datetime, speaker_ref: str, person_ref: str, kind: str, agreed: bool = False
) -> Related:
    """Note the relation, and judge the two different, so that a shared number never joins them.

    `agreed` says that the person agrees: letters may then go to the speaker where the person has no address. Raises
    Refusal for one person, for somebody erased, and where other judgements say that the two are one.
    """
    if kind not in Relation.Kind.values or not may_see_people(actor):
        raise NotFound("relation")
    with acting(actor):
        speaker, person = access_person(actor, speaker_ref), access_person(actor, person_ref)
        if speaker.pk == person.pk:
            raise Refusal("people.related_to_itself", "These are one person. Part the records first.", field="other")
        one, other = _oldest(speaker), _oldest(person)
        held = Relation.objects.filter(speaker=one, person=other, kind=kind, ended_at__isnull=True).first()
        if held is not None:
            return Related(held.ref, already=True)
        _judge_apart(actor, now, one, other)
        return _relate(actor, now, one, other, kind=kind, agreed=agreed)


def relate_speaker(
    *, actor: Actor, now: datetime, speaker_ref: str, person_ref: str, kind: str, agreed: bool
) -> Related:
    """The same for two records of one enquiry: whoever spoke, and for whom. Who lives with them speaks for them too."""
    with acting(actor):
        speaker, person = access_record(actor, speaker_ref), access_record(actor, person_ref)
        # Once, and not again: it may have been ended since, and officers may have judged otherwise.
        known = Relation.objects.filter(speaker=speaker, person=person).order_by("-pk").first()
        if known is not None:
            return Related(known.ref, already=True)
        _judge_apart(actor, now, speaker, person)
        if kind == Relation.Kind.HOUSEHOLD:
            _relate(actor, now, speaker, person, kind=kind, agreed=agreed)
            kind = Relation.Kind.ON_BEHALF
        return _relate(actor, now, speaker, person, kind=kind, agreed=agreed)


def _judge_apart(actor: Actor, now: datetime, one: Record, other: Record) -> None:
    entry = JudgementInput(record_a=one.ref, record_b=other.ref, verdict="different", reasons=("officer.relation",))
    judge_records(actor=actor, now=now, entry=entry)


def _relate(actor: Actor, now: datetime, one: Record, other: Record, *, kind: str, agreed: bool) -> Related:
    relation = Relation.objects.create(
        ref=new_ref("X"),
        organisation_id=one.organisation_id,
        speaker=one,
        person=other,
        kind=kind,
        agreed=agreed,
        noted_at=now,
        noted_by=actor.ref,
    )
    details = {"relation": relation.ref, "kind": kind, "person": other.person.ref, "agreed": agreed}
    record_audit(actor=actor, now=now, tag="person.related", subject=one.person.ref, details=details)
    return Related(relation.ref)


def _oldest(person: Person) -> Record:
    record = person.records.order_by("pk").first()
    if record is None:
        raise NotFound("person")
    return record

"""An officer says whether two records are one person; every verdict can be taken back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from appealdesk.audit.actions.record import record_audit
from appealdesk.core.names.keys import KEYS_VERSION
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.people.access import access_record, hold_persons, may_see_people
from appealdesk.people.actions.settle import settle_persons
from appealdesk.people.inputs import JudgementInput
from appealdesk.people.models import Judgement, Record
from appealdesk.people.queries.frequencies import frequency_in_force
from appealdesk.people.queries.identities import open_identity
from appealdesk.people.queries.likeness import Likeness, compare

__all__ = ["SUPERSEDED", "Judged", "judge_records"]

# Why a judgement does not hold any more: a later one about the same pair took its place.
SUPERSEDED: Final = "superseded"


@dataclass(frozen=True, slots=True)
class Judged:
    """The judgement, and whose the two records are now."""

    ref: str
    person_a: str
    person_b: str


def judge_records(*, actor: Actor, now: datetime, entry: JudgementInput) -> Judged:
    """Record a verdict about two records; an earlier verdict about the pair is superseded.

    Raises Refusal where the verdict contradicts what other judgements say, and about a record that was erased.
    """
    with acting(actor):
        hold_persons(actor, alone=True)
        one, other = _pair(actor, entry)
        likeness = _likeness(actor, one, other)
        _supersede(one, other, actor, now)
        judgement = Judgement.objects.create(
            ref=new_ref("J"),
            organisation_id=one.organisation_id,
            a=one,
            b=other,
            verdict=entry.verdict,
            source=Judgement.Source.OFFICER,
            bits=likeness.bits,
            reasons=list(entry.reasons),
            evidence=likeness.stored(),
            key_version=KEYS_VERSION,
            author=actor.ref,
            at=now,
        )
        settle_persons(actor=actor, now=now, one=one, other=other)
        details = {"a": one.ref, "b": other.ref, "verdict": entry.verdict}
        record_audit(actor=actor, now=now, tag="judgement.recorded", subject=judgement.ref, details=details)
        return Judged(judgement.ref, one.person.ref, other.person.ref)


def _pair(actor: Actor, entry: JudgementInput) -> tuple[Record, Record]:
    if not may_see_people(actor):
        raise NotFound("record")
    records = sorted(
        (access_record(actor, ref) for ref in {entry.record_a, entry.record_b}), key=lambda record: record.pk
    )
    if len(records) != 2:
        raise Refusal("people.judgement_pair", "A judgement is about two different records.")
    return records[0], records[1]


def _likeness(actor: Actor, one: Record, other: Record) -> Likeness:
    """What the rule finds, kept beside what the officer says."""
    mine, theirs = (
        open_identity(record_ref=record.ref, wrapped_key=record.wrapped_key, sealed=record.sealed)
        for record in (one, other)
    )
    if mine is None or theirs is None:
        raise Refusal("people.judgement_erased", "One of the two records was erased, so nobody can compare them.")
    return compare(mine, theirs, frequency_in_force(actor))


def _supersede(one: Record, other: Record, actor: Actor, now: datetime) -> None:
    Judgement.objects.filter(a=one, b=other, revoked_at__isnull=True).update(
        revoked_at=now, revoked_by=actor.ref, revoked_for=SUPERSEDED
    )

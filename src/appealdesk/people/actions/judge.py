"""An officer says whether two records are one person; every verdict can be taken back."""

from dataclasses import dataclass
from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.core.names.keys import KEYS_VERSION
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.people.access import access_record, may_see_people
from appealdesk.people.actions.settle import settle_persons
from appealdesk.people.inputs import JudgementInput
from appealdesk.people.models import Judgement, Record

__all__ = ["Judged", "judge_records"]


@dataclass(frozen=True, slots=True)
class Judged:
    """The judgement, and whose the two records are now."""

    ref: str
    person_a: str
    person_b: str


def judge_records(*, actor: Actor, now: datetime, entry: JudgementInput) -> Judged:
    """Record a verdict about two records; an earlier verdict about the pair is superseded."""
    with acting(actor):
        one, other = _pair(actor, entry)
        _supersede(one, other, now)
        judgement = Judgement.objects.create(
            ref=new_ref("J"),
            organisation_id=one.organisation_id,
            a=one,
            b=other,
            verdict=entry.verdict,
            source=Judgement.Source.OFFICER,
            reasons=list(entry.reasons),
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


def _supersede(one: Record, other: Record, now: datetime) -> None:
    Judgement.objects.filter(a=one, b=other, revoked_at__isnull=True).update(revoked_at=now)

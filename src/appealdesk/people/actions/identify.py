"""Who is this? Attaches what a source says to a known person, makes a new one, or asks an officer.

The rule is in `people.queries.likeness`. Nothing is ever joined on a name alone, and a record that was stored stays as
it was: joining and parting are judgements about records. An attached record begins a reference of its own, which leads
to the person; what the apps above keep leads to them through it, also when the record is parted from the others later.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.core.names.keys import KEYS_VERSION
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting, fetch_all
from appealdesk.foundation.ids import new_ref
from appealdesk.people.access import hold_persons
from appealdesk.people.actions.store import store_record
from appealdesk.people.inputs import IdentityInput
from appealdesk.people.models import Judgement, KeyKind, Person, Record
from appealdesk.people.queries.candidates import Found, find_records
from appealdesk.people.queries.frequencies import frequency_of
from appealdesk.people.queries.identities import open_identity
from appealdesk.people.queries.keys import Key, keys_of
from appealdesk.people.queries.likeness import Likeness, Outcome, compare

__all__ = ["Identified", "identify_person"]

# A name alone finds too many to open, and joins nobody.
_JOINING = frozenset({KeyKind.PHONE, KeyKind.MAIL, KeyKind.NAME_AND_BIRTH})
# More records than this of one person are not opened to look for a veto; the newest are.
_MOST_WEIGHED = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """Whose record it is now, and the key to keep beside what it led to; `how` is attached, created or question."""

    person_ref: str
    person_id: int
    record_ref: str
    record_id: int
    how: str


def identify_person(
    *,
    actor: Actor,
    now: datetime,
    identity: IdentityInput,
    source: str,
    source_ref: str,
    given_at: datetime | None = None,
    apart_from: int | None = None,
) -> Identified:
    """Store what a source says about somebody, once; the same source again gives the first answer.

    `given_at` is when it was said, where that was not now. `apart_from` is the record of somebody who is known to be
    another person, whatever the two share.
    """
    with acting(actor):
        keys = keys_of(identity)
        asked = [key for key in keys if key.kind in _JOINING]
        hold_persons(actor, alone=False)
        _queue_up(asked, source=source, source_ref=source_ref)
        earlier = _earlier(actor, source, source_ref)
        if earlier is not None:
            return earlier
        another = Record.objects.get(pk=apart_from).person_id if apart_from is not None else None
        others = [found for found in find_records(actor=actor, keys=asked) if found.person_id != another]
        likely = _without_vetoes(identity, _weigh(identity, others))
        same = [found for found, likeness in likely if likeness.outcome is Outcome.SAME]
        person = Person.objects.get(pk=same[0].person_id) if same else _new_person(actor, now, identity)
        record = store_record(
            actor=actor,
            now=now,
            identity=identity,
            person=person,
            source=source,
            source_ref=source_ref,
            given_at=given_at,
        )
        kept = _new_person(actor, now, identity, record=record) if same else person
        _judge(actor, now, record, likely)
        how = "attached" if same else "question" if likely else "created"
        details = {"record": record.ref, "source": source, "source_ref": source_ref, "how": how}
        record_audit(actor=actor, now=now, tag="person.identified", subject=person.ref, details=details)
    return _answer(record, kept, how)


def _answer(record: Record, kept: Person, how: str) -> Identified:
    person = record.person
    return Identified(person_ref=person.ref, person_id=kept.pk, record_ref=record.ref, record_id=record.pk, how=how)


def _queue_up(keys: Sequence[Key], *, source: str, source_ref: str) -> None:
    """Two workers that hold statements of one person wait for each other, so that only one makes the person.

    The locks are taken in one order, so that nobody waits in a circle, and end with the transaction.
    """
    names = {f"{source}/{source_ref}".encode(), *(key.token for key in keys)}
    fetch_all(
        "SELECT pg_advisory_xact_lock(number) FROM unnest(%s::bigint[]) AS number",
        [sorted(int.from_bytes(name[-8:], "big", signed=True) for name in names)],
    )


def _earlier(actor: Actor, source: str, source_ref: str) -> Identified | None:
    record = (
        Record.objects.select_related("person")
        .filter(organisation_id=actor.own_organisation, source=source, source_ref=source_ref)
        .first()
    )
    if record is None:
        return None
    verdicts = set(record.judgements_as_b.filter(source=Judgement.Source.RULE).values_list("verdict", flat=True))
    how = "attached" if Judgement.Verdict.SAME in verdicts else "question" if verdicts else "created"
    own = Person.objects.filter(began_with=record).order_by("pk").first()
    return _answer(record, own or record.person, how)


def _weigh(identity: IdentityInput, found: Sequence[Found]) -> list[tuple[Found, Likeness]]:
    frequency = frequency_of(found[0].frequencies) if found else None
    pairs = [(other, compare(identity, other.identity, frequency)) for other in found]
    return [(other, likeness) for other, likeness in pairs if likeness.outcome is not Outcome.NOTHING]


def _without_vetoes(identity: IdentityInput, likely: Sequence[tuple[Found, Likeness]]) -> list[tuple[Found, Likeness]]:
    """A person of whom any record forbids it is not joined without an officer, whatever the other records say."""
    joinable = {found.person_id for found, likeness in likely if likeness.outcome is Outcome.SAME}
    if not joinable:
        return list(likely)
    forbidding = set()
    for record in Record.objects.filter(person__in=joinable).order_by("-pk")[:_MOST_WEIGHED]:
        said = open_identity(record_ref=record.ref, wrapped_key=record.wrapped_key, sealed=record.sealed)
        if said is not None and compare(identity, said).vetoed:
            forbidding.add(record.person_id)
    return [
        (found, replace(likeness, outcome=Outcome.QUESTION) if found.person_id in forbidding else likeness)
        for found, likeness in likely
    ]


def _new_person(actor: Actor, now: datetime, identity: IdentityInput, *, record: Record | None = None) -> Person:
    """A new person; for a `record` that was attached to a known one, a reference that leads to them."""
    return Person.objects.create(
        ref=new_ref("P"),
        organisation_id=actor.own_organisation,
        language=identity.language,
        created_at=now,
        redirects_to=record.person if record else None,
        began_with=record,
    )


def _judge(actor: Actor, now: datetime, record: Record, likely: Sequence[tuple[Found, Likeness]]) -> None:
    """One judgement for each person met: the link to the person joined, a question about each other one."""
    joined = next((found.person_id for found, like in likely if like.outcome is Outcome.SAME), None)
    strongest: dict[int, tuple[Found, Likeness]] = {}
    for found, likeness in sorted(likely, key=lambda pair: pair[1].outcome is not Outcome.SAME):
        strongest.setdefault(found.person_id, (found, likeness))
    Judgement.objects.bulk_create(
        Judgement(
            ref=new_ref("J"),
            organisation_id=record.organisation_id,
            a_id=found.record_id,
            b=record,
            verdict=Judgement.Verdict.SAME if person_id == joined else Judgement.Verdict.UNDECIDED,
            source=Judgement.Source.RULE,
            bits=likeness.bits,
            reasons=list(likeness.reasons),
            evidence=likeness.stored(),
            key_version=KEYS_VERSION,
            author=actor.ref,
            at=now,
        )
        for person_id, (found, likeness) in strongest.items()
    )

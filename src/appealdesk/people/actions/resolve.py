"""Looking for persons who are recorded more than once, among all records or those that are new since the last time.

The batch finds the pairs; what becomes of a pair is decided by `people.queries.likeness`, the function that decides
when somebody is taken in, so that both give two records the same bits. Certain pairs are joined, possible ones become a
question for an officer, and a pair about which anything was ever judged is left as it is.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from django.db.models import Q

from appealdesk.audit.actions.record import record_audit
from appealdesk.core.linking.model import model_from_json
from appealdesk.core.names.keys import KEYS_VERSION
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import Refusal
from appealdesk.people.access import hold_persons
from appealdesk.people.actions.settle import settle_persons
from appealdesk.people.inputs import IdentityInput
from appealdesk.people.linkage.link import Engine, Link, Outcome, link_records
from appealdesk.people.models import Judgement, Record, Resolution
from appealdesk.people.queries.likeness import Likeness, compare
from appealdesk.people.queries.likeness import Outcome as Rule
from appealdesk.people.queries.resolving import (
    ResolutionPage,
    facts_of,
    newest_record,
    opened_records,
    page_of_resolution,
    records_to_compare,
)

__all__ = ["resolve_records"]

CHUNK: Final = 200
_COUNTED: Final = ("status", "finished_at", "total", "done", "joined", "asked", "weights")


def resolve_records(
    *,
    actor: Actor,
    now: datetime,
    engine: Engine,
    everybody: bool = False,
    chunk: int = CHUNK,
    on_progress: Callable[[ResolutionPage], None] = lambda page: None,
) -> ResolutionPage:
    """Go on with a search that was cut off, or do a new one: of the records since the last one, or of `everybody`."""
    resolution = _begun(actor, now, everybody=everybody)
    with acting(actor):
        keys = records_to_compare(actor, after=resolution.after_record_id, last=resolution.last_record_id)
        before = Resolution.objects.filter(organisation_id=actor.own_organisation).exclude(weights="").last()
    opened = dict(opened_records(actor, keys))
    places = list(opened)
    linked = link_records(
        ((0, facts_of(said)) for said in opened.values()),
        engine=engine,
        in_parts=False,
        between_sources=False,
        model=model_from_json(before.weights) if before is not None and not everybody else None,
    )
    fresh = [
        (places[link.left], places[link.right], link)
        for link in sorted(linked.links, key=lambda link: (-link.bits, link.left, link.right))
        if places[link.right] > resolution.after_record_id
    ]
    resolution.total = len(fresh)
    resolution.done = 0
    resolution.weights = linked.model.to_json()
    for start in range(0, len(fresh), chunk):
        _look_at(actor, now, resolution, fresh[start : start + chunk], opened)
        on_progress(page_of_resolution(resolution, records=len(keys)))
    with acting(actor):
        resolution.status, resolution.finished_at = Resolution.Status.FINISHED, now
        resolution.save(update_fields=_COUNTED)
        details = {"records": len(keys), "joined": resolution.joined, "asked": resolution.asked}
        record_audit(actor=actor, now=now, tag="persons.resolved", subject=resolution.ref, details=details)
    return page_of_resolution(resolution, records=len(keys))


def _begun(actor: Actor, now: datetime, *, everybody: bool) -> Resolution:
    with acting(actor):
        own = Resolution.objects.filter(organisation_id=actor.own_organisation).order_by("pk")
        running = own.filter(status=Resolution.Status.RUNNING).first()
        if running is not None:
            return running
        last = own.last()
        return Resolution.objects.create(
            ref=new_ref("L"),
            organisation_id=actor.own_organisation,
            started_at=now,
            started_by=actor.ref,
            after_record_id=0 if everybody or last is None else last.last_record_id,
            last_record_id=newest_record(actor),
        )


def _look_at(
    actor: Actor,
    now: datetime,
    resolution: Resolution,
    pairs: Sequence[tuple[int, int, Link]],
    opened: dict[int, IdentityInput],
) -> None:
    """One part, in one transaction with how far the search came."""
    with acting(actor):
        hold_persons(actor, alone=True)
        records = {
            record.pk: record
            for record in Record.objects.select_related("person").filter(
                organisation_id=actor.own_organisation,
                sealed__isnull=False,
                pk__in={key for left, right, _ in pairs for key in (left, right)},
            )
        }
        for left, right, link in pairs:
            if left in records and right in records:
                _judge(actor, now, resolution, (records[left], records[right]), link, opened)
        resolution.done += len(pairs)
        resolution.save(update_fields=_COUNTED)


def _judge(
    actor: Actor,
    now: datetime,
    resolution: Resolution,
    pair: tuple[Record, Record],
    link: Link,
    opened: dict[int, IdentityInput],
) -> None:
    one, other = pair
    one.refresh_from_db(fields=["person"])
    other.refresh_from_db(fields=["person"])
    if one.person_id == other.person_id or _judged_before(one, other):
        return
    likeness = compare(opened[one.pk], opened[other.pk])
    if likeness.outcome is Rule.SAME:
        try:
            with acting(actor):
                _store(actor, now, pair, likeness, Judgement.Verdict.SAME)
                settle_persons(actor=actor, now=now, one=one, other=other)
            resolution.joined += 1
            return
        except Refusal:
            # Somebody judged that two of their records are different people, so that a person has to look.
            pass
    elif likeness.vetoed or (likeness.outcome is Rule.NOTHING and link.outcome is not Outcome.SAME):
        return
    _store(actor, now, pair, likeness, Judgement.Verdict.UNDECIDED)
    resolution.asked += 1


def _judged_before(one: Record, other: Record) -> bool:
    """Whether anything was ever judged about any records of the two persons, taken back or not."""
    mine, theirs = one.person_id, other.person_id
    return Judgement.objects.filter(
        Q(a__person=mine, b__person=theirs) | Q(a__person=theirs, b__person=mine) | Q(a=one, b=other)
    ).exists()


def _store(
    actor: Actor, now: datetime, pair: tuple[Record, Record], likeness: Likeness, verdict: Judgement.Verdict
) -> None:
    Judgement.objects.create(
        ref=new_ref("J"),
        organisation_id=actor.own_organisation,
        a=pair[0],
        b=pair[1],
        verdict=verdict,
        source=Judgement.Source.MODEL,
        bits=likeness.bits,
        reasons=list(likeness.reasons),
        evidence=likeness.stored(),
        key_version=KEYS_VERSION,
        author=actor.ref,
        at=now,
    )

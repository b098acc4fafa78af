"""Looking for persons who are recorded more than once, among all records or those that are new since the last time.

The batch finds the pairs; what becomes of a pair is decided by `people.queries.likeness`, the function that decides
when somebody is taken in, so that both give two records the same bits. Certain pairs are joined, possible ones become a
question for an officer, and a pair about which anything was ever judged is left as it is.

An operator's search is done in one go. An officer's takes turns of some thousand records, each compared with all that
came before it, so that letters and enquiries never wait for long.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Max, Q

from appealdesk.audit.actions.record import record_audit
from appealdesk.core.linking.model import Model, model_from_json
from appealdesk.core.names.keys import KEYS_VERSION
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting, fetch_value
from appealdesk.foundation.events import emit
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import Refusal
from appealdesk.people.access import access_resolution, hold_persons
from appealdesk.people.actions.settle import settle_persons
from appealdesk.people.events import ResolutionAdvanced
from appealdesk.people.inputs import IdentityInput
from appealdesk.people.linkage.link import Engine, Link, Outcome, link_records
from appealdesk.people.models import Judgement, Record, Resolution
from appealdesk.people.queries.frequencies import count_names, frequency_in_force
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

__all__ = ["resolve_records", "resolve_turn"]

CHUNK: Final = 200
TURN: Final = 2_000
# What each fact weighs is learnt from the first turn, where no earlier search has, and so that one is longer.
_LEARNT_FROM: Final = 10_000
_END_OF_TURN: Final = """
SELECT max(id) FROM (
    SELECT id FROM people_record WHERE organisation_id = %s AND id > %s AND id <= %s ORDER BY id LIMIT %s) AS turn
"""
_FOUND: Final = ("total", "done", "joined", "asked", "weights")
_AT_THE_END: Final = ("status", "finished_at", "frequencies")


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
    known = None if everybody else _known_model(actor)
    found = _compare_all(actor, engine, after=resolution.after_record_id, last=resolution.last_record_id, model=known)
    fresh, opened = found.fresh, found.opened
    resolution.total = len(fresh)
    resolution.done = 0
    resolution.weights = found.weights
    for start in range(0, len(fresh), chunk):
        _look_at(actor, now, resolution, fresh[start : start + chunk], opened)
        on_progress(page_of_resolution(resolution, records=found.records))
    with acting(actor):
        resolution.save(update_fields=_FOUND)
        _finish(actor, now, resolution, records=found.records)
    return page_of_resolution(resolution, records=found.records)


def resolve_turn(*, actor: Actor, now: datetime, engine: Engine, resolution_ref: str, turn: int = TURN) -> bool:
    """The next turn of an officer's search; false where it has ended. One that was cut off is done again."""
    with acting(actor):
        resolution = access_resolution(actor, resolution_ref)
        if resolution.status != Resolution.Status.RUNNING or not resolution.by_turns:
            return False
        known = model_from_json(resolution.weights) if resolution.weights else None
        if known is None and resolution.after_record_id:
            known = _known_model(actor)
        most = turn if known is not None else max(turn, _LEARNT_FROM)
        after, last = resolution.cursor_record_id, resolution.last_record_id
        end = fetch_value(_END_OF_TURN, [actor.own_organisation, after, last, most])
        seen = Record.objects.filter(organisation_id=actor.own_organisation, pk__gt=after, pk__lte=end or 0).count()
    if end is None:
        return _end_turns(actor, now, resolution_ref)
    found = _compare_all(actor, engine, after=after, last=end, model=known)
    resolution.total += len(found.fresh)
    resolution.weights = found.weights
    for start in range(0, len(found.fresh), CHUNK):
        _look_at(actor, now, resolution, found.fresh[start : start + CHUNK], found.opened)
    with acting(actor):
        held = access_resolution(actor, resolution_ref)
        if held.status != Resolution.Status.RUNNING:
            # Stopped meanwhile: what this turn found stays, and the next search looks at its records again.
            return False
        resolution.cursor_record_id, resolution.seen = end, resolution.seen + seen
        resolution.save(update_fields=["cursor_record_id", "seen", *_FOUND])
        emit(ResolutionAdvanced(resolution_ref=resolution.ref), actor=actor, now=now)
    return True


def _end_turns(actor: Actor, now: datetime, resolution_ref: str) -> bool:
    with acting(actor):
        resolution = access_resolution(actor, resolution_ref)
        if resolution.status == Resolution.Status.RUNNING:
            _finish(actor, now, resolution, records=resolution.seen)
    return False


def _finish(actor: Actor, now: datetime, resolution: Resolution, *, records: int) -> None:
    """From now on the names weigh by what is counted here, wherever two records are compared."""
    resolution.status, resolution.finished_at = Resolution.Status.FINISHED, now
    resolution.frequencies = count_names(actor=actor, last=resolution.last_record_id)
    resolution.save(update_fields=_AT_THE_END)
    details = {"records": records, "joined": resolution.joined, "asked": resolution.asked}
    record_audit(actor=actor, now=now, tag="persons.resolved", subject=resolution.ref, details=details)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compared:
    """Likely pairs with a new record in each, the likeliest first, and what the records say that were opened."""

    fresh: Sequence[tuple[int, int, Link]]
    opened: dict[int, IdentityInput]
    records: int
    weights: str


def _compare_all(actor: Actor, engine: Engine, *, after: int, last: int, model: Model | None) -> _Compared:
    """Open the records after one up to another, and those that share something with them, and link them."""
    with acting(actor):
        keys = records_to_compare(actor, after=after, last=last)
    opened = dict(opened_records(actor, keys))
    places = list(opened)
    linked = link_records(
        ((0, facts_of(said)) for said in opened.values()),
        engine=engine,
        in_parts=False,
        between_sources=False,
        model=model,
    )
    fresh = [
        (places[link.left], places[link.right], link)
        for link in sorted(linked.links, key=lambda link: (-link.bits, link.left, link.right))
        if places[link.right] > after
    ]
    return _Compared(fresh=fresh, opened=opened, records=len(keys), weights=linked.model.to_json())


def _known_model(actor: Actor) -> Model | None:
    """What an earlier search learnt."""
    with acting(actor):
        before = Resolution.objects.filter(organisation_id=actor.own_organisation).exclude(weights="").last()
    return model_from_json(before.weights) if before is not None else None


def _begun(actor: Actor, now: datetime, *, everybody: bool) -> Resolution:
    with acting(actor):
        own = Resolution.objects.filter(organisation_id=actor.own_organisation).order_by("pk")
        running = own.filter(status=Resolution.Status.RUNNING).first()
        if running is not None and running.by_turns:
            raise Refusal("people.resolving_already", "A search is under way already. Look at how far it is.")
        if running is not None:
            return running
        last = own.aggregate(last=Max("last_record_id"))["last"]
        return Resolution.objects.create(
            ref=new_ref("L"),
            organisation_id=actor.own_organisation,
            started_at=now,
            started_by=actor.ref,
            after_record_id=0 if everybody else last or 0,
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
        frequency = frequency_in_force(actor)

        def weigh(one: int, other: int) -> Likeness:
            return compare(opened[one], opened[other], frequency)

        for left, right, link in pairs:
            if left in records and right in records:
                _judge(actor, now, resolution, (records[left], records[right]), link, weigh)
        resolution.done += len(pairs)
        resolution.save(update_fields=_FOUND)


def _judge(
    actor: Actor,
    now: datetime,
    resolution: Resolution,
    pair: tuple[Record, Record],
    link: Link,
    weigh: Callable[[int, int], Likeness],
) -> None:
    one, other = pair
    one.refresh_from_db(fields=["person"])
    other.refresh_from_db(fields=["person"])
    if one.person_id == other.person_id or _judged_before(one, other):
        return
    likeness = weigh(one.pk, other.pk)
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

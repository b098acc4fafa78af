"""Compare subjects with entries that share a key, and keep as hits those that a person should look at.

An answer "not the same" holds for a pair until either side says something else that matters; then it is asked.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from appealdesk.audit.actions.record import record_audits
from appealdesk.audit.inputs import AuditEntry
from appealdesk.core.sanctions.match import MATCH_VERSION, Match, match
from appealdesk.core.sanctions.match import Subject as Compared
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit_many
from appealdesk.foundation.ids import new_ref
from appealdesk.sanctions.events import HitFound
from appealdesk.sanctions.models import Hit, ListEntry, Subject
from appealdesk.sanctions.queries.entries import as_entry
from appealdesk.sanctions.queries.subjects import rows_that_stand_for

__all__ = ["find_hits"]

_WAITING = (Hit.Status.OPEN, Hit.Status.ESCALATED)


def find_hits(*, actor: Actor, now: datetime, pairs: Sequence[tuple[Subject, Compared, ListEntry]]) -> tuple[str, ...]:
    """The references of the new hits. Subjects are stored rows whose digest is that of what is compared."""
    found = [
        (row, entry, result)
        for row, compared, entry in pairs
        if (result := match(compared, as_entry(entry))) is not None
    ]
    with acting(actor):
        earlier = _earlier(actor, found)
        fresh, lapsed, again = [], [], []
        for row, entry, result in found:
            before = earlier.get((row.pk, entry.code, entry.uid), [])
            same = next((hit for hit in before if _same_words(hit, row, entry)), None)
            if any(hit.status == Hit.Status.CONFIRMED for hit in before):
                continue
            lapsed += [hit.pk for hit in before if hit.status in _WAITING and hit is not same]
            if same is None:
                fresh.append(_hit(actor, now, row, entry, result, before[-1] if before else None))
            elif same.status == Hit.Status.LAPSED and same.entry_id == entry.pk:
                again.append(same.pk)
            elif same.status == Hit.Status.LAPSED:
                fresh.append(_hit(actor, now, row, entry, result, same))
        Hit.objects.filter(pk__in=again).update(status=Hit.Status.OPEN)
        Hit.objects.filter(pk__in=lapsed).update(status=Hit.Status.LAPSED)
        Hit.objects.bulk_create(fresh, ignore_conflicts=True)
        stored = list(Hit.objects.filter(ref__in=[hit.ref for hit in fresh]).select_related("subject", "entry"))
        record_audits(
            actor=actor,
            now=now,
            entries=[
                AuditEntry("sanctions_hit.found", hit.ref, {"list": hit.entry.code, "entry": hit.entry.uid})
                for hit in stored
            ],
        )
        emit_many(
            [
                HitFound(hit_ref=hit.ref, person_id=hit.subject.person_id, payee_ref=hit.subject.payee_ref)
                for hit in stored
            ],
            actor=actor,
            now=now,
        )
    return tuple(hit.ref for hit in stored)


def _earlier(actor: Actor, found: Sequence[tuple[Subject, ListEntry, Match]]) -> dict[tuple[int, str, str], list[Hit]]:
    """The hits of each pair of subject and entry, whatever was known then and of whomever of those who are now joined
    it was asked, the oldest first."""
    stands_for = rows_that_stand_for(actor=actor, rows=[row for row, _, _ in found])
    hits = Hit.objects.filter(
        organisation_id=actor.own_organisation,
        subject_id__in=stands_for,
        entry__uid__in={entry.uid for _, entry, _ in found},
    )
    by_pair: dict[tuple[int, str, str], list[Hit]] = {}
    for hit in hits.select_related("entry").order_by("pk"):
        by_pair.setdefault((stands_for[hit.subject_id], hit.entry.code, hit.entry.uid), []).append(hit)
    return by_pair


def _same_words(before: Hit, row: Subject, entry: ListEntry) -> bool:
    """Whether the hit was about what is known now, on both sides: then it is asked already, or answered."""
    return bytes(before.digest or b"") == bytes(row.digest or b"") and before.entry.digest == entry.digest


def _hit(actor: Actor, now: datetime, row: Subject, entry: ListEntry, result: Match, before: Hit | None) -> Hit:
    place = next(place for place, name in enumerate(as_entry(entry).names) if name == result.name)
    return Hit(
        ref=new_ref("H"),
        organisation_id=actor.own_organisation,
        subject=row,
        entry=entry,
        digest=row.digest,
        name=place,
        bits=Decimal(str(result.bits)),
        reasons=[[reason.feature, reason.level, round(reason.bits, 2)] for reason in result.reasons],
        rules=MATCH_VERSION,
        found_at=now,
        after=before,
    )

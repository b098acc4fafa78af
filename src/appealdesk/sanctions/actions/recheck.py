"""Check everybody against what a new version of a list brought: set by set, with progress, resumable.

Donors are found by the keyed tokens of the new entries' names; only who shares one is opened. Donors who are named in
kana alone share none with Latin letters, so that they are opened and found by their sounds. Payees are named by the app
that pays them, which hears of the same version.
"""

from dataclasses import dataclass
from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.core.sanctions.blocking import subject_keys
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.people.queries.bearers import bearers_of, hard_to_find
from appealdesk.sanctions.actions.find import find_hits
from appealdesk.sanctions.models import CheckRun, Hit, ListEntry, ListVersion, Subject
from appealdesk.sanctions.queries.entries import entries_by_keys, keys_of_entries
from appealdesk.sanctions.queries.subjects import donors, rows_of

__all__ = ["Rechecked", "recheck_everybody"]

_ENTRIES = 1_000
_SUBJECTS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rechecked:
    """How many steps the run had, and how many hits it found."""

    total: int
    hits: int


def recheck_everybody(*, actor: Actor, now: datetime, version_id: int) -> Rechecked:
    """Run, or go on with a run that was interrupted; a finished one changes nothing."""
    run = _begin(actor, now, version_id)
    while run.finished_at is None:
        with acting(actor):
            run = CheckRun.objects.select_for_update().get(pk=run.pk)
            if not _next_entries(actor, now, run) and not _next_subjects(actor, now, run):
                _finish(actor, now, run)
            run.save(update_fields=["done", "entry_cursor", "subject_cursor", "hits", "finished_at"])
    return Rechecked(total=run.total, hits=run.hits)


def _begin(actor: Actor, now: datetime, version_id: int) -> CheckRun:
    with acting(actor):
        entries = ListEntry.objects.filter(since_id=version_id).count()
        subjects = Subject.objects.filter(organisation_id=actor.own_organisation, kind=Subject.Kind.DONOR).count()
        run, _ = CheckRun.objects.get_or_create(
            organisation_id=actor.own_organisation,
            version_id=version_id,
            defaults={"total": entries + (subjects if entries else 0), "started_at": now},
        )
        _let_lapse(actor, run.version)
    return run


def _let_lapse(actor: Actor, version: ListVersion) -> None:
    """Nobody needs to decide about an entry that is no longer listed; a changed one is asked about anew."""
    still = ListEntry.objects.filter(code=version.code, until__isnull=True).values("uid")
    Hit.objects.filter(
        organisation_id=actor.own_organisation,
        status__in=(Hit.Status.OPEN, Hit.Status.ESCALATED),
        entry__code=version.code,
        entry__until__isnull=False,
    ).exclude(entry__uid__in=still).update(status=Hit.Status.LAPSED)


def _next_entries(actor: Actor, now: datetime, run: CheckRun) -> bool:
    """Ask who bears a name of the next entries; False once none is left."""
    entries = ListEntry.objects.filter(since_id=run.version_id, pk__gt=run.entry_cursor).order_by("pk")[:_ENTRIES]
    listed = {entry.pk: entry for entry in entries}
    if not listed:
        return False
    found = bearers_of(actor=actor, keys=keys_of_entries(listed))
    bearers = {person_id for _, person_id in found}
    rows = rows_of(actor=actor, person_ids=bearers)
    opened = donors(actor=actor, person_ids=rows)
    run.hits += len(
        find_hits(
            actor=actor,
            now=now,
            pairs=[
                (rows[person_id], opened[person_id], listed[place])
                for place, person_id in sorted(found)
                if person_id in rows and person_id in opened
            ],
        )
    )
    run.entry_cursor = max(listed)
    run.done += len(listed)
    return True


def _next_subjects(actor: Actor, now: datetime, run: CheckRun) -> bool:
    """Open the next donors whom the keys may have missed; False once none is left."""
    if run.entry_cursor == 0:
        return False
    own = Subject.objects.filter(organisation_id=actor.own_organisation, kind=Subject.Kind.DONOR)
    rows = list(own.filter(pk__gt=run.subject_cursor).order_by("pk")[:_SUBJECTS])
    if not rows:
        return False
    asked = rows_of(actor=actor, person_ids=[row.person_id for row in rows if row.person_id is not None])
    # Whoever was joined to somebody is checked under one row, and so once.
    keys = {row.pk for row in rows}
    by_person = {person_id: row for person_id, row in asked.items() if row.pk in keys}
    missed = hard_to_find(actor=actor, person_ids=by_person)
    opened = donors(actor=actor, person_ids=missed)
    found = entries_by_keys({person_id: subject_keys(subject.names) for person_id, subject in opened.items()})
    run.hits += len(
        find_hits(
            actor=actor,
            now=now,
            pairs=[
                (by_person[person_id], opened[person_id], entry)
                for person_id, entries in sorted(found.items())
                for entry in entries
                if entry.since_id == run.version_id
            ],
        )
    )
    run.subject_cursor = rows[-1].pk
    run.done += len(rows)
    return True


def _finish(actor: Actor, now: datetime, run: CheckRun) -> None:
    run.finished_at = now
    run.done = run.total
    details = {"list": run.version.code, "version": run.version_id, "hits": run.hits}
    record_audit(actor=actor, now=now, tag="sanctions_check.finished", subject=run.version.code, details=details)

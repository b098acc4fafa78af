"""Load a sanctions list: what is new in it, what changed and what is gone; or refuse the file whole.

A file that cannot be read, and one with far fewer entries than the last, are refused and the refusal is kept, so that
the desk knows that it looks at an older list. The same bytes again change nothing but the day on which they were seen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from appealdesk.appeals.queries.appeals import organisation_ids
from appealdesk.audit.actions.record import record_audit
from appealdesk.core.sanctions import LISTS, ListBatch, SanctionsEntry, SanctionsRefused, material_digest, read_list
from appealdesk.core.sanctions.blocking import BlockingKey, entry_keys
from appealdesk.core.sanctions.match import MATCH_VERSION
from appealdesk.foundation.actor import Actor, system_actor
from appealdesk.foundation.db import acting, copy_rows, execute
from appealdesk.foundation.events import emit
from appealdesk.foundation.refusals import Refusal
from appealdesk.sanctions.events import SanctionsListLoaded
from appealdesk.sanctions.models import EntryKey, ListEntry, ListVersion

__all__ = ["LISTS_LOCK", "LoadedList", "load_list"]

LISTS_LOCK = 0x5A << 48
"""Whoever checks somebody new holds this shared: a list that is loaded at that moment then meets them in its run."""

_LEAST_OF_LAST = 0.8
_BATCH = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedList:
    """How many entries the file has, and how many are new, changed and gone; `known` if the same bytes were there."""

    version_id: int
    read: int
    new: int
    changed: int
    gone: int
    known: bool = False


def load_list(*, actor: Actor, now: datetime, code: str, data: bytes, accept_fewer: bool = False) -> LoadedList:
    """Load one file; `accept_fewer` takes one that names far fewer than the last, once somebody has looked at it."""
    if code not in LISTS:
        raise Refusal("sanctions.list_unknown", f'There is no list "{code:.20}"; known are {", ".join(LISTS)}.')
    try:
        batch = read_list(code, data)
    except SanctionsRefused as error:
        raise _refused(actor, now, ListVersion(code=code, cause="unreadable"), str(error)) from error
    # Keys cost the most, and nobody waits for them.
    digests = {entry.uid: material_digest(entry) for entry in batch.entries}
    held = dict(_in_force(code).values_list("uid", "digest"))
    fresh = [entry for entry in batch.entries if held.get(entry.uid) != digests[entry.uid]]
    keys = {entry.uid: entry_keys(entry) for entry in fresh}
    version = ListVersion(code=code, sha256=batch.sha256, published_on=batch.published_on, entries=len(batch.entries))
    if not accept_fewer and (doubt := _doubt(version)):
        version.cause = ListVersion.Cause.FEWER
        raise _refused(actor, now, version, doubt)
    with acting(actor):
        execute("SELECT pg_advisory_xact_lock(%s)", [LISTS_LOCK])
        latest = _latest(code)
        if latest is not None and latest.sha256 == batch.sha256:
            ListVersion.objects.filter(pk=latest.pk).update(seen_at=now)
            return LoadedList(version_id=latest.pk, read=len(batch.entries), new=0, changed=0, gone=0, known=True)
        if dict(_in_force(code).values_list("uid", "digest")) != held:
            raise Refusal(
                "sanctions.loaded_meanwhile", "Another file of this list was loaded meanwhile; load it again."
            )
        loaded = _store(actor, now, version, batch, fresh, keys, digests, held)
        details = {
            "list": code,
            "version": loaded.version_id,
            "read": loaded.read,
            "new": loaded.new,
            "changed": loaded.changed,
            "gone": loaded.gone,
            "sha256": batch.sha256,
        }
        record_audit(actor=actor, now=now, tag="sanctions_list.loaded", subject=code, details=details)
        for organisation_id in organisation_ids():
            worker = system_actor(organisation_id, ref=actor.ref)
            emit(SanctionsListLoaded(version_id=loaded.version_id), actor=worker, now=now)
    return loaded


def _store(
    actor: Actor,
    now: datetime,
    version: ListVersion,
    batch: ListBatch,
    fresh: Sequence[SanctionsEntry],
    keys: dict[str, frozenset[BlockingKey]],
    digests: dict[str, str],
    held: dict[str, str],
) -> LoadedList:
    gone = sorted(held.keys() - digests.keys())
    changed = [entry.uid for entry in fresh if entry.uid in held]
    version.loaded_at = version.seen_at = now
    version.loaded_by, version.rules = actor.ref, MATCH_VERSION
    version.new_count, version.changed_count, version.gone_count = len(fresh) - len(changed), len(changed), len(gone)
    version.save(force_insert=True)
    _end([*gone, *changed], version)
    rows = ListEntry.objects.bulk_create((_row(entry, version, digests) for entry in fresh), batch_size=_BATCH)
    copy_rows(
        "sanctions_entrykey",
        ("kind", "value", "entry_id"),
        ((kind, value, row.pk) for row in rows for kind, value in keys[row.uid]),
    )
    _keep_programmes(batch, {entry.uid for entry in fresh})
    return LoadedList(
        version_id=version.pk,
        read=len(batch.entries),
        new=version.new_count,
        changed=version.changed_count,
        gone=version.gone_count,
    )


def _end(uids: Sequence[str], version: ListVersion) -> None:
    """These entries are history from now on, and nobody is found by them any more."""
    ended = _in_force(version.code).filter(uid__in=uids)
    EntryKey.objects.filter(entry__in=ended).delete()
    ended.update(until=version)


def _keep_programmes(batch: ListBatch, fresh: Iterable[str]) -> None:
    """Programmes tell nobody apart: a change of them alone is noted and asks nobody again."""
    left = {entry.uid: list(entry.programmes) for entry in batch.entries}
    other = [row for row in _in_force(batch.code).exclude(uid__in=list(fresh)) if row.programmes != left.get(row.uid)]
    for row in other:
        row.programmes = left[row.uid]
    ListEntry.objects.bulk_update(other, ["programmes"], batch_size=_BATCH)


def _row(entry: SanctionsEntry, version: ListVersion, digests: dict[str, str]) -> ListEntry:
    return ListEntry(
        code=version.code,
        uid=entry.uid,
        kind=entry.kind.value,
        names=[[name.text, name.weak] for name in entry.names],
        births=[[born.earliest.isoformat(), born.latest.isoformat()] for born in entry.births],
        countries=list(entry.countries),
        programmes=list(entry.programmes),
        digest=digests[entry.uid],
        since=version,
    )


def _in_force(code: str) -> QuerySet[ListEntry]:
    return ListEntry.objects.filter(code=code, until__isnull=True)


def _latest(code: str) -> ListVersion | None:
    return ListVersion.objects.filter(code=code, cause="").order_by("-id").first()


def _doubt(version: ListVersion) -> str:
    """Why the file may be a part of the list, or nothing."""
    latest = _latest(version.code)
    last, count = (latest.entries or 0) if latest else 0, version.entries or 0
    if count < _LEAST_OF_LAST * last:
        return (
            f"It has {count} entries and the last one had {last}, so it may be a part of one: fetch it again, or look"
            " at it and accept fewer."
        )
    return ""


def _refused(actor: Actor, now: datetime, version: ListVersion, reason: str) -> Refusal:
    """Keep that the file was refused, which is committed on its own, and give the refusal to raise."""
    version.loaded_at = version.seen_at = now
    version.loaded_by = actor.ref
    with acting(actor):
        version.save(force_insert=True)
        details = {"list": version.code, "cause": str(version.cause)}
        record_audit(actor=actor, now=now, tag="sanctions_list.refused", subject=version.code, details=details)
    return Refusal("sanctions.list_refused", f"The file was refused, the last list stays in force. {reason}")

"""The log is what was sealed: every record, the tree, every seal's root, signature and place in the row of seals."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.db import transaction

from appealdesk.audit.models import AuditNode, AuditRecord
from appealdesk.audit.queries.seals import LOG_NAME, SealPage, all_seals, seals_after
from appealdesk.core.chain.heads import HeadError, read_head, verify, verify_note
from appealdesk.core.chain.tree import (
    EMPTY,
    Frontier,
    FrontierError,
    append,
    decode_frontier,
    hash_leaf,
    pack,
)
from appealdesk.foundation.crypto import signing_public_key
from appealdesk.foundation.violations import Invariant, Violation

__all__ = ["INVARIANTS", "log_is_intact", "verify_log", "verify_mirror"]

_NAME = "audit.log_is_intact"
_MIRROR = "audit.mirror_agrees"
_CHUNK = 2000
_STEP = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stored:
    """A record as the table holds it."""

    id: int
    epoch: int
    xid: int
    at: datetime
    organisation_id: int | None
    actor: str
    tag: str
    subject: str
    body: bytes
    leaf: bytes


def log_is_intact() -> Iterator[Violation]:
    """Every record, the tree and every seal are as they were written."""
    yield from verify_log(public_key=signing_public_key())


def verify_log(*, public_key: bytes) -> Iterator[Violation]:
    """Recompute every leaf from the stored bytes, the tree from the leaves, and check every seal against it.

    Each seal is checked from the one before it, so a violation names the seal in which the log was changed, and
    seals after it are judged on their own. One pass, streamed; memory does not grow with the log.
    """
    with transaction.atomic():
        records = _Records()
        before: SealPage | None = None
        for seal in all_seals():
            yield from _seal_violations(seal, before, public_key)
            yield from _batch_violations(seal, before, records)
            before = seal
        for record in records.rest():
            yield from _record_violations(record)
        yield from _count_nodes(before)


def verify_mirror(*, path: Path, public_key: bytes) -> Iterator[Violation]:
    """Every seal that left the machine is still in the database; this finds a log that was cut off or rewritten.

    Seals of an earlier epoch that are missing at its end are those that a restored copy did not have.
    """
    stored = {(seal.epoch, seal.size): seal for seal in seals_after(epoch=0, size=-1)}
    newest = max((epoch for epoch, _ in stored), default=0)
    last = {epoch: max(size for other, size in stored if other == epoch) for epoch, _ in stored}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        where = f"Line {number} of {path.name}"
        mirrored = _mirrored(line)
        if mirrored is None:
            yield Violation(_MIRROR, f"{where} is not a seal; it was cut off or changed.")
            continue
        epoch, size, note = mirrored
        yield from _mirror_violations(where, note, size, public_key)
        seal = stored.get((epoch, size))
        if seal is not None and seal.note(public_key) != note:
            yield Violation(_MIRROR, f"{where} differs from the seal of {size} records in the database.")
        if seal is None and (epoch >= newest or size <= last.get(epoch, 0)):
            yield Violation(_MIRROR, f"{where}, the seal of {size} records, is missing from the database.")


def _mirrored(line: str) -> tuple[int, int, str] | None:
    try:
        body = json.loads(line)
        return int(body["epoch"]), int(body["size"]), str(body["note"])
    except (ValueError, KeyError, TypeError):
        return None


def _mirror_violations(where: str, note: str, size: int, public_key: bytes) -> Iterator[Violation]:
    try:
        signed = read_head(verify_note(note, name=LOG_NAME, public_key=public_key)).size
    except HeadError as error:
        yield Violation(_MIRROR, f"{where} is not signed by this site: {error}")
        return
    if signed != size:
        yield Violation(_MIRROR, f"{where} says {size} records, and its signed note {signed}.")


class _Records:
    """All records in the order of the tree, handed out seal by seal."""

    def __init__(self) -> None:
        rows = AuditRecord.objects.order_by("epoch", "xid", "id")
        self._rows = (_stored(row) for row in rows.iterator(chunk_size=_CHUNK))
        self._next = next(self._rows, None)

    def until(self, epoch: int, hi: int) -> Iterator[_Stored]:
        """The records that come before transaction `hi` of an epoch and were not handed out yet."""
        while self._next is not None and (self._next.epoch, self._next.xid) < (epoch, hi):
            yield self._next
            self._next = next(self._rows, None)

    def rest(self) -> Iterator[_Stored]:
        """The records that no seal covers yet."""
        while self._next is not None:
            yield self._next
            self._next = next(self._rows, None)


def _stored(row: AuditRecord) -> _Stored:
    return _Stored(
        id=row.pk,
        epoch=row.epoch,
        xid=row.xid,
        at=row.at,
        organisation_id=row.organisation_id,
        actor=row.actor,
        tag=row.tag,
        subject=row.subject,
        body=bytes(row.body),
        leaf=bytes(row.leaf),
    )


def _seal_violations(seal: SealPage, before: SealPage | None, public_key: bytes) -> Iterator[Violation]:
    """The seal on its own, and its place after the one before it."""
    where = f"The seal of {seal.size} records"
    if not verify(public_key, seal.text().encode(), seal.signature):
        yield Violation(_NAME, f"{where} is not signed by this site, or was changed after it was signed.")
    if seal.previous != (bytes(32) if before is None else before.digest()):
        yield Violation(_NAME, f"{where} does not follow the seal stored before it: one was removed or changed.")
    begins = before.hi if before is not None and before.epoch == seal.epoch else 0
    if seal.lo != begins:
        yield Violation(_NAME, f"{where} begins at transaction {seal.lo} instead of {begins}.")
    frontier = _frontier(seal)
    if frontier is None or frontier.size != seal.size or frontier.root() != seal.root:
        yield Violation(_NAME, f"{where} holds a frontier that does not give its root.")


def _frontier(seal: SealPage) -> Frontier | None:
    try:
        return decode_frontier(seal.frontier)
    except FrontierError:
        return None


def _batch_violations(seal: SealPage, before: SealPage | None, records: _Records) -> Iterator[Violation]:
    """The records of one seal, appended to the tree of the seal before it."""
    found: list[Violation] = []
    start = EMPTY if before is None else (_frontier(before) or EMPTY)
    nodes: dict[tuple[int, int], bytes] = {}

    def leaves() -> Iterator[bytes]:
        for record in records.until(seal.epoch, seal.hi):
            found.extend(_record_violations(record))
            yield record.leaf

    def keep(level: int, number: int, digest: bytes) -> None:
        if level % _STEP == 0:
            nodes[level, number] = digest

    grown = append(start, leaves(), on_node=keep)
    yield from found
    if grown.size != seal.size:
        yield Violation(
            _NAME,
            f"The seal of {seal.size} records covers {seal.size - start.size} new ones, "
            f"but {grown.size - start.size} are stored: records were removed or added.",
        )
    elif grown.root() != seal.root:
        yield Violation(
            _NAME,
            f"Records {start.size} to {seal.size - 1} of the log do not give the root that was sealed: "
            "one of them was replaced.",
        )
    else:
        yield from _node_violations(nodes)


def _record_violations(record: _Stored) -> Iterator[Violation]:
    where = f"Audit record {record.id} ({record.tag} {record.subject})"
    if hash_leaf(pack(record.body)) != record.leaf:
        yield Violation(_NAME, f"{where} was changed: its bytes do not give its hash.")
        return
    repeated = {
        "at": record.at.astimezone(UTC).isoformat(),
        "organisation": record.organisation_id,
        "actor": record.actor,
        "tag": record.tag,
        "subject": record.subject,
    }
    body = json.loads(record.body)
    wrong = sorted(name for name, value in repeated.items() if body.get(name) != value)
    if wrong:
        yield Violation(_NAME, f"{where} has columns that differ from its bytes: {', '.join(wrong)}.")


def _node_violations(nodes: dict[tuple[int, int], bytes]) -> Iterator[Violation]:
    if not nodes:
        return
    kept = {
        (level, number): bytes(digest)
        for level, number, digest in AuditNode.objects.filter(number__in={number for _, number in nodes}).values_list(
            "level", "number", "hash"
        )
    }
    for (level, number), digest in nodes.items():
        if kept.get((level, number)) != digest:
            yield Violation(_NAME, f"Node {number} of level {level} is missing or does not fit its records.")


def _count_nodes(last: SealPage | None) -> Iterator[Violation]:
    size = 0 if last is None else last.size
    expected = sum(size >> level for level in range(_STEP, max(_STEP, size.bit_length()), _STEP))
    stored = AuditNode.objects.count()
    if stored != expected:
        yield Violation(_NAME, f"The log has {stored} stored nodes instead of {expected}: some were added or removed.")


INVARIANTS: tuple[Invariant, ...] = (log_is_intact,)

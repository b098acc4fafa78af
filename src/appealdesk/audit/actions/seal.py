"""Seal the records of finished transactions: append them to the Merkle tree and sign its head.

Every transaction below the snapshot's xmin has ended, so its records are all visible and none will join them later;
taking exactly those, in the order (xid, id), loses nothing and makes no writer wait.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from appealdesk.audit.models import AuditNode, AuditRecord, AuditSeal
from appealdesk.audit.queries.seals import SealPage, latest_seal
from appealdesk.core.chain.heads import sign
from appealdesk.core.chain.tree import EMPTY, append, decode_frontier, encode_frontier
from appealdesk.foundation.db import fetch_all, fetch_value
from appealdesk.foundation.refusals import Refusal

__all__ = ["NODE_STEP", "SealResult", "seal_epoch", "seal_records"]

NODE_STEP = 8
# Any number will do as long as no other part of the product takes the same advisory lock.
_SEALER = 7_302_653
_CHUNK = 5000
_NO_SEAL = bytes(32)


@dataclass(frozen=True, slots=True)
class SealResult:
    """A new seal: how many records it added, how many the log has, and the log's root."""

    records: int
    size: int
    root: bytes


def seal_records(*, now: datetime, signing_key: bytes) -> SealResult | None:
    """Seal what can be sealed; None if there is nothing, or if another sealer is at work.

    `signing_key` is an Ed25519 seed. Raises Refusal if the database was restored and no new epoch begun.
    """
    with transaction.atomic():
        if not fetch_value("SELECT pg_try_advisory_xact_lock(%s)", [_SEALER]):
            return None
        epoch = _present_epoch()
        hi = int(fetch_value("SELECT pg_snapshot_xmin(pg_current_snapshot())::text"))
        return _seal(epoch, hi, now=now, signing_key=signing_key)


def seal_epoch(*, epoch: int, now: datetime, signing_key: bytes) -> SealResult | None:
    """Seal all that is left of an epoch; the caller's transaction holds the lock that keeps writers out."""
    fetch_value("SELECT pg_advisory_xact_lock(%s)", [_SEALER])
    last = fetch_value("SELECT max(xid)::text FROM audit_auditrecord WHERE epoch = %s", [epoch])
    return None if last is None else _seal(epoch, int(last) + 1, now=now, signing_key=signing_key)


def _present_epoch() -> int:
    """The newest epoch; a restored database lives in another cluster, whose transaction numbers are others."""
    number, cluster, present = fetch_all(
        "SELECT number, cluster, (SELECT system_identifier::text FROM pg_control_system())"
        " FROM audit_auditepoch ORDER BY number DESC LIMIT 1"
    )[0]
    if cluster != present:
        raise Refusal(
            "audit.restored",
            "The database was restored into another PostgreSQL: begin a new epoch of the audit log before sealing.",
        )
    return int(number)


def _seal(epoch: int, hi: int, *, now: datetime, signing_key: bytes) -> SealResult | None:
    before = latest_seal()
    lo = before.hi if before is not None and before.epoch == epoch else 0
    frontier = EMPTY if before is None else decode_frontier(before.frontier)
    reader = _Reader(epoch, lo, hi)
    grown = append(frontier, reader.leaves(), on_node=reader.keep_node)
    if grown.size == frontier.size:
        return None
    seal = SealPage(
        epoch=epoch,
        size=grown.size,
        root=grown.root(),
        frontier=encode_frontier(grown),
        lo=lo,
        hi=hi,
        first_id=reader.first_id,
        last_id=reader.last_id,
        at=now,
        previous=_NO_SEAL if before is None else before.digest(),
    )
    AuditNode.objects.bulk_create(reader.nodes)
    _store(replace(seal, signature=sign(signing_key, seal.text().encode())))
    return SealResult(grown.size - frontier.size, grown.size, seal.root)


class _Reader:
    """Streams the leaves of a range of transactions, and remembers which record each came from."""

    def __init__(self, epoch: int, lo: int, hi: int) -> None:
        self._epoch, self._lo, self._hi = epoch, lo, hi
        self._xid = 0
        self.first_id = self.last_id = 0
        self.nodes: list[AuditNode] = []

    def leaves(self) -> Iterator[bytes]:
        """The stored leaf hashes in the order of the tree."""
        rows = (
            AuditRecord.objects.filter(epoch=self._epoch, xid__gte=self._lo, xid__lt=self._hi)
            .order_by("xid", "id")
            .values_list("xid", "id", "leaf")
        )
        for xid, record_id, leaf in rows.iterator(chunk_size=_CHUNK):
            self._xid, self.last_id = xid, record_id
            self.first_id = self.first_id or record_id
            yield bytes(leaf)

    def keep_node(self, level: int, number: int, digest: bytes) -> None:
        """Remember a complete subtree at every eighth level; the record just read is its last."""
        if level % NODE_STEP == 0:
            self.nodes.append(
                AuditNode(
                    level=level,
                    number=number,
                    hash=digest,
                    epoch=self._epoch,
                    last_xid=self._xid,
                    last_id=self.last_id,
                )
            )


def _store(seal: SealPage) -> None:
    AuditSeal.objects.bulk_create(
        [
            AuditSeal(
                epoch=seal.epoch,
                size=seal.size,
                root=seal.root,
                frontier=seal.frontier,
                lo=seal.lo,
                hi=seal.hi,
                first_id=seal.first_id,
                last_id=seal.last_id,
                at=seal.at,
                previous=seal.previous,
                signature=seal.signature,
            )
        ]
    )

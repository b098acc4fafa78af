"""Proofs from the stored log: that a record is in it, and that it has only grown since a seal that somebody kept."""

from dataclasses import dataclass
from typing import Any

from appealdesk.audit.queries.seals import LOG_NAME, latest_seal, seal_at_size
from appealdesk.core.chain.heads import HeadError, read_head, verify_note
from appealdesk.core.chain.proofs import consistency_path, inclusion_path, verify_consistency, verify_inclusion
from appealdesk.core.chain.tree import hash_leaf, leaves_as_nodes, pack, range_root
from appealdesk.foundation.actor import Actor, ActorKind
from appealdesk.foundation.db import fetch_all
from appealdesk.foundation.refusals import NotFound

__all__ = ["GrowthProof", "RecordProof", "growth_proof", "inclusion_proof", "verify_growth", "verify_proof"]

_STEP = 8
_GROUP = 1 << _STEP
_BLOCK = """
SELECT record.leaf, record.body, record.organisation_id FROM audit_auditrecord record
WHERE (record.epoch, record.xid, record.id) > (%s, %s::text::xid8, %s)
ORDER BY record.epoch, record.xid, record.id LIMIT 256
"""
_NODE_BEFORE = "SELECT epoch, last_xid::text, last_id FROM audit_auditnode WHERE level = 8 AND number = %s"
_NODES = "SELECT hash FROM audit_auditnode WHERE level = %s AND number >= %s AND number < %s ORDER BY number"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordProof:
    """All that is needed to check, away from this database, that a record stands in the sealed log.

    `body` is the exact bytes of the record, `note` the signed head of a tree of `size` records.
    """

    body: bytes
    position: int
    size: int
    path: tuple[bytes, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthProof:
    """Shows that the log of `note` begins with the log of the earlier size."""

    earlier_size: int
    size: int
    path: tuple[bytes, ...]
    note: str


def inclusion_proof(*, actor: Actor, position: int, public_key: bytes) -> RecordProof:
    """The proof for the record at a position, in the newest seal. Raises NotFound for another organisation's record."""
    seal = latest_seal()
    nodes = _StoredNodes()
    row = nodes.record(position) if seal is not None and 0 <= position < seal.size else None
    if seal is None or row is None:
        raise NotFound("audit record")
    _, body, organisation_id = row
    sees_all = actor.kind is ActorKind.SYSTEM and actor.organisation_id is None
    if not sees_all and organisation_id != actor.organisation_id:
        raise NotFound("audit record")
    return RecordProof(
        body=bytes(body),
        position=position,
        size=seal.size,
        path=inclusion_path(position, seal.size, nodes),
        note=seal.note(public_key),
    )


def growth_proof(*, earlier_size: int, public_key: bytes) -> GrowthProof:
    """The proof from a seal of that size to the newest. Raises NotFound if no seal has that size."""
    seal, earlier = latest_seal(), seal_at_size(earlier_size)
    if seal is None or earlier is None:
        raise NotFound("seal")
    return GrowthProof(
        earlier_size=earlier.size,
        size=seal.size,
        path=consistency_path(earlier.size, seal.size, _StoredNodes()),
        note=seal.note(public_key),
    )


def verify_proof(proof: RecordProof, *, public_key: bytes) -> bool:
    """True if the note is signed by the key and the record leads to its root; reads no database."""
    try:
        head = read_head(verify_note(proof.note, name=LOG_NAME, public_key=public_key))
    except HeadError:
        return False
    return head.size == proof.size and verify_inclusion(
        leaf=hash_leaf(pack(proof.body)), index=proof.position, size=proof.size, path=proof.path, root=head.root
    )


def verify_growth(proof: GrowthProof, *, earlier_root: bytes, public_key: bytes) -> bool:
    """True if the note is signed by the key and its log begins with the log that had `earlier_root`."""
    try:
        head = read_head(verify_note(proof.note, name=LOG_NAME, public_key=public_key))
    except HeadError:
        return False
    return head.size == proof.size and verify_consistency(
        first=proof.earlier_size,
        second=proof.size,
        first_root=earlier_root,
        second_root=head.root,
        path=proof.path,
    )


class _StoredNodes:
    """The tree's nodes, by level and number: leaves from the records, every eighth level from the stored nodes.

    Anything between is computed from a group of 256; each group is read once.
    """

    def __init__(self) -> None:
        self._blocks: dict[int, list[tuple[Any, ...]]] = {}
        self._groups: dict[tuple[int, int], list[bytes]] = {}

    def __call__(self, level: int, number: int) -> bytes:
        stored = level - level % _STEP
        height = level - stored
        group = number >> (_STEP - height)
        start = (number << height) - group * _GROUP
        members = self._group(stored, group)
        return range_root(start, start + (1 << height), leaves_as_nodes(members))

    def record(self, position: int) -> tuple[Any, ...] | None:
        """Leaf, body and organisation of the record at a position."""
        rows = self._block(position // _GROUP)
        return rows[position % _GROUP] if position % _GROUP < len(rows) else None

    def _group(self, stored: int, group: int) -> list[bytes]:
        if stored == 0:
            return [bytes(row[0]) for row in self._block(group)]
        key = (stored, group)
        if key not in self._groups:
            rows = fetch_all(_NODES, [stored, group * _GROUP, (group + 1) * _GROUP])
            self._groups[key] = [bytes(row[0]) for row in rows]
        return self._groups[key]

    def _block(self, block: int) -> list[tuple[Any, ...]]:
        if block not in self._blocks:
            before = fetch_all(_NODE_BEFORE, [block - 1]) if block else [(0, "0", 0)]
            self._blocks[block] = fetch_all(_BLOCK, before[0]) if before else []
        return self._blocks[block]

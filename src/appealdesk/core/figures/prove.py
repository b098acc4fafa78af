"""What makes a release checkable: one byte form, a commitment to the exact value, and a tree of the records
counted.

Three readers can verify, each with what they hold: anybody (the record is signed and listed), an auditor who
is given the release's secret (a recount gives the same root and the commitment opens to the exact value), and
a data subject (the own record is among those counted). It is not proved that the records are true.

Everything here is a pure function of its arguments; the caller draws the release's 32 random bytes and keeps
them secret. A plain hash of a small number or of a short reference could be guessed, so each hash has a salt,
and the tree is filled up to a size that follows from the published bounds, since its size would otherwise
give the count away.
"""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from appealdesk.core.canonical import canonical_bytes
from appealdesk.core.chain.heads import sign, verify
from appealdesk.core.chain.proofs import inclusion_path, verify_inclusion
from appealdesk.core.chain.tree import hash_leaf, leaves_as_nodes, pack, root_of
from appealdesk.core.figures.protect import ProtectedValue

__all__ = [
    "AsOf",
    "CountedRecords",
    "Definition",
    "ProofError",
    "RecordProof",
    "ReleaseRecord",
    "commit",
    "count_records",
    "prove_record",
    "record_salt",
    "release_bytes",
    "sign_release",
    "tree_size_for",
    "value_salt",
    "verify_commitment",
    "verify_record",
    "verify_recount",
    "verify_release",
]

_CONTEXT = b"appealdesk/figure-release/1\n"
_SMALLEST_TREE = 16


class ProofError(ValueError):
    """The proof that was asked for cannot be made from these records."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """Which key figure: its id and version, and SHA-256 of the query's text in hexadecimal."""

    id: str
    version: int
    query_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AsOf:
    """The state that was counted: a moment, and the audit log's sealed head at it."""

    at: datetime
    log_size: int
    log_root: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseRecord:
    """One published value with all that its proof needs; hashes and roots are hexadecimal.

    `dimensions` names the cell, such as position=medical; `supersedes` is the reference of the release that
    this one corrects, and `correction` says why.
    """

    ref: str
    definition: Definition
    as_of: AsOf
    dimensions: tuple[tuple[str, str], ...]
    value: ProtectedValue
    commitment: str
    records_root: str
    records_tree_size: int
    supersedes: str = ""
    correction: str = ""


@dataclass(frozen=True, slots=True)
class CountedRecords:
    """The salted tree of the records counted."""

    root: bytes
    tree_size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordProof:
    """What a data subject receives; nothing in it tells of other records, nor how many there are."""

    record_id: str
    salt: bytes
    index: int
    tree_size: int
    path: tuple[bytes, ...]


def release_bytes(record: ReleaseRecord) -> bytes:
    """The record as canonical JSON (RFC 8785): the bytes that are signed, listed and published."""
    if bool(record.supersedes) != bool(record.correction):
        raise ProofError(
            "A release that supersedes another says why, and only such a release does; give both or neither."
        )
    body: dict[str, Any] = asdict(record)
    body["as_of"]["at"] = record.as_of.at.isoformat()
    body["dimensions"] = dict(record.dimensions)
    body["value"]["wording"] = record.value.wording.value
    body["value"]["reason"] = record.value.reason.value
    # Minor units of a large sum can pass 2^53; text keeps each digit in every reader.
    for name in ("shown", "lower", "upper"):
        number = body["value"][name]
        body["value"][name] = None if number is None else str(number)
    return canonical_bytes(body)


def sign_release(signing_key: bytes, released: bytes) -> bytes:
    """Ed25519 over the release's bytes, kept apart from the key's other uses by a context."""
    return sign(signing_key, _CONTEXT + released)


def verify_release(public_key: bytes, released: bytes, signature: bytes) -> bool:
    """True if the release's bytes are those that were signed."""
    return verify(public_key, _CONTEXT + released, signature)


def value_salt(secret: bytes) -> bytes:
    """The salt of the exact value's commitment, derived from the release's secret."""
    return _derive(secret, b"value")


def record_salt(secret: bytes, record_id: str) -> bytes:
    """The salt of one record's leaf; it may be given to the record's subject without giving away another's."""
    return _derive(secret, b"record", record_id.encode())


def commit(exact: int, salt: bytes) -> bytes:
    """A commitment to the exact value: it hides the value, and opens to no other."""
    return hashlib.sha256(pack(b"appealdesk/exact-value/1", salt, str(exact).encode())).digest()


def verify_commitment(commitment: bytes, *, exact: int, salt: bytes) -> bool:
    """True if the commitment opens to this value."""
    return hmac.compare_digest(commitment, commit(exact, salt))


def tree_size_for(upper: int | None, counted: int) -> int:
    """The size to which the tree is filled: a power of two that the published bounds alone decide.

    `upper` is the published upper bound of the number of records. Without one the number is not protected,
    and the size follows from `counted`.
    """
    at_least = max(_SMALLEST_TREE, counted if upper is None else upper)
    if counted > at_least:
        raise ProofError(f"{counted} records are more than the published bound of {upper}; count and bound must agree.")
    return 1 << (at_least - 1).bit_length()


def count_records(record_ids: Iterable[str], *, secret: bytes, upper: int | None) -> CountedRecords:
    """The tree over the records counted. Raises ProofError if one is given twice."""
    leaves = _leaves(record_ids, secret, upper)
    return CountedRecords(root_of(leaves), len(leaves))


def prove_record(record_id: str, record_ids: Iterable[str], *, secret: bytes, upper: int | None) -> RecordProof:
    """The proof that a record is among those counted. Raises ProofError if it is not."""
    leaves = _leaves(record_ids, secret, upper)
    salt = record_salt(secret, record_id)
    try:
        index = leaves.index(_record_leaf(salt, record_id))
    except ValueError:
        raise ProofError(f"The record {record_id} is not among those counted.") from None
    path = inclusion_path(index, len(leaves), leaves_as_nodes(leaves))
    return RecordProof(record_id=record_id, salt=salt, index=index, tree_size=len(leaves), path=path)


def verify_record(proof: RecordProof, *, records_root: bytes) -> bool:
    """True if the proof leads to the root that the release states; needs nothing but the two."""
    return verify_inclusion(
        leaf=_record_leaf(proof.salt, proof.record_id),
        index=proof.index,
        size=proof.tree_size,
        path=proof.path,
        root=records_root,
    )


def verify_recount(record_ids: Iterable[str], *, secret: bytes, upper: int | None, records_root: bytes) -> bool:
    """True if an auditor's own list of records gives the root that the release states."""
    return count_records(record_ids, secret=secret, upper=upper).root == records_root


def _leaves(record_ids: Iterable[str], secret: bytes, upper: int | None) -> list[bytes]:
    """Leaf hashes in their own order, which is random to whoever does not have the secret; fillers among
    them.
    """
    leaves = [_record_leaf(record_salt(secret, record_id), record_id) for record_id in record_ids]
    size = tree_size_for(upper, len(leaves))
    if len(set(leaves)) != len(leaves):
        raise ProofError("A record is counted twice; count each once.")
    leaves.extend(
        hash_leaf(_derive(secret, b"filler", number.to_bytes(8, "big"))) for number in range(size - len(leaves))
    )
    return sorted(leaves)


def _record_leaf(salt: bytes, record_id: str) -> bytes:
    return hash_leaf(pack(salt, record_id.encode()))


def _derive(secret: bytes, *parts: bytes) -> bytes:
    return hmac.new(secret, pack(*parts), hashlib.sha256).digest()

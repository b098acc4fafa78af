"""The Merkle tree of RFC 9162, section 2.1, kept as a frontier: the roots of its complete subtrees.

A frontier of a million leaves is at most twenty hashes, so that appending needs none of the old leaves.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

__all__ = [
    "EMPTY",
    "HASH_BYTES",
    "Frontier",
    "FrontierError",
    "NodeSource",
    "append",
    "decode_frontier",
    "encode_frontier",
    "hash_children",
    "hash_leaf",
    "leaves_as_nodes",
    "pack",
    "range_root",
    "root_of",
]

HASH_BYTES = 32
_LENGTH_BYTES = 8

# (level, number) → the root of the complete subtree over leaves [number · 2^level, (number + 1) · 2^level).
NodeSource = Callable[[int, int], bytes]


class FrontierError(ValueError):
    """Stored bytes are not a frontier."""


@dataclass(frozen=True, slots=True)
class Frontier:
    """The state of a growing tree: how many leaves, and one root for each one bit of that number, largest
    first.
    """

    size: int
    peaks: tuple[bytes, ...]

    def root(self) -> bytes:
        """The tree's root, MTH(D[size]); of the empty tree SHA-256 of nothing."""
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = hash_children(peak, root)
        return root


EMPTY = Frontier(0, ())


def pack(*parts: bytes) -> bytes:
    """Parts joined so that no other parts give the same bytes: each after its length in eight bytes,
    big-endian.
    """
    return b"".join(len(part).to_bytes(_LENGTH_BYTES, "big") + part for part in parts)


def hash_leaf(entry: bytes) -> bytes:
    """SHA-256(0x00 || entry): a leaf can never be mistaken for an inner node."""
    return hashlib.sha256(b"\x00" + entry).digest()


def hash_children(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def append(
    frontier: Frontier, leaves: Iterable[bytes], *, on_node: Callable[[int, int, bytes], None] | None = None
) -> Frontier:
    """The frontier after more leaf hashes; `on_node(level, number, hash)` hears of each inner node that is
    complete.

    Amortised one hash per leaf; the given frontier is not changed.
    """
    size, peaks = frontier.size, list(frontier.peaks)
    for leaf in leaves:
        node, rest, level = leaf, size, 0
        while rest & 1:
            node = hash_children(peaks.pop(), node)
            rest >>= 1
            level += 1
            if on_node is not None:
                on_node(level, rest, node)
        peaks.append(node)
        size += 1
    return Frontier(size, tuple(peaks))


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes straight from the definition in RFC 9162, section 2.1.1."""
    if not leaves:
        return EMPTY.root()
    return range_root(0, len(leaves), leaves_as_nodes(leaves))


def leaves_as_nodes(leaves: Sequence[bytes]) -> NodeSource:
    """A node source over leaf hashes in memory."""

    def node(level: int, number: int) -> bytes:
        if level == 0:
            return leaves[number]
        return hash_children(node(level - 1, 2 * number), node(level - 1, 2 * number + 1))

    return node


def range_root(start: int, end: int, node: NodeSource) -> bytes:
    """MTH(D[start:end]) for a range that is a node of some tree: `start` is a multiple of the largest power
    of two below its length, as every range in a proof is. Raises ValueError for an empty range.
    """
    length = end - start
    if length <= 0:
        raise ValueError("An empty range has no node.")
    if length & (length - 1) == 0:
        level = length.bit_length() - 1
        return node(level, start >> level)
    split = start + (1 << ((length - 1).bit_length() - 1))
    return hash_children(range_root(start, split, node), range_root(split, end, node))


def encode_frontier(frontier: Frontier) -> bytes:
    """The size in eight bytes, then the peaks."""
    return frontier.size.to_bytes(8, "big") + b"".join(frontier.peaks)


def decode_frontier(stored: bytes) -> Frontier:
    """The frontier again. Raises FrontierError if the bytes cannot be one."""
    size, rest = int.from_bytes(stored[:8], "big"), stored[8:]
    if len(stored) < 8 or len(rest) != size.bit_count() * HASH_BYTES:
        raise FrontierError(f"{len(stored)} bytes are not the frontier of a tree; restore the seal from its mirror.")
    return Frontier(size, tuple(rest[at : at + HASH_BYTES] for at in range(0, len(rest), HASH_BYTES)))

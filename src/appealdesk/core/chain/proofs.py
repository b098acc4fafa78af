"""Proofs for somebody who holds only a root: that a leaf is in the tree, and that a tree grew from a smaller
one.

Made and checked as RFC 9162, sections 2.1.3 and 2.1.4, say; the checks need no log, no key and no network.
"""

from collections.abc import Sequence

from appealdesk.core.chain.tree import NodeSource, hash_children, range_root

__all__ = ["consistency_path", "inclusion_path", "verify_consistency", "verify_inclusion"]


def inclusion_path(index: int, size: int, node: NodeSource) -> tuple[bytes, ...]:
    """The siblings from leaf `index` up to the root of a tree of `size` leaves (PATH in section 2.1.3.1).

    Raises ValueError if the tree has no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError(f"A tree of {size} leaves has no leaf {index}.")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        split = start + _split(end - start)
        if index < split:
            path.append(range_root(split, end, node))
            end = split
        else:
            path.append(range_root(start, split, node))
            start = split
    return tuple(reversed(path))


def consistency_path(first: int, second: int, node: NodeSource) -> tuple[bytes, ...]:
    """What shows that the tree of `second` leaves begins with the tree of `first` (SUBPROOF in section
    2.1.4.1).

    Empty if the trees are the same. Raises ValueError unless 0 < first ≤ second.
    """
    if not 0 < first <= second:
        raise ValueError(
            f"There is no proof from {first} to {second} leaves; the first tree must be smaller and not empty."
        )
    path: list[bytes] = []
    start, end, whole = 0, second, True
    while first != end:
        split = start + _split(end - start)
        if first <= split:
            path.append(range_root(split, end, node))
            end = split
        else:
            path.append(range_root(start, split, node))
            start, whole = split, False
    if not whole:
        path.append(range_root(start, end, node))
    return tuple(reversed(path))


def verify_inclusion(*, leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """True if the leaf hash stands at `index` of the tree with this size and root (section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    position, last, found = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if position & 1 or position == last:
            found = hash_children(sibling, found)
            position, last = _climb_left_edge(position, last)
        else:
            found = hash_children(found, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and found == root


def verify_consistency(
    *, first: int, second: int, first_root: bytes, second_root: bytes, path: Sequence[bytes]
) -> bool:
    """True if the tree of `second` leaves only appended to the tree of `first` leaves (section 2.1.4.2)."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not path and first_root == second_root
    # A first tree that is a complete subtree is itself the first node of the path.
    nodes = list(path) if first & (first - 1) else [first_root, *path]
    if not nodes:
        return False
    position, last = first - 1, second - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    old = new = nodes[0]
    for sibling in nodes[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            old, new = hash_children(sibling, old), hash_children(sibling, new)
            position, last = _climb_left_edge(position, last)
        else:
            new = hash_children(new, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


def _split(length: int) -> int:
    """The largest power of two below the length."""
    return 1 << ((length - 1).bit_length() - 1)


def _climb_left_edge(position: int, last: int) -> tuple[int, int]:
    """Skip the levels on which the rightmost node has no sibling and is carried up as it is."""
    while position and not position & 1:
        position, last = position >> 1, last >> 1
    return position, last

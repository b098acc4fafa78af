"""The Merkle tree against the vectors of Certificate Transparency and against its own definition."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appealdesk.core.chain.tree import (
    EMPTY,
    FrontierError,
    append,
    decode_frontier,
    encode_frontier,
    hash_children,
    hash_leaf,
    leaves_as_nodes,
    pack,
    range_root,
    root_of,
)

# The entries and roots that implementations of RFC 6962 and RFC 9162 share as test vectors.
ENTRIES = [
    bytes.fromhex(entry)
    for entry in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]

LEAVES = st.lists(st.binary(max_size=4).map(hash_leaf), max_size=70)


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_of_the_shared_vectors(size: int) -> None:
    leaves = [hash_leaf(entry) for entry in ENTRIES[:size]]

    assert append(EMPTY, leaves).root().hex() == ROOTS[size - 1]
    assert root_of(leaves).hex() == ROOTS[size - 1]


def test_the_empty_tree() -> None:
    assert EMPTY.root() == root_of([]) == hashlib.sha256(b"").digest()


def test_a_leaf_is_not_a_node() -> None:
    left, right = hash_leaf(b"left"), hash_leaf(b"right")

    assert hash_leaf(left + right) != hash_children(left, right)


@given(st.lists(st.binary(max_size=3), max_size=4), st.lists(st.binary(max_size=3), max_size=4))
def test_packed_parts_cannot_be_confused(one: list[bytes], other: list[bytes]) -> None:
    assert (pack(*one) == pack(*other)) == (one == other)


@given(LEAVES, st.data())
def test_the_frontier_has_the_root_of_the_definition(leaves: list[bytes], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(leaves)))

    in_two_steps = append(append(EMPTY, leaves[:cut]), leaves[cut:])

    assert in_two_steps.root() == root_of(leaves)
    assert in_two_steps.size == len(leaves)


@given(LEAVES)
def test_each_complete_node_is_told_once(leaves: list[bytes]) -> None:
    told: dict[tuple[int, int], bytes] = {}
    node = leaves_as_nodes(leaves)

    append(EMPTY, leaves, on_node=lambda level, number, found: told.update({(level, number): found}))

    assert told == {
        (level, number): node(level, number)
        for level in range(1, len(leaves).bit_length())
        for number in range(len(leaves) >> level)
    }


@given(LEAVES)
def test_a_stored_frontier_is_the_frontier(leaves: list[bytes]) -> None:
    frontier = append(EMPTY, leaves)

    assert decode_frontier(encode_frontier(frontier)) == frontier


@pytest.mark.parametrize("stored", [b"", b"\0" * 7, b"\0" * 9, (3).to_bytes(8, "big") + b"\1" * 32])
def test_other_bytes_are_no_frontier(stored: bytes) -> None:
    with pytest.raises(FrontierError):
        decode_frontier(stored)


def test_an_empty_range_has_no_root() -> None:
    with pytest.raises(ValueError, match="empty range"):
        range_root(3, 3, leaves_as_nodes([]))

"""Proofs: each right one holds, and none holds once a byte, a position or a size is another."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from appealdesk.core.chain.proofs import (
    consistency_path,
    inclusion_path,
    verify_consistency,
    verify_inclusion,
)
from appealdesk.core.chain.tree import hash_leaf, leaves_as_nodes, root_of

LEAVES = [hash_leaf(bytes([number])) for number in range(80)]
NODE = leaves_as_nodes(LEAVES)
SIZES = st.integers(1, len(LEAVES))


def flip(value: bytes, bit: int) -> bytes:
    changed = bytearray(value)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def test_the_path_of_the_rfc_example() -> None:
    # RFC 9162, section 2.1.5: in the tree of seven leaves the path of d3 is [c, g, l].
    c, g, l_ = NODE(0, 2), NODE(1, 0), root_of(LEAVES[4:7])

    assert inclusion_path(3, 7, NODE) == (c, g, l_)


def test_the_consistency_path_of_the_rfc_example() -> None:
    # RFC 9162, section 2.1.5: from three to seven leaves it is [c, d, g, l].
    c, d, g, l_ = NODE(0, 2), NODE(0, 3), NODE(1, 0), root_of(LEAVES[4:7])

    assert consistency_path(3, 7, NODE) == (c, d, g, l_)


@given(SIZES, st.data())
def test_every_leaf_is_included(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))

    path = inclusion_path(index, size, NODE)

    assert verify_inclusion(leaf=LEAVES[index], index=index, size=size, path=path, root=root_of(LEAVES[:size]))


@given(SIZES, st.data())
def test_a_tampered_inclusion_does_not_verify(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    path = list(inclusion_path(index, size, NODE))
    root, bit = root_of(LEAVES[:size]), data.draw(st.integers(0, 255))
    claimed = data.draw(st.integers(-1, size))

    assert not verify_inclusion(leaf=flip(LEAVES[index], bit), index=index, size=size, path=path, root=root)
    assert not verify_inclusion(leaf=LEAVES[index], index=index, size=size, path=path, root=flip(root, bit))
    assert not verify_inclusion(leaf=LEAVES[index], index=index, size=size, path=[*path, root], root=root)
    if claimed != index:
        assert not verify_inclusion(leaf=LEAVES[index], index=claimed, size=size, path=path, root=root)
    if path:
        at = data.draw(st.integers(0, len(path) - 1))
        shorter, changed = path[:at] + path[at + 1 :], [*path[:at], flip(path[at], bit), *path[at + 1 :]]
        assert not verify_inclusion(leaf=LEAVES[index], index=index, size=size, path=shorter, root=root)
        assert not verify_inclusion(leaf=LEAVES[index], index=index, size=size, path=changed, root=root)


@given(SIZES, SIZES)
def test_every_smaller_tree_is_consistent(one: int, other: int) -> None:
    first, second = sorted((one, other))

    path = consistency_path(first, second, NODE)

    assert verify_consistency(
        first=first,
        second=second,
        first_root=root_of(LEAVES[:first]),
        second_root=root_of(LEAVES[:second]),
        path=path,
    )


@given(SIZES, SIZES, st.data())
def test_a_rewritten_tree_is_not_consistent(one: int, other: int, data: st.DataObject) -> None:
    first, second = sorted((one, other))
    assume(first < second)
    rewritten = data.draw(st.integers(0, first - 1))
    leaves = [*LEAVES[:rewritten], hash_leaf(b"another record"), *LEAVES[rewritten + 1 : second]]

    path = consistency_path(first, second, leaves_as_nodes(leaves))

    assert not verify_consistency(
        first=first, second=second, first_root=root_of(LEAVES[:first]), second_root=root_of(leaves), path=path
    )


@given(SIZES, SIZES, st.data())
def test_a_tampered_consistency_does_not_verify(one: int, other: int, data: st.DataObject) -> None:
    first, second = sorted((one, other))
    roots = {"first_root": root_of(LEAVES[:first]), "second_root": root_of(LEAVES[:second])}
    path = list(consistency_path(first, second, NODE))
    bit = data.draw(st.integers(0, 255))

    assert not verify_consistency(first=first, second=second, path=[*path, LEAVES[0]], **roots)
    assert not verify_consistency(first=0, second=second, path=path, **roots)
    assert not verify_consistency(first=second + 1, second=second, path=path, **roots)
    for at, node in enumerate(path):
        changed = [*path[:at], flip(node, bit), *path[at + 1 :]]
        assert not verify_consistency(first=first, second=second, path=changed, **roots)
        assert not verify_consistency(first=first, second=second, path=path[:at] + path[at + 1 :], **roots)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 3)])
def test_a_leaf_that_is_not_there_has_no_path(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="has no leaf"):
        inclusion_path(index, size, NODE)


@pytest.mark.parametrize(("first", "second"), [(0, 3), (4, 3)])
def test_a_larger_tree_has_no_path_back(first: int, second: int) -> None:
    with pytest.raises(ValueError, match="no proof"):
        consistency_path(first, second, NODE)

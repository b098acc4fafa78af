"""Cuts a tree of criteria into blocks that are small enough to be judged by looking up a table.

A leaf is false, true or unknown, so a block of ten leaves has 59,049 cases, and what each of them yields is
computed beforehand. The database then only adds up the number of the case, which costs it about half of an
expression over the leaves that answers the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import product

from appealdesk.core.criteria.tree import Group, Leaf, Node, Rule, walk

# A tree up to this size may be one block. In a larger one the blocks are smaller: their tables stand in the query.
LEAVES_IN_TREE_OF_ONE_BLOCK = 10
LEAVES_IN_BLOCK = 6
_TABLES_KEPT = 32

# A packed result holds the code of the outcome in its lowest two bits and the mask of reasons above them. The
# codes are those of `Outcome`: in Kleene's order, and the opposites differ in one bit.
CODE_BITS = 2
CODE = (1 << CODE_BITS) - 1
FALSE, UNKNOWN, TRUE = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Block:
    """A small part of the tree, whose leaves are consecutive."""

    node: Node
    leaves: tuple[Leaf, ...]

    def table(self) -> list[int]:
        """The packed result of every case, as `evaluate.decide` would give it.

        The number of a case has base three; leaf i of the block is its digit i, the lowest first, 0 where the
        leaf is false, 1 where it is true, 2 where it is unknown.
        """
        return _table(self.node)

    def array(self) -> str:
        """The table as the text of a PostgreSQL array."""
        return _array(self.node)


@lru_cache(maxsize=_TABLES_KEPT)
def _array(node: Node) -> str:
    # The chunks of a re-screening, and the keystrokes of an editor, ask for the same tables again and again.
    return f"{{{','.join(map(str, _table(node)))}}}"


def _table(node: Node) -> list[int]:
    if isinstance(node, Leaf):
        reasons = node.bit << CODE_BITS
        return [reasons | FALSE, reasons | TRUE, reasons | UNKNOWN]
    tables = [_table(child) for child in node.children]
    if node.rule is Rule.NOT:
        return [result ^ 2 if result & 1 else result for result in tables[0]]
    needed = needed_children(node)
    if needed in (1, len(tables)):
        return reduce(_every if needed == len(tables) else _some, tables)
    # The last factor of a product changes fastest, and the first child has to.
    return [_joined(case, needed) for case in product(*reversed(tables))]


def _every(first: list[int], second: list[int]) -> list[int]:
    """The table of `all` over two tables: the lower code decides, and equal ones decide together."""
    return [a | b if (a ^ b) & CODE == 0 else a if a & CODE < b & CODE else b for b in second for a in first]


def _some(first: list[int], second: list[int]) -> list[int]:
    """The table of `any` over two tables: the higher code decides, and equal ones decide together."""
    return [a | b if (a ^ b) & CODE == 0 else a if a & CODE > b & CODE else b for b in second for a in first]


def _joined(results: Sequence[int], needed: int) -> int:
    """The packed result of a group of which so many children must be true."""
    codes = sorted((result & CODE for result in results), reverse=True)
    joined = code = codes[needed - 1]
    for result in results:
        if result & CODE == code:
            joined |= result
    return joined


def needed_children(group: Group) -> int:
    """How many children of an `all`, `any` or `at_least` group must be true."""
    return {Rule.ALL: len(group.children), Rule.ANY: 1}.get(group.rule, group.at_least)


@dataclass(frozen=True, slots=True)
class Joint:
    """A group above the blocks, of which `needed` parts must be true; there is no `not` above the blocks."""

    needed: int
    parts: tuple[Part, ...]


Part = Block | Joint


def cut(root: Node, *, leaves_in_one: int = LEAVES_IN_TREE_OF_ONE_BLOCK) -> Part:
    """The tree as one block if it has no more leaves than `leaves_in_one`, else as joints above blocks."""
    leaves = _leaves(root)
    return Block(root, leaves) if len(leaves) <= leaves_in_one else _cut(root, turned=False)


def _cut(node: Node, *, turned: bool) -> Part:
    """The node, or where `turned` its opposite.

    A `not` above the blocks is carried down to them: the opposite of "k of n" is "n - k + 1 of n" over the
    opposites, and the same leaves justify it.
    """
    leaves = _leaves(node)
    if len(leaves) <= LEAVES_IN_BLOCK or isinstance(node, Leaf):
        return Block(Group(id=node.id, rule=Rule.NOT, children=(node,)) if turned else node, leaves)
    if node.rule is Rule.NOT:
        return _cut(node.children[0], turned=not turned)
    needed = needed_children(node)
    children = _bracketed(node) if needed in (1, len(node.children)) else node.children
    parts = tuple(_cut(child, turned=turned) for child in children)
    if len(parts) == 1:
        return parts[0]
    if needed == len(node.children):
        needed = len(parts)
    return Joint(len(parts) - needed + 1 if turned else needed, parts)


def _leaves(node: Node) -> tuple[Leaf, ...]:
    return tuple(found for found in walk(node) if isinstance(found, Leaf))


def _bracketed(group: Group) -> Iterator[Node]:
    """The children of an `all` or `any`, consecutive ones bracketed as long as they fit into one block."""
    rule = Rule.ALL if needed_children(group) == len(group.children) else Rule.ANY
    run: list[Node] = []
    size = 0
    for child in group.children:
        more = len(_leaves(child))
        if run and size + more > LEAVES_IN_BLOCK:
            yield _bracket(group, rule, run)
            run, size = [], 0
        run.append(child)
        size += more
    yield _bracket(group, rule, run)


def _bracket(group: Group, rule: Rule, run: Sequence[Node]) -> Node:
    return run[0] if len(run) == 1 else Group(id=group.id, rule=rule, children=tuple(run))

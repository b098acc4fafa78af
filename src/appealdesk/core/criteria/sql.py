"""Compiles a revision to PostgreSQL, so that a million people are judged where their facts lie.

Each leaf becomes a three-valued boolean over the table's columns and is used exactly once: as a digit in the
number of a case, by which the result of a block of leaves is looked up (see `blocks`). The results of the blocks
of a larger tree are then joined.

No text of a criteria document reaches the SQL: choices are codes, and what is left are numbers and dates that
the reader has checked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from appealdesk.core.criteria.blocks import (
    CODE,
    CODE_BITS,
    LEAVES_IN_BLOCK,
    LEAVES_IN_TREE_OF_ONE_BLOCK,
    Block,
    Joint,
    Part,
    cut,
)
from appealdesk.core.criteria.evaluate import Outcome
from appealdesk.core.criteria.leaf_sql import FactColumn, LeafSql, leaf_sql
from appealdesk.core.criteria.tree import MAX_LEAVES, CriteriaSet, Leaf


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """The compiled revision, which `judging_select` puts together.

    `leaves` are three-valued booleans over the table's columns, in the order of the tree. `stages` name packed
    results: the first stage is over the table's columns, each later one over the names so far. `outcome`
    (smallint, see `Outcome.code`) and `reasons` (bigint mask) are over these names. No expression holds a per
    cent sign, so the caller may add parameters.
    """

    leaves: tuple[str, ...]
    stages: tuple[Mapping[str, str], ...]
    outcome: str
    reasons: str


def compile_criteria(
    criteria: CriteriaSet, columns: Mapping[str, FactColumn], as_of: date, *, for_few: bool = False
) -> Fragment:
    """The revision as SQL over a table with these columns, judged on the day `as_of`.

    `for_few` writes a short query, by which a few thousand rows are judged before a long one has been read; the long
    one judges a million in less time. Raises `ValueError` if a fact that a leaf asks about has no column, a choice has
    no code, or a mask of reasons would not fit into a bigint.
    """
    if len(criteria.leaves) > MAX_LEAVES:
        raise ValueError(f"{len(criteria.leaves)} leaves do not fit into a mask; at most {MAX_LEAVES} do.")
    leaves = [leaf_sql(leaf, _column_of(leaf, columns), as_of) for leaf in criteria.leaves]
    writer = _Writer(leaves)
    in_one = LEAVES_IN_BLOCK if for_few else LEAVES_IN_TREE_OF_ONE_BLOCK
    packed, _ = writer.result(cut(criteria.root, leaves_in_one=in_one))
    return Fragment(
        leaves=tuple(leaf.value() for leaf in leaves),
        stages=tuple(writer.stages),
        outcome=f"({packed} & {CODE})::smallint",
        reasons=f"({packed} >> {CODE_BITS})",
    )


def _column_of(leaf: Leaf, columns: Mapping[str, FactColumn]) -> FactColumn:
    if leaf.fact not in columns:
        raise ValueError(f'No column holds the fact "{leaf.fact}" that the leaf "{leaf.id}" asks about.')
    return columns[leaf.fact]


def judging_select(
    fragment: Fragment, *, source: str, where: str = "TRUE", keep: Mapping[str, str] | None = None, first: str = ""
) -> str:
    """A complete query that yields the columns `keep`, then `outcome` and `reasons`, for each row.

    `source` (a table, perhaps with TABLESAMPLE), `where`, `keep` (alias to expression; by default the column id) and
    `first` (an ORDER BY and LIMIT, if only some rows are wanted) are SQL that our own code wrote; parameters in them
    stay in place. `OFFSET 0` keeps the planner from unfolding the levels and computing a thing twice.
    """
    keep = {"id": "id"} if keep is None else keep
    columns = _aliased({**keep, **fragment.stages[0]})
    rows = f"SELECT {columns} FROM {source} WHERE {where} {first} OFFSET 0"  # noqa: S608  Holds no outside text.
    for stage in fragment.stages[1:]:
        rows = f"SELECT *, {_aliased(stage)} FROM ({rows}) AS stage OFFSET 0"  # noqa: S608  As above.
    kept = "".join(f"{alias}, " for alias in keep)
    result = f"{fragment.outcome} AS outcome, {fragment.reasons} AS reasons"
    return f"SELECT {kept}{result} FROM ({rows}) AS stage"  # noqa: S608  As above.


def _aliased(expressions: Mapping[str, str]) -> str:
    return ", ".join(f"{sql} AS {alias}" for alias, sql in expressions.items())


@dataclass(slots=True)
class _Writer:
    """Writes the packed results of the parts, and remembers in which stage each name is computed.

    A name travels with the number of the stages that must have been computed before it can be used.
    """

    leaves: Sequence[LeafSql]
    stages: list[dict[str, str]] = field(default_factory=list)

    def result(self, part: Part) -> tuple[str, int]:
        """The name of the packed result of a part."""
        if isinstance(part, Block):
            return self._name(self._looked_up(part), 0)
        results = [self.result(inner) for inner in part.parts]
        names = [name for name, _ in results]
        stage = max(stage for _, stage in results)
        if len(names) == 2:
            return self._name(_joined_pair(*names, every=part.needed == 2), stage)
        code, stage = self._name(_joined_code(part, names), stage)
        # Results of one code can be joined bit by bit: the code in their lowest bits stays what it is.
        kept = (f"CASE WHEN ({name} & {CODE}) = {code} THEN {name} ELSE 0 END" for name in names)
        return self._name(f"({' | '.join(kept)})", stage)

    def _name(self, sql: str, stage: int) -> tuple[str, int]:
        while len(self.stages) <= stage:
            self.stages.append({})
        alias = f"s{sum(map(len, self.stages))}"
        self.stages[stage][alias] = sql
        return alias, stage + 1

    def _looked_up(self, block: Block) -> str:
        digits = " + ".join(self.leaves[leaf.index].digit(3**place) for place, leaf in enumerate(block.leaves))
        return f"('{block.array()}'::bigint[])[1 + {digits}]"


def _joined_pair(first: str, second: str, *, every: bool) -> str:
    """The result with the lower code (`every`: both are needed) or the higher one; of equal codes, both."""
    codes = f"({first} & {CODE})", f"({second} & {CODE})"
    decides, does_not = ("<", ">") if every else (">", "<")
    return (
        f"CASE WHEN {codes[0]} {decides} {codes[1]} THEN {first} "
        f"WHEN {codes[0]} {does_not} {codes[1]} THEN {second} ELSE {first} | {second} END"
    )


def _joined_code(joint: Joint, names: list[str]) -> str:
    """The code of "at least so many parts": true if enough are true, unknown if enough are not false."""
    codes = [f"({name} & {CODE})" for name in names]
    if joint.needed in (1, len(codes)):
        return f"{'GREATEST' if joint.needed == 1 else 'LEAST'}({', '.join(codes)})"
    meets = " + ".join(f"({code} = {Outcome.MEETS.code})::int" for code in codes)
    may_meet = " + ".join(f"({code} <> {Outcome.DOES_NOT_MEET.code})::int" for code in codes)
    steps = f"({meets} >= {joint.needed})::int + ({may_meet} >= {joint.needed})::int"
    return f"({Outcome.DOES_NOT_MEET.code} + {steps})"

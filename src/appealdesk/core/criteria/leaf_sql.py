"""One leaf as a PostgreSQL expression: true, false, or NULL where the fact is unknown or too weakly shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from appealdesk.core.criteria.ages import birth_bounds
from appealdesk.core.criteria.tree import Evidence, Leaf, Operator

_PLAIN = re.compile(r"[a-z_][a-z0-9_.]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class FactColumn:
    """Where the table keeps one fact, as SQL expressions that our own code wrote.

    `value` is NULL where the fact is unknown: a choice is the integer `codes[choice]`, a set a bigint in which
    bit number `codes[choice]` is set, a number double precision or numeric, a flag boolean, a date date. A
    validity has its first day in `value` and its last day in `until`, each NULL where that end is open.
    `grade` is 0 where the fact is unknown, 1 claimed, 2 documented, 3 verified. Where `day_zero` is given, the dates
    of this fact are integers that count days from it.
    """

    value: str
    grade: str
    codes: Mapping[str, int] = field(default_factory=dict)
    until: str = ""
    day_zero: date | None = None


@dataclass(frozen=True, slots=True)
class LeafSql:
    """A leaf over the table's columns: `test` is NULL where the value is, and counts only where `guard` is true.

    An empty guard is always true.
    """

    test: str
    guard: str

    def value(self) -> str:
        """The three-valued boolean."""
        return f"(CASE WHEN {self.guard} THEN {self.test} END)" if self.guard else self.test

    def digit(self, weight: int) -> str:
        """0 where the leaf is false, `weight` where it is true, twice that where it is unknown.

        Casts and products are fast where a CASE would not be: its branches cannot be foreseen.
        """
        number = f"{self.test}::int" if weight == 1 else f"{self.test}::int * {weight}"
        digit = f"COALESCE({number}, {2 * weight})"
        return f"CASE WHEN {self.guard} THEN {digit} ELSE {2 * weight} END" if self.guard else digit


def leaf_sql(leaf: Leaf, column: FactColumn, as_of: date) -> LeafSql:
    """The leaf on the day; raises `ValueError` where a choice has no code."""
    test = _TESTS[leaf.operator](leaf, column, as_of)
    # Only a validity can be known while both of its columns are NULL, so only there the grade is needed to
    # tell that a fact is there at all.
    if leaf.min_evidence is Evidence.CLAIMED and leaf.operator is not Operator.VALID_ON:
        return LeafSql(test, "")
    return LeafSql(test, f"{_term(column.grade)} >= {leaf.min_evidence.value}")


def _term(sql: str) -> str:
    return sql if _PLAIN.fullmatch(sql) else f"({sql})"


def _number(number: float) -> str:
    return f"({number!r})" if number < 0 else repr(number)


def _day(day: date, column: FactColumn) -> str:
    if column.day_zero is None:
        return f"DATE '{day.isoformat()}'"
    return _number((day - column.day_zero).days)


def _code(leaf: Leaf, column: FactColumn, choice: str) -> int:
    code = column.codes.get(choice)
    if code is None:
        raise ValueError(f'The column of "{leaf.fact}" has no code for "{choice}".')
    return int(code)


def _codes(leaf: Leaf, column: FactColumn) -> list[int]:
    return sorted(_code(leaf, column, choice) for choice in _choices(leaf))


def _choices(leaf: Leaf) -> tuple[Any, ...]:
    return leaf.operand if isinstance(leaf.operand, tuple) else (leaf.operand,)


def _is(leaf: Leaf, column: FactColumn, _as_of: date) -> str:
    value = _term(column.value)
    if isinstance(leaf.operand, bool):
        return value if leaf.operand else f"(NOT {value})"
    return f"({value} = {_codes(leaf, column)[0]})"


def _in(leaf: Leaf, column: FactColumn, _as_of: date) -> str:
    codes = _codes(leaf, column)
    test = f"= {codes[0]}" if len(codes) == 1 else f"IN ({', '.join(map(str, codes))})"
    return f"({_term(column.value)} {test})"


def _not_in(leaf: Leaf, column: FactColumn, _as_of: date) -> str:
    codes = _codes(leaf, column)
    test = f"<> {codes[0]}" if len(codes) == 1 else f"NOT IN ({', '.join(map(str, codes))})"
    return f"({_term(column.value)} {test})"


def _compare(sign: str) -> Callable[[Leaf, FactColumn, date], str]:
    def test(leaf: Leaf, column: FactColumn, _as_of: date) -> str:
        operand: Any = leaf.operand
        literal = _day(operand, column) if isinstance(operand, date) else _number(operand)
        return f"({_term(column.value)} {sign} {literal})"

    return test


def _between(leaf: Leaf, column: FactColumn, _as_of: date) -> str:
    low, high = _choices(leaf)
    return f"({_term(column.value)} BETWEEN {_number(low)} AND {_number(high)})"


def _age_between(leaf: Leaf, column: FactColumn, as_of: date) -> str:
    value = _term(column.value)
    youngest, oldest = _choices(leaf)
    bounds = birth_bounds(youngest, oldest, as_of)
    if bounds is None:
        return f"(CASE WHEN {value} IS NOT NULL THEN FALSE END)"
    return f"({value} BETWEEN {_day(bounds[0], column)} AND {_day(bounds[1], column)})"


def _bits(sign: str) -> Callable[[Leaf, FactColumn, date], str]:
    def test(leaf: Leaf, column: FactColumn, _as_of: date) -> str:
        bits = sum(1 << code for code in _codes(leaf, column))
        wanted = bits if sign == "all" else 0
        return f"(({_term(column.value)} & {bits}) {'<>' if sign == 'any' else '='} {wanted})"

    return test


def _valid_on(_leaf: Leaf, column: FactColumn, as_of: date) -> str:
    start, until, day = _term(column.value), _term(column.until), _day(as_of, column)
    return f"(COALESCE({start} <= {day}, TRUE) AND COALESCE({until} >= {day}, TRUE))"


_TESTS: Mapping[Operator, Callable[[Leaf, FactColumn, date], str]] = MappingProxyType(
    {
        Operator.IS: _is,
        Operator.IN: _in,
        Operator.NOT_IN: _not_in,
        Operator.EQ: _compare("="),
        Operator.LT: _compare("<"),
        Operator.LTE: _compare("<="),
        Operator.GT: _compare(">"),
        Operator.GTE: _compare(">="),
        Operator.BETWEEN: _between,
        Operator.BEFORE: _compare("<"),
        Operator.AFTER: _compare(">"),
        Operator.ON_OR_BEFORE: _compare("<="),
        Operator.ON_OR_AFTER: _compare(">="),
        Operator.AGE_BETWEEN: _age_between,
        Operator.CONTAINS_ANY: _bits("any"),
        Operator.CONTAINS_ALL: _bits("all"),
        Operator.DISJOINT: _bits("none"),
        Operator.VALID_ON: _valid_on,
    }
)

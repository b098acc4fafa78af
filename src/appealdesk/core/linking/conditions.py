"""Conditions about two records that mean the same in Python and in SQL, on DuckDB and on Spark.

A level of a comparison is one condition. The batch asks a database, a single look-up asks Python; both must put two
records on the same level, or their scores would differ. So a condition is written once, and only with operations that
the three engines agree on to the letter: equality, edit distance of ASCII texts, beginnings and contained texts. An
absent value is NULL or None and satisfies nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from rapidfuzz.distance import Levenshtein

__all__ = ["SEPARATOR", "All", "Begins", "Both", "Condition", "Contains", "Either", "Not", "Row", "Same", "Within"]

Row = Mapping[str, str | None]
"""The comparable columns of one record, by name."""

SEPARATOR: Final = "|"
"""Stands before, between and behind the texts of a column that holds several."""


class Condition(Protocol):
    """A question about two records; the order of the two does not matter."""

    def holds(self, one: Row, other: Row) -> bool:
        """The answer for two rows."""
        ...

    def sql(self) -> str:
        """The same as an expression over columns with the endings _l and _r; NULL counts as no."""
        ...


@dataclass(frozen=True, slots=True)
class Same:
    """The column is equal; with a second name, one record's first is the other's second, either way round."""

    column: str
    crossed: str = ""

    def holds(self, one: Row, other: Row) -> bool:
        second = self.crossed or self.column
        return _equal(one[self.column], other[second]) or _equal(other[self.column], one[second])

    def sql(self) -> str:
        if not self.crossed:
            return f"({self.column}_l = {self.column}_r)"
        return f"({self.column}_l = {self.crossed}_r OR {self.crossed}_l = {self.column}_r)"


@dataclass(frozen=True, slots=True)
class Within:
    """At most `slips` letters were changed, left out or put in, in texts of at least `shortest` letters, all ASCII."""

    column: str
    slips: int
    shortest: int = 1
    crossed: str = ""

    def holds(self, one: Row, other: Row) -> bool:
        second = self.crossed or self.column
        return self._near(one[self.column], other[second]) or self._near(other[self.column], one[second])

    def _near(self, one: str | None, other: str | None) -> bool:
        if one is None or other is None or min(len(one), len(other)) < self.shortest:
            return False
        return Levenshtein.distance(one, other, score_cutoff=self.slips) <= self.slips

    def sql(self) -> str:
        if not self.crossed:
            return self._near_sql(f"{self.column}_l", f"{self.column}_r")
        there = self._near_sql(f"{self.column}_l", f"{self.crossed}_r")
        return f"({there} OR {self._near_sql(f'{self.crossed}_l', f'{self.column}_r')})"

    def _near_sql(self, one: str, other: str) -> str:
        long_enough = f"length({one}) >= {self.shortest} AND length({other}) >= {self.shortest}"
        as_long = f"abs(length({one}) - length({other})) <= {self.slips}"
        return f"({long_enough} AND {as_long} AND levenshtein({one}, {other}) <= {self.slips})"


@dataclass(frozen=True, slots=True)
class Begins:
    """One record's `whole` begins with the other's `part`, which has at least `shortest` letters; either way round."""

    whole: str
    part: str
    shortest: int

    def holds(self, one: Row, other: Row) -> bool:
        return self._begins(one[self.whole], other[self.part]) or self._begins(other[self.whole], one[self.part])

    def _begins(self, whole: str | None, part: str | None) -> bool:
        return whole is not None and part is not None and len(part) >= self.shortest and whole.startswith(part)

    def sql(self) -> str:
        return f"({self._begins_sql('l', 'r')} OR {self._begins_sql('r', 'l')})"

    def _begins_sql(self, mine: str, theirs: str) -> str:
        part = f"{self.part}_{theirs}"
        return f"(length({part}) >= {self.shortest} AND left({self.whole}_{mine}, length({part})) = {part})"


@dataclass(frozen=True, slots=True)
class Contains:
    """One record's `several` texts hold the other's `single`; either way round."""

    several: str
    single: str

    def holds(self, one: Row, other: Row) -> bool:
        return self._contains(one[self.several], other[self.single]) or self._contains(
            other[self.several], one[self.single]
        )

    def _contains(self, several: str | None, single: str | None) -> bool:
        return several is not None and single is not None and f"{SEPARATOR}{single}{SEPARATOR}" in several

    def sql(self) -> str:
        return f"({self._contains_sql('l', 'r')} OR {self._contains_sql('r', 'l')})"

    def _contains_sql(self, mine: str, theirs: str) -> str:
        return f"contains({self.several}_{mine}, '{SEPARATOR}' || {self.single}_{theirs} || '{SEPARATOR}')"


@dataclass(frozen=True, slots=True)
class Both:
    """Both records have the column; with a second name, one has the first and the other the second."""

    column: str
    crossed: str = ""

    def holds(self, one: Row, other: Row) -> bool:
        second = self.crossed or self.column
        return _present(one[self.column], other[second]) or _present(other[self.column], one[second])

    def sql(self) -> str:
        second = self.crossed or self.column
        there = f"({self.column}_l IS NOT NULL AND {second}_r IS NOT NULL)"
        if not self.crossed:
            return there
        return f"({there} OR ({second}_l IS NOT NULL AND {self.column}_r IS NOT NULL))"


@dataclass(frozen=True, slots=True)
class Not:
    """The condition does not hold."""

    condition: Condition

    def holds(self, one: Row, other: Row) -> bool:
        return not self.condition.holds(one, other)

    def sql(self) -> str:
        return f"(NOT coalesce({self.condition.sql()}, FALSE))"


class All:
    """Every condition holds."""

    def __init__(self, *conditions: Condition) -> None:
        self._conditions = conditions

    def holds(self, one: Row, other: Row) -> bool:
        return all(condition.holds(one, other) for condition in self._conditions)

    def sql(self) -> str:
        return f"({' AND '.join(condition.sql() for condition in self._conditions)})"


class Either:
    """At least one condition holds."""

    def __init__(self, *conditions: Condition) -> None:
        self._conditions = conditions

    def holds(self, one: Row, other: Row) -> bool:
        return any(condition.holds(one, other) for condition in self._conditions)

    def sql(self) -> str:
        return f"({' OR '.join(condition.sql() for condition in self._conditions)})"


def _equal(one: str | None, other: str | None) -> bool:
    return one is not None and one == other


def _present(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None

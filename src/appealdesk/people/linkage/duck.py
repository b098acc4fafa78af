"""DuckDB: the engine for one machine, in memory, so that nothing readable is left on a disk."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import duckdb
import pyarrow as pa

from appealdesk.core.linking.columns import COLUMNS
from appealdesk.core.linking.comparisons import Comparison
from appealdesk.people.linkage.estimate import estimate_weights, sample_statement
from appealdesk.people.linkage.link import EngineFailed
from appealdesk.people.linkage.statements import Dialect, keys_statement, pairs_statement, scored_statement

__all__ = ["DuckEngine", "record_batches"]

Row = tuple[int, ...]

_DIALECT: Final = Dialect(hashed="hash({text})", each="unnest(string_split({column}, '|'))", small="TINYINT")
_MEMORY: Final = "1600MB"
_ROWS: Final = 50_000


class DuckEngine:
    """Holds the records of one run; closed, it has forgotten them."""

    def __init__(self) -> None:
        self._connection = duckdb.connect(":memory:")
        # Without a place to spill to, too many records are an error and not a file.
        self._run(f"SET memory_limit = '{_MEMORY}'")
        self._run("SET temp_directory = ''")
        self._run("SET preserve_insertion_order = false")
        self._columns: tuple[str, ...] = ()

    def load(self, batches: Iterable[Mapping[str, Sequence[Any]]]) -> None:
        """Take the records in; a batch has the columns id, source and those that are compared."""
        for place, table in enumerate(record_batches(batches)):
            self._connection.register("batch", table)
            self._run("CREATE TABLE records AS FROM batch" if place == 0 else "INSERT INTO records FROM batch")
            self._connection.unregister("batch")

    def columns(self, names: Sequence[str]) -> tuple[str, ...]:
        """Those of the names that at least one record has."""
        counted = ", ".join(f"count({name})" for name in names)
        (counts,) = self._run(f"SELECT {counted} FROM records")  # noqa: S608 - our words
        self._columns = tuple(name for name, count in zip(names, counts, strict=True) if count)
        return self._columns

    def estimate(self, comparisons: Sequence[Comparison]) -> dict[str, tuple[int, ...]]:
        """Weights from a sample that is the same in every run."""
        self._run(sample_statement())
        weights = estimate_weights(self._connection, comparisons, self._columns)
        self._run("DROP TABLE sample")
        return weights

    def compare(self, comparisons: Sequence[Comparison], *, between_sources: bool) -> None:
        """Find the pairs that share a key, and the level of each of their comparisons."""
        self._run(f"CREATE TABLE keys AS {keys_statement(self._columns, _DIALECT)}")
        self._run(f"CREATE TABLE pairs AS {pairs_statement(between_sources=between_sources)}")
        self._run("DROP TABLE keys")
        self._run(f"CREATE TABLE scored AS {scored_statement(comparisons, COLUMNS, _DIALECT)}")
        self._run("DROP TABLE pairs")

    def patterns(self, comparisons: Sequence[Comparison]) -> Iterator[tuple[Row, int]]:
        """Each combination of levels that occurs, and how often."""
        places = ", ".join(each.code for each in comparisons)
        for *pattern, count in self._run(f"SELECT {places}, count(*) FROM scored GROUP BY ALL"):  # noqa: S608 - our words
            yield tuple(pattern), count

    def pairs(self, comparisons: Sequence[Comparison], chosen: Sequence[Row]) -> Iterator[tuple[int, int, int]]:
        """The pairs with one of the chosen patterns, and its place among them."""
        if not chosen:
            return
        names = [each.code for each in comparisons]
        table = {name: pa.array([row[place] for row in chosen], pa.int8()) for place, name in enumerate(names)}
        self._connection.register("chosen", pa.table(table | {"pattern": pa.array(range(len(chosen)), pa.int32())}))
        using = ", ".join(names)
        result = self._connection.execute(
            f"SELECT l, r, pattern FROM scored JOIN chosen USING ({using}) ORDER BY l, r"  # noqa: S608 - our words
        )
        while rows := result.fetchmany(_ROWS):
            yield from rows
        self._connection.unregister("chosen")

    def rows(self, ids: Sequence[int]) -> dict[int, dict[str, str | None]]:
        """The compared columns of some records."""
        chosen = ", ".join(COLUMNS)
        self._connection.register("wanted", pa.table({"id": pa.array(ids, pa.int64())}))
        found = self._run(f"SELECT id, {chosen} FROM records JOIN wanted USING (id)")  # noqa: S608 - our words
        self._connection.unregister("wanted")
        return {row[0]: dict(zip(COLUMNS, row[1:], strict=True)) for row in found}

    def close(self) -> None:
        """Forget everything."""
        self._connection.close()

    def _run(self, statement: str) -> list[Any]:
        try:
            return self._connection.execute(statement).fetchall()
        except duckdb.Error as error:
            # Its words may quote a value.
            raise EngineFailed(type(error).__name__) from None


def record_batches(batches: Iterable[Mapping[str, Sequence[Any]]]) -> Iterator[pa.Table]:
    """The batches as Arrow tables: id and source are numbers, everything else is text."""
    kinds = {"id": pa.int64(), "source": pa.int8()}
    for batch in batches:
        yield pa.table({name: pa.array(values, kinds.get(name, pa.string())) for name, values in batch.items()})

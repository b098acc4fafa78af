"""Spark: the engine for files beyond one machine's memory. It finds and compares pairs; everything else is the same.

Weights are learnt by DuckDB from a sample that fits one machine, the same one that a run with DuckDB takes, so that
both engines give the same pairs with the same scores.
"""

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final

import duckdb
import pyarrow.parquet as pq
from pyspark.sql import SparkSession
from pyspark.sql.types import ByteType, LongType, StructField, StructType

from appealdesk.core.linking.columns import COLUMNS
from appealdesk.core.linking.comparisons import Comparison
from appealdesk.people.linkage.duck import record_batches
from appealdesk.people.linkage.estimate import estimate_weights, sample_statement
from appealdesk.people.linkage.statements import Dialect, keys_statement, pairs_statement, scored_statement

__all__ = ["SparkEngine"]

Row = tuple[int, ...]

_DIALECT: Final = Dialect(hashed="xxhash64({text})", each="explode(split({column}, '[|]'))", small="TINYINT")


class SparkEngine:
    """Holds the records of one run below a folder of its own, which is removed when it is closed."""

    def __init__(self) -> None:
        self._folder = Path(mkdtemp(prefix="appealdesk-link-"))
        self._columns: tuple[str, ...] = ()
        self._spark = (
            SparkSession.builder.appName("appealdesk names link")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.warehouse.dir", str(self._folder / "warehouse"))
            .config("spark.local.dir", str(self._folder / "local"))
            .getOrCreate()
        )
        self._spark.sparkContext.setLogLevel("ERROR")

    def load(self, batches: Iterable[Mapping[str, Sequence[Any]]]) -> None:
        """Take the records in, as Parquet files below the run's folder."""
        records = self._folder / "records"
        records.mkdir()
        for place, table in enumerate(record_batches(batches)):
            pq.write_table(table, records / f"{place:06d}.parquet")
        self._spark.read.parquet(str(records)).createOrReplaceTempView("records")

    def columns(self, names: Sequence[str]) -> tuple[str, ...]:
        """Those of the names that at least one record has."""
        counted = ", ".join(f"count({name})" for name in names)
        (counts,) = self._rows(f"SELECT {counted} FROM records")  # noqa: S608 - our words
        self._columns = tuple(name for name, count in zip(names, counts, strict=True) if count)
        return self._columns

    def estimate(self, comparisons: Sequence[Comparison]) -> dict[str, tuple[int, ...]]:
        """Weights from the sample, which DuckDB reads from the same files."""
        with duckdb.connect(":memory:") as connection:
            files = str(self._folder / "records" / "*.parquet")
            connection.execute(f"CREATE VIEW records AS FROM read_parquet('{files}')").fetchall()
            connection.execute(sample_statement()).fetchall()
            return estimate_weights(connection, comparisons, self._columns)

    def compare(self, comparisons: Sequence[Comparison], *, between_sources: bool) -> None:
        """Find the pairs that share a key, and the level of each of their comparisons."""
        self._view("keys", keys_statement(self._columns, _DIALECT))
        self._view("pairs", pairs_statement(between_sources=between_sources))
        self._view("scored", scored_statement(comparisons, COLUMNS, _DIALECT))
        self._spark.sql("CACHE TABLE scored")

    def patterns(self, comparisons: Sequence[Comparison]) -> Iterator[tuple[Row, int]]:
        """Each combination of levels that occurs, and how often."""
        places = ", ".join(each.code for each in comparisons)
        statement = f"SELECT {places}, count(*) FROM scored GROUP BY {places}"  # noqa: S608 - our words
        for *pattern, count in self._rows(statement):
            yield tuple(pattern), count

    def pairs(self, comparisons: Sequence[Comparison], chosen: Sequence[Row]) -> Iterator[tuple[int, int, int]]:
        """The pairs with one of the chosen patterns, and its place among them."""
        names = [each.code for each in comparisons]
        fields = [StructField(name, ByteType()) for name in names]
        schema = StructType([*fields, StructField("pattern", LongType())])
        rows = [(*row, place) for place, row in enumerate(chosen)]
        self._spark.createDataFrame(rows, schema).createOrReplaceTempView("chosen")
        using = ", ".join(names)
        statement = f"SELECT l, r, pattern FROM scored JOIN chosen USING ({using}) ORDER BY l, r"  # noqa: S608 - our words
        for left, right, pattern in self._rows(statement):
            yield int(left), int(right), int(pattern)

    def rows(self, ids: Sequence[int]) -> dict[int, dict[str, str | None]]:
        """The compared columns of some records."""
        schema = StructType([StructField("id", LongType())])
        self._spark.createDataFrame([(each,) for each in ids], schema).createOrReplaceTempView("wanted")
        chosen = ", ".join(COLUMNS)
        found = self._rows(f"SELECT id, {chosen} FROM records JOIN wanted USING (id)")  # noqa: S608 - our words
        return {row[0]: dict(zip(COLUMNS, row[1:], strict=True)) for row in found}

    def close(self) -> None:
        """Stop, and remove everything that was written."""
        self._spark.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _view(self, name: str, statement: str) -> None:
        self._spark.sql(statement).createOrReplaceTempView(name)

    def _rows(self, statement: str) -> Iterator[tuple[Any, ...]]:
        for row in self._spark.sql(statement).toLocalIterator():
            yield tuple(row)

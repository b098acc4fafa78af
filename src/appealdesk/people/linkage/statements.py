"""What both engines are asked, in SQL that both understand; `Dialect` has the few words that differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from appealdesk.core.linking.comparisons import Comparison
from appealdesk.core.linking.conditions import SEPARATOR
from appealdesk.core.linking.keys import BESIDE_A_NAME, MOST_SHARING, NAMES, PAIRS, READINGS, SINGLES
from appealdesk.core.linking.model import SILENT

__all__ = ["Dialect", "keys_statement", "pairs_statement", "scored_statement"]


@dataclass(frozen=True, slots=True)
class Dialect:
    """`hashed` makes eight bytes of a text; `each` makes a row of every text of a column that holds several."""

    hashed: str
    each: str
    small: str


def keys_statement(columns: Sequence[str], dialect: Dialect) -> str:
    """Every key of every record: the columns `key` and `id`."""
    parts = [
        f"SELECT {dialect.hashed.format(text=text)} AS key, id FROM records WHERE {present}"  # noqa: S608 - our words
        for text, present in _plain_keys(frozenset(columns))
    ]
    if READINGS[0] in columns:
        several = dialect.each.format(column=READINGS[0])
        parts += [
            f"SELECT {dialect.hashed.format(text=_name_key(READINGS[1], 'reading', beside))} AS key, id "  # noqa: S608 - our words
            f"FROM (SELECT id, {beside}, {several} AS reading FROM records "
            f"WHERE {READINGS[0]} IS NOT NULL AND {beside} IS NOT NULL) AS read WHERE reading <> ''"
            for beside in BESIDE_A_NAME
            if beside in columns
        ]
    return " UNION ALL ".join(parts)


def pairs_statement(*, between_sources: bool) -> str:
    """Pairs of records that share a key, each once and the lower number first, from the table `keys`."""
    few = (
        "SELECT DISTINCT key, id FROM keys WHERE key IN (SELECT key FROM keys GROUP BY key "  # noqa: S608 - our words
        f"HAVING count(DISTINCT id) BETWEEN 2 AND {MOST_SHARING})"
    )
    pairs = (
        f"WITH few AS ({few}) SELECT DISTINCT a.id AS l, b.id AS r "  # noqa: S608 - our words
        "FROM few AS a JOIN few AS b ON a.key = b.key AND a.id < b.id"
    )
    if not between_sources:
        return pairs
    return (
        f"SELECT p.l, p.r FROM ({pairs}) AS p JOIN records AS x ON x.id = p.l JOIN records AS y ON y.id = p.r "  # noqa: S608 - our words
        "WHERE x.source <> y.source"
    )


def scored_statement(comparisons: Sequence[Comparison], columns: Sequence[str], dialect: Dialect) -> str:
    """For every pair the place of the level that each comparison ends on, from the tables `pairs` and `records`."""
    facing = ", ".join(f"x.{column} AS {column}_l, y.{column} AS {column}_r" for column in columns)
    places = ", ".join(f"CAST({_places(each)} AS {dialect.small}) AS {each.code}" for each in comparisons)
    return (
        f"SELECT l, r, {places} FROM (SELECT p.l, p.r, {facing} FROM pairs AS p "  # noqa: S608 - our words
        "JOIN records AS x ON x.id = p.l JOIN records AS y ON y.id = p.r) AS facing"
    )


def _places(comparison: Comparison) -> str:
    whens = " ".join(
        f"WHEN {level.when.sql()} THEN {place}"
        for place, level in enumerate(comparison.levels)
        if level.when is not None
    )
    return f"CASE WHEN {comparison.silent.sql()} THEN {SILENT} {whens} ELSE {len(comparison.levels) - 1} END"


def _plain_keys(columns: frozenset[str]) -> Iterator[tuple[str, str]]:
    for name in SINGLES:
        if name in columns:
            yield f"concat('{name}{SEPARATOR}', {name})", f"{name} IS NOT NULL"
    for first, second in PAIRS:
        if {first, second} <= columns:
            key = f"concat('{first}+{second}{SEPARATOR}', {first}, '{SEPARATOR}', {second})"
            yield key, f"{first} IS NOT NULL AND {second} IS NOT NULL"
    for name, kind in NAMES:
        for beside in BESIDE_A_NAME:
            if {name, beside} <= columns:
                yield _name_key(kind, name, beside), f"{name} IS NOT NULL AND {beside} IS NOT NULL"


def _name_key(kind: str, name: str, beside: str) -> str:
    return f"concat('{kind}+{beside}{SEPARATOR}', {name}, '{SEPARATOR}', {beside})"

"""What each level weighs, estimated by Splink from the records themselves: nobody has to label pairs.

u, how often two strangers are on a level, comes from random pairs; m, how often two records of one person are, by
expectation maximisation over pairs that share one fact, which is then left out. What cannot be seen often enough keeps
the weight that `core.linking.comparisons` gives it. A sample on one machine is enough for that however large the file
is, and it makes both engines use the same weights.
"""

import logging
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from appealdesk.core.linking.columns import COLUMNS
from appealdesk.core.linking.comparisons import Comparison, Level

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["estimate_weights", "sample_statement", "usual_weights"]

LARGEST_SAMPLE: Final = 200_000
_FEWEST_RECORDS: Final = 1_000
_FEWEST_PAIRS: Final = 100
_RANDOM_PAIRS: Final = 400_000
_MOST_TRAINING_PAIRS: Final = 200_000
_MOST: Final = 18.0
_SEED: Final = 2022
_RULES: Final = (("mail",), ("phone",), ("born",), ("postcode",), ("number",))
_ROUNDS: Final = 2  # Each of two shared facts, so that each comparison is left out at most once.

Weights = dict[str, tuple[int, ...]]


def usual_weights(comparisons: Sequence[Comparison]) -> Weights:
    """The weights for files that are too small to learn from, in hundredths of a bit."""
    return {each.code: tuple(round(100 * level.bits) for level in each.levels) for each in comparisons}


def sample_statement() -> str:
    """Makes the table `sample` of the table `records`: all, or evenly chosen ones, the same in every run."""
    chosen = ", ".join(("id", *COLUMNS))
    return (
        f"CREATE TABLE sample AS SELECT {chosen} FROM records "  # noqa: S608 - our words
        f"WHERE id % greatest(1, (SELECT count(*) // {LARGEST_SAMPLE} FROM records)) = 0 ORDER BY id"
    )


def estimate_weights(
    connection: "DuckDBPyConnection", comparisons: Sequence[Comparison], columns: Sequence[str]
) -> Weights:
    """The weights, from the table `sample` of the connection."""
    (count,) = connection.execute("SELECT count(*) FROM sample").fetchall()[0]
    rules = _rules(connection, columns)
    if count < _FEWEST_RECORDS or not rules:
        return usual_weights(comparisons)
    return _trained(connection, comparisons, rules)


def _rules(connection: "DuckDBPyConnection", columns: Sequence[str]) -> list[tuple[str, ...]]:
    """The facts that enough pairs share."""
    found: list[tuple[str, ...]] = []
    for rule in _RULES:
        if set(rule) <= set(columns):
            pairs = (
                "SELECT sum(n * (n - 1) / 2) FROM (SELECT count(*) AS n FROM sample WHERE {0} IS NOT NULL GROUP BY {0})"
            )
            (shared,) = connection.execute(pairs.format(rule[0])).fetchall()[0]
            if shared is not None and shared >= _FEWEST_PAIRS:
                found.append(rule)
    return found[:_ROUNDS]


def _trained(
    connection: "DuckDBPyConnection", comparisons: Sequence[Comparison], rules: Sequence[tuple[str, ...]]
) -> Weights:
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.CRITICAL)
    database = DuckDBAPI(connection=connection)
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[_as_splink(each) for each in comparisons],
        blocking_rules_to_generate_predictions=[block_on(*rules[0])],
        unique_id_column_name="id",
        retain_matching_columns=False,
    )
    linker = Linker(database.register(connection.table("sample")), settings, log_level=logging.CRITICAL)
    linker.training.estimate_u_using_random_sampling(
        max_pairs=_RANDOM_PAIRS, seed=_SEED, min_count_per_level=None, num_chunks=1
    )
    for rule in rules:
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(*rule), max_pairs=_MOST_TRAINING_PAIRS
        )
    return _weights(linker, comparisons)


def _as_splink(comparison: Comparison) -> dict[str, Any]:
    silent = {"sql_condition": comparison.silent.sql(), "label_for_charts": "silent", "is_null_level": True}
    levels = [
        {
            "sql_condition": "ELSE" if level.when is None else level.when.sql(),
            "label_for_charts": level.code,
            **(_fixed(level) if level.fixed else {}),
        }
        for level in comparison.levels
    ]
    return {"output_column_name": comparison.code, "comparison_levels": [silent, *levels]}


def _fixed(level: Level) -> dict[str, Any]:
    """A pair of m and u of that weight; a level that speaks against is rare among records of one person."""
    u = 0.01
    return {
        "m_probability": u * 2.0**level.bits,
        "u_probability": u,
        "fix_m_probability": True,
        "fix_u_probability": True,
    }


def _weights(linker: Any, comparisons: Sequence[Comparison]) -> Weights:
    trained = {each.output_column_name: each for each in linker._settings_obj.core_model_settings.comparisons}
    found: Weights = {}
    for comparison in comparisons:
        levels = [each for each in trained[comparison.code].comparison_levels if not each.is_null_level]
        pairs = zip(comparison.levels, levels, strict=True)
        found[comparison.code] = tuple(round(100 * _bits(level, learnt)) for level, learnt in pairs)
    return found


def _bits(level: Level, learnt: Any) -> float:
    m, u = learnt._m_probability, learnt._u_probability
    if level.fixed or not isinstance(m, float) or not isinstance(u, float) or m <= 0 or u <= 0:
        return level.bits
    return max(-_MOST, min(math.log2(m / u), _MOST))

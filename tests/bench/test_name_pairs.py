"""The measures of the report are those of the textbooks, and no name is in both halves."""

from pathlib import Path

from bench.name_pairs import (
    Pair,
    area,
    best_f1,
    precision_and_recall,
    read_pairs,
    threshold_for_precision,
    with_halves,
)

EXCERPT = Path(__file__).parents[1] / "data" / "names" / "pairs_excerpt.tsv"
SCORED = [(0.9, True), (0.8, True), (0.7, False), (0.6, True), (0.6, False), (0.1, False)]


def test_measures_what_a_threshold_reaches() -> None:
    assert area(SCORED) == 7.5 / 9  # Of nine same and different pairs, seven stand in order and one is a tie.
    assert best_f1(SCORED) == (0.8, 0.8)
    assert threshold_for_precision(SCORED, 0.99) == 0.8
    assert threshold_for_precision([(0.5, False)], 0.99) == float("inf")
    assert precision_and_recall(SCORED, 0.6) == (3 / 5, 1.0)
    assert precision_and_recall(SCORED, 2.0) == (0.0, 0.0)


def test_the_spellings_of_a_name_share_a_half() -> None:
    pairs = with_halves(
        [
            Pair("x", "syn", "青木 恵子", "Keiko Aoki", same=True),
            Pair("x", "syn", "Keiko Aoki", "アオキ ケイコ", same=True),
            Pair("x", "syn", "アオキ ケイコ", "Olha Koval", same=False),
        ]
    )

    assert len({pair.half for pair in pairs}) == 1


def test_the_excerpt_falls_into_two_halves() -> None:
    halves = [pair.half for pair in read_pairs(EXCERPT)]

    assert 0.3 < sum(halves) / len(halves) < 0.7

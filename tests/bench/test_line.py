"""Medians, ratios and targets of a line."""

import dataclasses
import json

import pytest
from bench.line import Round, Target, line_from_json, make_line

_ROUNDS = (Round(10.0, 100.0), Round(30.0, 150.0), Round(20.0, 400.0))


def test_a_line_has_the_medians_and_the_range() -> None:
    line = make_line("made-up", _ROUNDS, unit="rows/s", floor_name="COPY", memory_mb=12.0)

    assert (line.value, line.least, line.most, line.floor, line.rounds) == (20.0, 10.0, 30.0, 150.0, 3)


def test_the_ratio_is_taken_round_by_round() -> None:
    # Of the medians it would be 20 / 150; a machine that slowed down between two rounds must not count.
    line = make_line("made-up", _ROUNDS, unit="rows/s", floor_name="COPY", memory_mb=12.0)

    assert line.ratio == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("target", "kept"),
    [
        (Target("value", "at_least", 20.0), True),
        (Target("value", "at_least", 20.1), False),
        (Target("value", "at_most", 19.9), False),
        (Target("ratio", "at_least", 0.1), True),
        (Target("ratio", "at_most", 0.09), False),
        (None, None),
    ],
)
def test_a_target_is_about_the_value_or_the_ratio(target: Target | None, kept: bool | None) -> None:
    line = make_line("made-up", _ROUNDS, unit="rows/s", floor_name="COPY", memory_mb=12.0, target=target)

    assert line.kept is kept


def test_a_line_comes_back_from_json() -> None:
    target = Target("ratio", "at_most", 15.0)
    line = make_line("made-up", _ROUNDS, unit="s", floor_name="COPY", memory_mb=1.0, target=target, sizes={"rows": 3})

    assert line_from_json(json.loads(json.dumps(dataclasses.asdict(line)))) == line

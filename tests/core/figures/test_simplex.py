"""The simplex method against a search through every whole solution, on programmes whose corners are whole."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appealdesk.core.figures.simplex import Bounds, Programme

ONE = Fraction(1)


def bounds(lower: int | None, upper: int | None) -> Bounds:
    return (None if lower is None else Fraction(lower), None if upper is None else Fraction(upper))


def test_a_variable_alone_goes_to_its_bounds() -> None:
    programme = Programme({"a": bounds(-3, None)}, [])

    assert (programme.lowest("a"), programme.highest("a")) == (-3, None)


def test_a_sum_is_bound_by_its_parts() -> None:
    programme = Programme(
        {"a": bounds(-1, 2), "b": bounds(-2, 5), "sum": bounds(None, None)},
        [{"a": ONE, "b": ONE, "sum": -ONE}],
    )

    assert (programme.lowest("sum"), programme.highest("sum")) == (-3, 7)


def test_a_part_is_bound_by_the_sum() -> None:
    programme = Programme(
        {"a": bounds(-100, 100), "b": bounds(-2, 5), "sum": bounds(-1, 1)},
        [{"a": ONE, "b": ONE, "sum": -ONE}],
    )

    assert (programme.lowest("a"), programme.highest("a")) == (-6, 3)


def test_an_equation_that_says_nothing_new() -> None:
    same = {"a": ONE, "b": -ONE}
    programme = Programme({"a": bounds(-1, 9), "b": bounds(-4, 2)}, [same, same, {"b": ONE * 2, "a": -ONE * 2}])

    assert (programme.lowest("a"), programme.highest("a")) == (-1, 2)


def test_fractions_stay_exact() -> None:
    programme = Programme({"a": bounds(-1, 1), "b": bounds(None, None)}, [{"a": ONE, "b": Fraction(-3)}])

    assert programme.highest("b") == Fraction(1, 3)


def test_zero_must_be_feasible() -> None:
    with pytest.raises(ValueError, match="Zero lies outside the bounds of a"):
        Programme({"a": bounds(1, 2)}, [])


RANGES = st.tuples(st.integers(-2, 0), st.integers(0, 2))


@settings(max_examples=60, deadline=None)
@given(st.lists(RANGES, min_size=9, max_size=9))
def test_a_table_of_two_by_two_with_totals_against_every_solution(ranges: list[tuple[int, int]]) -> None:
    names = ["aa", "ab", "ba", "bb", "a_", "b_", "_a", "_b", "__"]
    limits = dict(zip(names, ranges, strict=True))
    sums = {"a_": ("aa", "ab"), "b_": ("ba", "bb"), "_a": ("aa", "ba"), "_b": ("ab", "bb"), "__": ("a_", "b_")}
    reached: dict[str, set[int]] = {name: set() for name in names}
    inner = [range(limits[name][0], limits[name][1] + 1) for name in names[:4]]
    for values in product(*inner):
        point = dict(zip(names, values, strict=False))
        for total, parts in sums.items():
            point[total] = sum(point[part] for part in parts)
        if all(low <= point[name] <= high for name, (low, high) in limits.items()):
            for name in names:
                reached[name].add(point[name])

    programme = Programme(
        {name: bounds(*limits[name]) for name in names},
        [{total: -ONE, **dict.fromkeys(parts, ONE)} for total, parts in sums.items()],
    )
    found = {name: (programme.lowest(name), programme.highest(name)) for name in names}

    assert found == {name: (min(values), max(values)) for name, values in reached.items()}

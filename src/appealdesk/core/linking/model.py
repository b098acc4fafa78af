"""A linkage model: what each level weighs, and the score of two records.

Weights are whole hundredths of a bit. Their sum is the same in every order and on every engine, so that a batch over a
million records and a look-up of one give the same number, exactly.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from appealdesk.core.linking.comparisons import COMPARISONS, Comparison
from appealdesk.core.linking.conditions import Row

__all__ = ["SILENT", "Model", "Scored", "model_from_json", "probability"]

SILENT = -1
"""The place of a comparison that had nothing to compare."""


@dataclass(frozen=True, slots=True)
class Scored:
    """`bits` are those of the odds that two records are of one person; `places` the level of each comparison."""

    bits: float
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """`weights` has for each comparison by its code one number for each level, the best level first."""

    prior: int
    weights: Mapping[str, tuple[int, ...]]

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """Those that the model has weights for, in their order."""
        return tuple(each for each in COMPARISONS if each.code in self.weights)

    def score(self, one: Row, other: Row) -> Scored:
        """Two records; their order does not matter."""
        places = tuple(place_of(each, one, other) for each in self.comparisons)
        return Scored(self.sum_of(places) / 100, places)

    def sum_of(self, places: Sequence[int]) -> int:
        """Hundredths of a bit for the levels that were found."""
        pairs = zip(self.comparisons, places, strict=True)
        return self.prior + sum(self.weights[each.code][place] for each, place in pairs if place != SILENT)

    def vetoed(self, places: Sequence[int]) -> bool:
        """Whether a level forbids joining without a person."""
        pairs = zip(self.comparisons, places, strict=True)
        return any(each.levels[place].veto for each, place in pairs if place != SILENT)

    def reasons(self, places: Sequence[int]) -> tuple[str, ...]:
        """What was found, the weightiest first, each with its bits."""
        found = [
            (self.weights[each.code][place], each.levels[place].sentence)
            for each, place in zip(self.comparisons, places, strict=True)
            if place != SILENT
        ]
        ranked = sorted(found, key=lambda item: -abs(item[0]))
        return tuple(f"{sentence} {weight / 100:+.1f}" for weight, sentence in ranked)

    def to_json(self) -> str:
        """The model as a text that `model_from_json` reads."""
        return json.dumps({"prior": self.prior, "weights": {code: list(each) for code, each in self.weights.items()}})


def place_of(comparison: Comparison, one: Row, other: Row) -> int:
    """The first level whose condition holds, or SILENT."""
    if comparison.silent.holds(one, other):
        return SILENT
    return next(
        place for place, level in enumerate(comparison.levels) if level.when is None or level.when.holds(one, other)
    )


def probability(bits: float) -> float:
    """From bits of odds to a number between 0 and 1."""
    odds: float = 2.0 ** max(-1000.0, min(bits, 1000.0))
    return odds / (1.0 + odds)


def model_from_json(text: str) -> Model:
    """The model that `to_json` wrote."""
    stored = json.loads(text)
    return Model(stored["prior"], {code: tuple(each) for code, each in stored["weights"].items()})

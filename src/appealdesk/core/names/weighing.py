"""From measures to bits: one weighted sum per pair of scripts, so that a bit means the same in each.

The weights are those of a logistic regression, fitted by `tools/name_weights.py` on one half of 53,503 name pairs whose
other half was kept for measuring (see `weights`). The odds in that file are taken out again: 0 bits speak for neither
side. The sum is cut off where the pairs are too few to say more.
"""

from collections.abc import Mapping, Sequence
from operator import mul
from typing import Final

from appealdesk.core.names.measures import Likeness
from appealdesk.core.names.weights import WEIGHTS
from appealdesk.core.text.normalise import Script

__all__ = ["heard_bits", "heard_values", "read_bits", "read_values", "script_pair"]

_MOST: Final = 12.0
_LEAST: Final = -12.0
_MOST_SLIPS: Final = 6
_LONG_ENOUGH: Final = 8
_USUAL: Final = 6.0
_RARE: Final = 12.0
_WEIGHED_AS: Final = {"cyrillic~kanji": "kanji~latin"}  # Too few pairs are known; Cyrillic is heard as Latin is.


def script_pair(one: Script, other: Script) -> str:
    """The name of two scripts; either order has the same weights."""
    return one + "~" + other


def heard_bits(scripts: str, likeness: Likeness, *, same_kana: bool) -> float:
    """The bits of two names that were compared by their sound."""
    return _bits(scripts, heard_values(likeness, same_kana=same_kana))


def read_bits(scripts: str, family_cost: float, given_cost: float) -> float:
    """The bits of a name in kanji and one whose reading its kanji allow at these costs."""
    return _bits(scripts, read_values(family_cost, given_cost))


def heard_values(likeness: Likeness, *, same_kana: bool) -> tuple[float, ...]:
    """The measures as numbers, in the order of the weights."""
    pairs = likeness.pairs
    if len(pairs) == 2 and pairs[1] is not pairs[0]:
        worse, better = pairs if pairs[0] < pairs[1] else (pairs[1], pairs[0])
        slips, heard_slips = worse.slips + better.slips, worse.sound_slips + better.sound_slips
        same_spelling = worse.same_spelling and better.same_spelling
    else:
        worse, better = min(pairs), max(pairs)
        slips, heard_slips = sum([pair.slips for pair in pairs]), sum([pair.sound_slips for pair in pairs])
        same_spelling = all(pair.same_spelling for pair in pairs)
    _, sound, letters, bones, _, sound_slips, begins, shortest, _, readable, japanese, european, _ = worse
    heard = sound if sound > letters else letters
    return (
        sound,
        sound * sound,
        letters,
        heard * heard,
        bones,
        sound_slips if sound_slips < _MOST_SLIPS else _MOST_SLIPS,
        begins,
        readable == 2,
        readable == 1,
        japanese,
        european,
        japanese and not european,
        european and not japanese and readable == 2,
        shortest if shortest < _LONG_ENOUGH else _LONG_ENOUGH,
        better.sound,
        better.bones,
        same_spelling,
        slips == 0,
        slips == 1,
        slips == 2,
        heard_slips == 0,
        heard_slips == 1,
        heard_slips == 2,
        likeness.spare,
        len(pairs) == 1,
        same_kana,
    )


def read_values(family_cost: float, given_cost: float) -> tuple[float, ...]:
    """The costs as numbers, in the order of the weights: usual, rare and unheard-of readings weigh differently."""
    dearer, cheaper = max(family_cost, given_cost), min(family_cost, given_cost)
    return (
        min(dearer, _USUAL),
        min(dearer, _RARE),
        dearer,
        min(cheaper, _USUAL),
        min(cheaper, _RARE),
        cheaper,
        min(given_cost, _RARE),
    )


def _bits(scripts: str, values: Sequence[float]) -> float:
    constant, weights = _WEIGHTS[scripts]
    weighed: float = constant + sum(map(mul, weights, values))
    if weighed > _MOST:
        return _MOST
    return weighed if weighed > _LEAST else _LEAST


def _in_either_order(
    weights: Mapping[str, tuple[float, tuple[float, ...]]],
) -> dict[str, tuple[float, Sequence[float]]]:
    return {
        "~".join(pair): entry for name, entry in weights.items() for pair in (name.split("~"), name.split("~")[::-1])
    }


_WEIGHTS: Final = _in_either_order({**WEIGHTS, **{name: WEIGHTS[other] for name, other in _WEIGHED_AS.items()}})

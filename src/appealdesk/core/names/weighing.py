"""From measures to bits: one weighted sum per pair of scripts, so that a bit means the same in each.

The weights are those of a logistic regression, fitted by `tools/name_weights.py` on one half of 53,503 name pairs whose
other half was kept for measuring (see `weights`). The odds in that file are taken out again: 0 bits speak for neither
side. The sum is cut off where the pairs are too few to say more.
"""

from collections.abc import Sequence
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
    """The name of two scripts in either order."""
    return "~".join(sorted((one.value, other.value)))


def heard_bits(scripts: str, likeness: Likeness, *, same_kana: bool) -> float:
    """The bits of two names that were compared by their sound."""
    return _bits(scripts, heard_values(likeness, same_kana=same_kana))


def read_bits(scripts: str, family_cost: float, given_cost: float) -> float:
    """The bits of a name in kanji and one whose reading its kanji allow at these costs."""
    return _bits(scripts, read_values(family_cost, given_cost))


def heard_values(likeness: Likeness, *, same_kana: bool) -> tuple[float, ...]:
    """The measures as numbers, in the order of the weights."""
    pairs = likeness.pairs
    worse, better = min(pairs), max(pairs)
    slips = sum(pair.slips for pair in pairs)
    heard_slips = sum(pair.sound_slips for pair in pairs)
    return (
        worse.sound,
        worse.sound**2,
        worse.letters,
        max(worse.sound, worse.letters) ** 2,
        worse.bones,
        min(worse.sound_slips, _MOST_SLIPS),
        worse.one_begins_other,
        worse.japanese_readable == 2,
        worse.japanese_readable == 1,
        worse.same_japanese,
        worse.same_european,
        worse.same_japanese and not worse.same_european,
        worse.same_european and not worse.same_japanese and worse.japanese_readable == 2,
        min(worse.shortest, _LONG_ENOUGH),
        better.sound,
        better.bones,
        all(pair.same_spelling for pair in pairs),
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
    constant, weights = WEIGHTS[_WEIGHED_AS.get(scripts, scripts)]
    weighed: float = constant + sum(map(mul, weights, values))
    return max(_LEAST, min(weighed, _MOST))

"""How far two skeletons are apart, counting what ears and keyboards confuse as less than a whole mistake.

Restricted Damerau–Levenshtein distance (one letter more, less, other, or two neighbours swapped), with fractional costs
for vowels and for sounds that transliterations exchange. The costs were set by hand and are part of the rule set.
"""

from functools import lru_cache
from typing import Final

__all__ = ["distance", "likeness"]

_VOWELS: Final = frozenset("aeiou")
_VOWEL_FOR_VOWEL: Final = 0.7
_VOWEL_DROPPED: Final = 0.8
_SWAPPED: Final = 0.7
_ALIKE: Final = {
    frozenset(pair): cost
    for pair, cost in {
        "sc": 0.3, "sz": 0.3, "cz": 0.4, "ck": 0.5, "ch": 0.5, "hk": 0.5, "bv": 0.4, "lr": 0.5, "hf": 0.5,
        "gh": 0.3, "gk": 0.5, "td": 0.6, "bp": 0.6, "mn": 0.6, "vf": 0.5, "jz": 0.4, "ji": 0.4, "sj": 0.5,
        "yi": 0.2, "uv": 0.6, "ks": 0.6,
    }.items()
}  # fmt: skip


def likeness(one: str, other: str) -> float:
    """1 for equal words, 0 for words with nothing in common; the distance over the longer length."""
    if one == other:
        return 1.0
    longer = max(len(one), len(other))
    return max(0.0, 1.0 - distance(one, other) / longer)


@lru_cache(maxsize=65_536)
def distance(one: str, other: str) -> float:
    """The least total cost of turning one word into the other."""
    rows = [[0.0]]
    for letter in other:
        rows[0].append(rows[0][-1] + _missing(letter))
    for i, mine in enumerate(one, start=1):
        row = [rows[-1][0] + _missing(mine)]
        for j, theirs in enumerate(other, start=1):
            cost = min(
                rows[i - 1][j] + _missing(mine),
                row[j - 1] + _missing(theirs),
                rows[i - 1][j - 1] + _instead(mine, theirs),
            )
            if i > 1 and j > 1 and mine == other[j - 2] and one[i - 2] == theirs and mine != theirs:
                cost = min(cost, rows[i - 2][j - 2] + _SWAPPED)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]


def _missing(letter: str) -> float:
    return _VOWEL_DROPPED if letter in _VOWELS else 1.0


def _instead(mine: str, theirs: str) -> float:
    if mine == theirs:
        return 0.0
    if mine in _VOWELS and theirs in _VOWELS:
        return _VOWEL_FOR_VOWEL
    return _ALIKE.get(frozenset((mine, theirs)), 1.0)

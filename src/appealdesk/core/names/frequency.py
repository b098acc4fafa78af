"""How much equal names say, by how many of the known people bear them: a rare name weighs more, a common one less.

Equal names weigh as much as names do on average (`weights`). Two people share a name that one in 100 bears a hundred
times as often as one that only one in 10,000 bears. The counts come from the records of an organisation itself and are
frozen with a version, so that two records have one score wherever they are compared. The bounds keep a name from
deciding anything by itself.
"""

from collections.abc import Callable
from functools import lru_cache
from math import log2
from typing import Final

from appealdesk.core.names.keys import name_keys
from appealdesk.core.names.person_name import PersonName

__all__ = ["FEWEST_BEARERS", "Frequency", "frequency_bits", "shared_keys"]

Frequency = Callable[[str, str], float]
"""From the kind and the value of a name's key to bits."""

FEWEST_BEARERS: Final = 8
"""A name that fewer people bear is not counted by itself: it is rare, and whose it is would be told by its count."""

_FEWEST_PEOPLE: Final = 2_000  # Among fewer people a count says little about how common a name is.
_ON_AVERAGE: Final = 10.5  # What equal kanji weigh: as if one in 1,450 people bore the name.
_MOST: Final = 2.0
_LEAST: Final = -6.0


def frequency_bits(people: int, bearers: int) -> float:
    """Bits to add to those of equal names, of which so many of all people bear the name; whole hundredths.

    `bearers` below FEWEST_BEARERS stands for a name that was not counted: it never weighs less than on average.
    """
    if people < _FEWEST_PEOPLE:
        return 0.0
    bits = log2(people / max(bearers, FEWEST_BEARERS)) - _ON_AVERAGE
    least = _LEAST if bearers >= FEWEST_BEARERS else 0.0
    return round(min(_MOST, max(least, bits)), 2)


def shared_keys(one: PersonName, other: PersonName) -> frozenset[tuple[str, str]]:
    """The kinds and values of what both people wrote; nothing is turned round, left out or read from kanji."""
    return _written_keys(one) & _written_keys(other)


# Remembered, because everybody who is found by a name bears the same.
@lru_cache(maxsize=4_096)
def _written_keys(name: PersonName) -> frozenset[tuple[str, str]]:
    return frozenset((key.kind.value, key.value) for key in name_keys(name) if key.rank == 0)

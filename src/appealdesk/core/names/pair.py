"""Two names and nothing else: how likely it is that they are one name, in whatever script each is written.

`score` goes from 0 to 1 and means the same across scripts: 0.5 is a name that speaks neither for nor against one
person. Two people may bear one name, so even SAME only says that the names are the same.
"""

from typing import Final, NamedTuple

from appealdesk.core.names.compare import Evidence, family_evidence, name_evidence
from appealdesk.core.names.similarity import SURE, Likeness, form_likeness
from appealdesk.core.names.sounds import prepare
from appealdesk.core.names.verdict import Outcome

__all__ = ["DIFFERENT_NAMES_AT", "SAME_NAMES_AT", "NameScore", "score_names"]

# Bits, chosen on one half of the pairs and measured on the other: at SAME 98.6 of 100 pairs are one name, and below
# DIFFERENT lie seven of eight pairs of two names with one in 70 of one name (`python -m bench.name_pairs`).
SAME_NAMES_AT: Final = 7.1
DIFFERENT_NAMES_AT: Final = -3.0


class NameScore(NamedTuple):
    """`score` rises with the sum of the bits; `reasons` has the weightiest first, and none for a missing name."""

    score: float
    verdict: Outcome
    reasons: tuple[Evidence, ...]


_SAME, _DIFFERENT, _UNDECIDED = Outcome  # Members of an enumeration are looked up fifty times as slowly.


def score_names(left: str, right: str) -> NameScore:
    """Compare two names as they were written; blank names and placeholders are undecided, at 0.5."""
    one, other = prepare(left), prepare(right)
    found = form_likeness(one, other) if one and other else None
    if found is None:
        return NameScore(0.5, _UNDECIDED, ())
    family = family_evidence(found)
    reasons = (name_evidence(found), family) if family else (name_evidence(found),)
    return NameScore(1.0 / (1.0 + 2.0**-found.bits), _verdict(found), reasons)


def _verdict(found: Likeness) -> Outcome:
    if found.bits <= DIFFERENT_NAMES_AT:
        return _DIFFERENT
    return _SAME if found.bits >= SAME_NAMES_AT and found.footing in SURE else _UNDECIDED

"""Two names and nothing else: how likely it is that they are one name, in whatever script each is written.

`score` goes from 0 to 1 and means the same across scripts: 0.5 is a name that speaks neither for nor against one
person. Two people may bear one name, so even SAME only says that the names are the same.
"""

from dataclasses import dataclass
from typing import Final

from appealdesk.core.names.compare import Evidence, IdentityRecord, compare
from appealdesk.core.names.person_name import PersonName
from appealdesk.core.names.verdict import Outcome

__all__ = ["DIFFERENT_NAMES_AT", "SAME_NAMES_AT", "NameScore", "score_names"]

SAME_NAMES_AT: Final = 6.5
DIFFERENT_NAMES_AT: Final = -1.0
_SURE: Final = frozenset({"written_name", "sounding_name"})


@dataclass(frozen=True, slots=True)
class NameScore:
    """`score` rises with the sum of the bits; `reasons` has the weightiest first, and none for a missing name."""

    score: float
    verdict: Outcome
    reasons: tuple[Evidence, ...]


def score_names(left: str, right: str) -> NameScore:
    """Compare two names as they were written; blank names and placeholders are undecided, at 0.5."""
    reasons = compare(IdentityRecord(name=PersonName(left)), IdentityRecord(name=PersonName(right)))
    bits = sum(reason.bits for reason in reasons)
    return NameScore(1.0 / (1.0 + 2.0**-bits), _verdict(bits, reasons), reasons)


def _verdict(bits: float, reasons: tuple[Evidence, ...]) -> Outcome:
    if reasons and bits <= DIFFERENT_NAMES_AT:
        return Outcome.DIFFERENT
    sure = any(reason.feature in _SURE for reason in reasons)
    return Outcome.SAME if sure and bits >= SAME_NAMES_AT else Outcome.UNDECIDED

"""Same, different or undecided, from the evidence: what may be joined without a person and what is a question for one.

A verdict of SAME joins two records on its own, so it asks for much: enough bits, a name that agrees on a sure
footing, one more kind of fact beside the name, and no veto. DIFFERENT only means that nobody needs to be asked.
Everything between is UNDECIDED and becomes a question. A verdict is a proposal; a judgement is recorded elsewhere.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from appealdesk.core.names.compare import Evidence, IdentityRecord, compare
from appealdesk.core.names.frequency import Frequency

__all__ = ["DIFFERENT_AT", "RULES_VERSION", "SAME_AT", "Outcome", "Verdict", "judge", "weigh"]

RULES_VERSION: Final = 2
"""Of features, weights and thresholds together; stored with every judgement that a rule made."""

SAME_AT: Final = 19.0
DIFFERENT_AT: Final = -4.0
_NAME_AT: Final = 5.0
_NAMES: Final = frozenset({"written_name", "sounding_name"})
_BESIDE_THE_NAME: Final = frozenset({"birth_date", "phone", "mail"})


class Outcome(StrEnum):
    """The three answers about two records."""

    SAME = "same"
    DIFFERENT = "different"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`bits` is the sum of the evidence; `reasons` is every piece of it, the weightiest first."""

    outcome: Outcome
    bits: float
    reasons: tuple[Evidence, ...]

    @property
    def vetoes(self) -> tuple[Evidence, ...]:
        """What forbids joining without a person."""
        return tuple(reason for reason in self.reasons if reason.veto)

    @property
    def strongest_counter_evidence(self) -> Evidence | None:
        """The weightiest reason against the direction in which the bits point."""
        against = [reason for reason in self.reasons if reason.bits * self.bits < 0]
        return against[0] if against else None


def judge(one: IdentityRecord, other: IdentityRecord, frequency: Frequency | None = None) -> Verdict:
    """The verdict on two records; the order of the two does not matter."""
    return weigh(compare(one, other, frequency))


def weigh(reasons: tuple[Evidence, ...]) -> Verdict:
    """The verdict that follows from evidence; no evidence at all is UNDECIDED."""
    bits = round(sum(reason.bits for reason in reasons), 2)
    return Verdict(_outcome(bits, reasons), bits, reasons)


def _outcome(bits: float, reasons: tuple[Evidence, ...]) -> Outcome:
    if not reasons:
        return Outcome.UNDECIDED
    if bits <= DIFFERENT_AT:
        return Outcome.DIFFERENT
    if any(reason.veto for reason in reasons):
        return Outcome.UNDECIDED
    named = sum(reason.bits for reason in reasons if reason.feature in _NAMES) >= _NAME_AT
    beside = any(reason.bits > 0 for reason in reasons if reason.feature in _BESIDE_THE_NAME)
    return Outcome.SAME if bits >= SAME_AT and named and beside else Outcome.UNDECIDED
